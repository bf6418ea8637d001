"""What documents are called: on pages, in headers and on receipts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from opencmecf.court.docket.models import EntryDocument
from opencmecf.court.profile.kinds import KindProfile


@dataclass(frozen=True, slots=True)
class Billed:
    """How a receipt names what was viewed."""

    description: str
    criteria: str


def label_of(holding: EntryDocument, kind: KindProfile) -> str:
    """Return a document's number as headers and pages print it: "52", "52-3", and "" in an entry without number."""
    return kind.document_menu.label(holding.entry.number or "", holding.attachment_number)


def name_of(holding: EntryDocument, kind: KindProfile) -> str:
    """Return what a document is called where it must have a name: its number, or in an entry without one its id."""
    return label_of(holding, kind) or alone(holding)


def alone(holding: EntryDocument) -> str:
    """Return the id that names a document alone, past the menu of its entry: its fourth digit is 1."""
    return f"{holding.document.prefix}1{holding.document.number}"


def billed(holdings: Sequence[EntryDocument], kind: KindProfile) -> Billed:
    """Return what the receipt of these documents says: "Image52-3", at courts of appeals "PDF Document"."""
    first = holdings[0]
    case = first.entry.case.number
    if len(holdings) > 1:
        return Billed(f"{len(holdings)} documents", case)
    if kind.names_document:
        return Billed("PDF Document", f"Case: {case}, Document: {name_of(first, kind)}")
    return Billed(f"Image{first.entry.number or '0'}-{first.attachment_number}", case)


def criteria_label(kind: KindProfile) -> str:
    """Return what stands before the criteria on the receipt of documents."""
    return "Search Criteria:" if kind.names_document else "Case Number:"
