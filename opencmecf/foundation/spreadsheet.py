"""Lists as CSV files that spreadsheets open without harm."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def csv_file(name: str, headings: Sequence[str], rows: Iterable[Sequence[str | int]]) -> HttpResponse:
    """Return a download named `name`, with one line of headings; texts are written so that none is a formula."""
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    writer = csv.writer(answer)
    writer.writerow(headings)
    writer.writerows([harmless(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return answer


def harmless(text: str) -> str:
    """Return `text` so that a spreadsheet does not take it for a formula."""
    return f"'{text}" if text.startswith(_STARTS_A_FORMULA) else text
