"""PDFs to measure with: typed pages of invented words, or a scan of a given size."""

from __future__ import annotations

import io
import os
import random

import pikepdf
from pikepdf import Array, Dictionary, Name

WORDS = [
    "the",
    "plaintiff",
    "moves",
    "this",
    "court",
    "for",
    "an",
    "order",
    "compelling",
    "production",
    "of",
    "documents",
    "because",
    "counsel",
    "conferred",
    "in",
    "good",
    "faith",
    "on",
    "each",
    "request",
    "harbor",
    "pilots",
    "association",
    "towing",
    "agreement",
    "exhibit",
    "page",
    "schedule",
    "invoice",
    "within",
    "thirty",
    "days",
]


def typed(pages: int) -> bytes:
    """A PDF of typed pages, 45 lines each."""
    choice = random.Random(1)
    with pikepdf.new() as pdf:
        font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name("/Times-Roman")))
        for _ in range(pages):
            lines = (" ".join(choice.choices(WORDS, k=13)) for _ in range(45))
            text = "\n".join(f"BT /F1 11 Tf 72 {700 - 14 * row} Td ({line}) Tj ET" for row, line in enumerate(lines))
            _add(pdf, text.encode(), Dictionary(Font=Dictionary(F1=font)))
        return _saved(pdf)


def scanned(size: int) -> bytes:
    """A PDF of one page and about so many bytes that cannot be compressed."""
    with pikepdf.new() as pdf:
        image = pdf.make_stream(os.urandom(size), Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1)
        _add(pdf, b"", Dictionary(XObject=Dictionary(Scan=image)))
        return _saved(pdf)


def _add(pdf: pikepdf.Pdf, contents: bytes, resources: Dictionary) -> None:
    box = Array([0, 0, 612, 792])
    stream = pdf.make_stream(contents)
    pdf.pages.append(pikepdf.Page(Dictionary(Type=Name.Page, MediaBox=box, Resources=resources, Contents=stream)))


def _saved(pdf: pikepdf.Pdf) -> bytes:
    file = io.BytesIO()
    pdf.save(file)
    return file.getvalue()
