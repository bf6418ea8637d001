"""Where the next entry of a docket goes, and where its number leads."""

from __future__ import annotations

from dataclasses import dataclass

from opencmecf.court.cases.models import Case
from opencmecf.court.docket.text import Link
from opencmecf.court.documents.models import Document
from opencmecf.court.profile.kinds import KINDS
from opencmecf.foundation import reference
from opencmecf.foundation.database.prepared import first_line

_LAST = 'SELECT max("order"), max(number_value) FROM docket_entry WHERE case_id = %s'


@dataclass(frozen=True, slots=True)
class Place:
    """Where the next entry of a case goes: its place on the sheet, and its number where the docket has numbers."""

    order: int
    number: int | None


def next_place(case: Case) -> Place:
    """Return where the next entry goes. The caller holds the lock on the case, so that nobody else gets the same.

    Some courts of appeals have never numbered entries and know documents by their ids alone: a docket that was taken
    over with entries, and without a number, goes on so.
    """
    order, number = first_line(_LAST, [case.pk]) or (None, None)
    if order is None:
        return Place(0, 1)
    if number is None and KINDS[reference.court(case.court_id).kind].leaves_unnumbered:
        return Place(order + 1, None)
    return Place(order + 1, (number or 0) + 1)


def document_link(*, case: Case, de_seq_num: int, document: Document) -> Link:
    """Return where the number of a document leads in the docket of a case."""
    return Link(document_id=document.document_id, case_id=case.pacer_case_id, de_seq_num=str(de_seq_num), posts=True)
