"""PDFs made by code, for tests."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

LETTER = (0, 0, 612, 792)
WORDS = b"BT /F1 11 Tf 72 400 Td (The plaintiff moves this court.) Tj ET\n"


def pdf_bytes(pages: int = 1, *, contents: bytes = WORDS, change: Callable[[Pdf], object] | None = None) -> bytes:
    """A PDF with the same contents on each page; `change` is done to it before it is saved."""
    with pikepdf.new() as pdf:
        for _ in range(pages):
            add_page(pdf, contents)
        if change:
            change(pdf)
        file = io.BytesIO()
        pdf.save(file, deterministic_id=True)
        return file.getvalue()


def add_page(pdf: Pdf, contents: bytes = WORDS, *, box: Sequence[float] = LETTER, **more: Any) -> None:
    """Add a page with the font F1."""
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    page = Dictionary(
        Type=Name.Page,
        MediaBox=Array(list(box)),
        Resources=Dictionary(Font=Dictionary(F1=font)),
        Contents=pdf.make_stream(contents),
        **more,
    )
    pdf.pages.append(pikepdf.Page(page))
