"""Entering a filing on the docket of a case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from opencmecf.court.cases.models import Case
from opencmecf.court.docket import rows
from opencmecf.court.docket.models import DocketEntry, EntryDocument
from opencmecf.court.docket.places import Place, document_link
from opencmecf.court.docket.printed_rows import kept_row_printer
from opencmecf.court.docket.sheet import Entry
from opencmecf.court.docket.text import Text
from opencmecf.court.documents.models import Document
from opencmecf.foundation.access import Restriction
from opencmecf.foundation.database.acts import part_of_an_act
from opencmecf.foundation.database.prepared import execute, insert, insert_all

_NOTE_LAST_ENTRY = "UPDATE court_case SET last_entry_on = greatest(last_entry_on, %s) WHERE id = %s"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A document of an entry: attachment 0 is the main one."""

    document: Document
    attachment_number: int
    description: str


@part_of_an_act
def enter(
    *,
    case: Case,
    place: Place,
    de_seq_num: int,
    text: Text,
    filed_on: date,
    entered_at: datetime,
    restriction: Restriction,
    held: Sequence[Held],
) -> DocketEntry:
    """Write an entry with its documents at its place; `entered_at` is shown in its own zone, the court's.

    The number, or the entry without one, leads to the main document. Whoever calls has locked and read the case, and
    records the act.
    """
    number = None if place.number is None else str(place.number)
    link = document_link(case=case, de_seq_num=de_seq_num, document=held[0].document) if held else None
    entry = Entry(text=text, date_filed=filed_on, number=number, link=link, date_entered=entered_at.date())
    row = rows.entry_row(case, place.order, entry, row_html=kept_row_printer(case)(entry))
    row.de_seq_num, row.has_made_seq_num, row.restriction = de_seq_num, True, restriction
    insert(row, read_back="id")
    insert_all(
        [
            EntryDocument(
                entry=row, document=one.document, attachment_number=one.attachment_number, description=one.description
            )
            for one in held
        ]
    )
    if restriction == Restriction.PUBLIC and (case.last_entry_on is None or case.last_entry_on < filed_on):
        execute(_NOTE_LAST_ENTRY, [filed_on, case.pk])
        case.last_entry_on = filed_on
    return row
