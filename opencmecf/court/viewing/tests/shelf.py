"""A docket whose documents have files."""

from __future__ import annotations

from dataclasses import replace

from opencmecf.court.cases.models import Case
from opencmecf.court.docket.actions import take_over
from opencmecf.court.docket.models import EntryDocument
from opencmecf.court.docket.sheet import Attachment, Entry
from opencmecf.court.docket.tests.sheets import civil_sheet, entry
from opencmecf.court.docket.text import Link
from opencmecf.court.documents.actions import attach_file
from opencmecf.court.documents.tests.pdfs import pdf_bytes
from opencmecf.court.profile.models import Court
from opencmecf.foundation.access import Role, system
from opencmecf.foundation.storage import default_store

ADMIN = system("tests", "flsd", frozenset({Role.COURT_ADMIN, Role.CLERK}))
MOTION, EXHIBIT, LONG, PROPOSED = "051120000010", "051120000011", "051120000012", "051120000013"
SINGLE, NAMED = "051120000020", "051120000030"
CASE_ID = "560001"
PAGES = {MOTION: 2, EXHIBIT: 3, LONG: 63, PROPOSED: 1, SINGLE: 4}


def menu_id(document_id: str) -> str:
    """The id with 0 as its fourth digit."""
    return f"{document_id[:3]}0{document_id[4:]}"


def sheet_entries() -> tuple[Entry, ...]:
    """Entry 1 with three attachments, entry 2 with one document, entry 3 with one that is only named."""
    words = ("Motion", "Exhibit A", "Exhibit B", "Text of Proposed Order")
    attachments = tuple(
        Attachment(number=number, description=words[number], document_id=menu_id(document_id))
        for number, document_id in enumerate((MOTION, EXHIBIT, LONG, PROPOSED))
    )
    return (
        entry(1, "MOTION to Compel", link=_link(MOTION, 1), attachments=attachments),
        entry(2, "RESPONSE", day=9, link=_link(SINGLE, 2)),
        entry(3, "REPLY", day=16, link=_link(NAMED, 3)),
    )


def _link(document_id: str, number: int) -> Link:
    return Link(document_id=menu_id(document_id), case_id=CASE_ID, de_seq_num=str(number * 10), posts=True)


def make_shelf(court: Court) -> Case:
    """The case with its files in the store."""
    case = take_over(sheet=replace(civil_sheet(), entries=sheet_entries()), court=court, actor=ADMIN).case
    for document_id, pages in PAGES.items():
        put_file(holding(document_id), pages)
    return case


def holding(document_id: str) -> EntryDocument:
    """The document as its entry holds it."""
    found = EntryDocument.objects.select_related("document", "entry__case")
    return found.get(document__prefix=document_id[:3], document__number=int(document_id[4:]))


def put_file(held: EntryDocument, pages: int, pdf: bytes = b"") -> None:
    """Give a document a file of so many pages."""
    stored = default_store().put([pdf or pdf_bytes(pages, contents=b"BT /F1 9 Tf 72 300 Td (%d) Tj ET" % held.pk)])
    clerk = replace(ADMIN, site=held.document.court_id)
    attach_file(document=held.document, stored=stored, pages=pages, file_name="paper.pdf", actor=clerk)
