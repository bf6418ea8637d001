"""Reading single facts of a docket: when something was filed last, how much there is, which document has a number."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Max

from opencmecf.court.cases.models import Case
from opencmecf.court.docket.models import DocketEntry, EntryDocument
from opencmecf.court.docket.queries import levels_at
from opencmecf.foundation.access import Actor, Restriction
from opencmecf.foundation.errors import NotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberedDocument:
    """A document that a docket has under a number, and the classic id that opens it."""

    holding: EntryDocument
    document_id: str


def last_filing(case: Case, actor: Actor) -> dt.date | None:
    """Return the date of the last entry that `actor` may see; None where no entry has one.

    `case` has just been read: what everybody may see of it, it says itself.
    """
    if levels_at(case, actor) == [Restriction.PUBLIC]:
        return case.last_entry_on
    seen = DocketEntry.objects.visible_to(actor).filter(case=case)
    found: dt.date | None = seen.aggregate(last=Max("date_filed"))["last"]
    return found


def entry_count(case: Case, actor: Actor) -> int:
    """Return how many entries `actor` may see."""
    return DocketEntry.objects.visible_to(actor).filter(case=case).count()


def document_numbered(case: Case, *, number: str, attachment: int | None, actor: Actor) -> NumberedDocument:
    """Return the document with this number in the docket, its attachment where one is asked for.

    Without an attachment the id has 0 as its fourth digit, which leads to the list of all documents of the entry.
    Raises `NotFound`, also for a document that `actor` may not see.
    """
    held = EntryDocument.objects.visible_to(actor).filter(
        entry__case=case, entry__number=number, attachment_number=attachment or 0
    )
    holding = held.select_related("document", "entry").order_by("entry__repeat").first()
    if holding is None:
        raise NotFound
    menu = holding.document.document_id
    return NumberedDocument(holding=holding, document_id=menu if attachment is None else f"{menu[:3]}1{menu[4:]}")
