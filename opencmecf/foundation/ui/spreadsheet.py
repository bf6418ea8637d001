"""Tables as files that spreadsheets open."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n")


def csv_answer(name: str, header: Sequence[str], rows: Iterable[Sequence[str | int]]) -> HttpResponse:
    """`rows` under `header` as the file `name`.csv, with no text in it that a spreadsheet would take for a formula."""
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    writer = csv.writer(answer)
    writer.writerow(header)
    for row in rows:
        writer.writerow([_harmless(cell) for cell in row])
    return answer


def _harmless(cell: str | int) -> str | int:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA_SIGNS) else cell
