"""The documents of the demonstration's dockets: PDFs made by code, with invented words."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf

from opencmecf.court.docket.models import EntryDocument
from opencmecf.court.documents.actions import attach_file
from opencmecf.foundation import reference
from opencmecf.foundation.access import Role, system
from opencmecf.foundation.storage import default_store

ONLY_NAMED = ("051020100107",)  # so that one can see what a docket's document without a file looks like
PAGES = {"051020100102": 42, "051020100103": 3, "051020100110": 12, "051020100115": 6}  # others have one to five
SIDEWAYS = ("051020100103",)  # scanned that way, as exhibits often are
_LINES, _WIDE = 30, 82
_SENTENCES = (
    "The parties agreed in writing that harbor pilotage would be charged by the gross tonnage of the vessel.",
    "The statement of account was sent within ten days, and no objection to it was received.",
    "The undersigned has conferred with opposing counsel in good faith, and the matter could not be resolved.",
    "Venue lies in this district because the events on which the claim rests occurred at the port.",
    "A schedule of the sums that are due, with the dates of the services, follows on the next pages.",
    "For these reasons the relief that is asked for should be granted, together with costs.",
)


def make_documents() -> None:
    """Give the documents of every docket a file, except those that are meant to be named only; those that have one
    keep it."""
    held = EntryDocument.objects.filter(document__sha256="").select_related("document", "entry__case")
    for holding in held.order_by("pk"):
        document = holding.document
        if document.document_id in ONLY_NAMED or document.has_made_number:
            continue
        actor = system("demo", document.court_id, frozenset({Role.CLERK}))
        pages = PAGES.get(document.document_id, 1 + document.number % 5)
        stored = default_store().put([_pdf(holding, pages)])
        attach_file(document=document, stored=stored, pages=pages, file_name=f"{_title(holding)}.pdf", actor=actor)


def _title(holding: EntryDocument) -> str:
    if holding.description:
        return holding.description
    return " ".join(holding.entry.words.split("(")[0].split()[:6]).rstrip(".,;")


def _pdf(holding: EntryDocument, pages: int) -> bytes:
    with pikepdf.new() as pdf:
        fonts = Dictionary(T=_font(pdf, "Times-Roman"), B=_font(pdf, "Times-Bold"), I=_font(pdf, "Times-Italic"))
        sideways = holding.document.document_id in SIDEWAYS
        for number in range(1, pages + 1):
            drawn = "\n".join(_page(holding, number, pages))
            page = Dictionary(
                Type=Name.Page,
                MediaBox=Array([0, 0, 612, 792]),
                Resources=Dictionary(Font=fonts),
                Contents=pdf.make_stream(drawn.encode("cp1252", "replace")),
            )
            if sideways:  # the words stand as they do; the page is turned, and so is what is drawn on it
                page.MediaBox, page.Rotate = Array([0, 0, 792, 612]), 90
                page.Contents = pdf.make_stream(b"q 0 1 -1 0 792 0 cm\n" + drawn.encode("cp1252", "replace") + b"\nQ")
            pdf.pages.append(pikepdf.Page(page))
        file = io.BytesIO()
        pdf.save(file, deterministic_id=True)
        return file.getvalue()


def _font(pdf: Pdf, name: str) -> Object:
    return pdf.make_indirect(
        Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name(f"/{name}"), Encoding=Name.WinAnsiEncoding)
    )


def _page(holding: EntryDocument, number: int, pages: int) -> Iterator[str]:
    case = holding.entry.case
    top = 706
    if number == 1:
        court = reference.court(case.court_id)
        yield _words("B", 13, 306, 720, court.title.upper(), centred=True)
        yield _words("B", 12, 306, 703, court.short_name.upper(), centred=True)
        yield _words("T", 12, 306, 674, f"CASE NO. {case.number}", centred=True)
        yield _words("T", 12, 72, 640, case.title)
        yield "0.7 w 72 628 m 540 628 l S"
        for place, line in enumerate(textwrap.wrap(_title(holding).upper(), 50)):
            yield _words("B", 12, 306, 600 - 16 * place, line, centred=True)
        top = 540
    start = number + holding.document.number
    body = " ".join(_SENTENCES[(start + place) % len(_SENTENCES)] for place in range(14))
    lines = textwrap.wrap(body, _WIDE)[: _LINES if number > 1 else _LINES - 8]
    for place, line in enumerate(lines):
        yield _words("T", 12, 72, top - 20 * place, line)
    yield _words("I", 9, 306, 40, f"Demonstration: nothing here is a real filing.  {number} of {pages}", centred=True)


def _words(font: str, size: float, x: float, y: float, text: str, *, centred: bool = False) -> str:
    """Return the instructions that set a line; its middle is guessed from the number of letters."""
    left = x - len(text) * size * 0.25 * (1.2 if text.isupper() else 0.95) if centred else x
    quoted = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /{font} {size} Tf {left:.1f} {y} Td ({quoted}) Tj ET"
