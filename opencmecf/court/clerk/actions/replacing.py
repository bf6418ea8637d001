"""Putting the right document in the place of a wrong one."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from opencmecf.court.cases import numbers
from opencmecf.court.cases.models import Case
from opencmecf.court.clerk.actions.revising import locked, revise
from opencmecf.court.clerk.models import EntryRevision
from opencmecf.court.clerk.notices import freeze_correction
from opencmecf.court.clerk.queries import said
from opencmecf.court.docket import actions as docket
from opencmecf.court.docket.models import DocketEntry, EntryDocument
from opencmecf.court.documents.actions import NewFile, file_documents, replace_document
from opencmecf.court.documents.models import Document
from opencmecf.court.intake.actions import take_for_filing
from opencmecf.foundation import clock
from opencmecf.foundation.access import Actor, Restriction
from opencmecf.foundation.errors import NotFound
from opencmecf.foundation.storage import Stored


@transaction.atomic
def replace_attached(
    *,
    entry: DocketEntry,
    attachment_number: int,
    upload_id: UUID | str,
    seen: int,
    reason: str,
    former_level: Restriction = Restriction.COURT,
    tell: bool = False,
    actor: Actor,
) -> EntryRevision:
    """Put an uploaded file in the place of a document, wherever the same document was entered.

    The former document keeps its number, its file and its stamp, and is closed to `former_level`, or as far as it was.
    The new one is open as far as the former one was. Raises `ChangedMeanwhile`, `NotFound`, and `Refused` for a file
    that may not be filed.
    """
    _lock_cases(entry, attachment_number, actor)
    entry = locked(entry, seen, actor)
    held = EntryDocument.objects.visible_to(actor).filter(entry=entry, attachment_number=attachment_number)
    holding = held.select_related("document").first()
    if holding is None:
        raise NotFound
    former = holding.document
    document = _filed(entry, former, upload_id, actor)
    holdings = _everywhere(former, actor)
    before = {one.entry_id: said(one.entry) for one in holdings}
    for one in holdings:
        docket.hold_instead(holding=one, document=document)
    former = replace_document(document=former, by=document, restriction=former_level, reason=reason, actor=actor)
    made = [
        revise(
            entry=one.entry,
            before=before[one.entry_id],
            reason=reason,
            level=former.restriction,
            notice=freeze_correction(entry=one.entry, replaced=one, actor=actor) if tell else None,
            actor=actor,
        )
        for one in holdings
    ]
    return next(one for one in made if one.entry_id == entry.pk)


def _filed(entry: DocketEntry, former: Document, upload_id: UUID | str, actor: Actor) -> Document:
    """Return a new document of the uploaded file, open as far as the former one is."""
    court = entry.case.court
    (upload,) = take_for_filing(court=court, upload_ids=[upload_id], actor=actor)
    taken = numbers.take_numbers(court_id=court.pk, series=numbers.DOCUMENTS, count=1)
    stored = Stored(upload.sha256, upload.length)
    (document,) = file_documents(
        court_id=court.pk,
        numbers_taken=taken,
        files=[NewFile(stored=stored, pages=upload.pages or 0, file_name=upload.file_name)],
        restriction=Restriction(former.restriction),
        stored_at=clock.now(),
        actor=actor,
    )
    return document


def _lock_cases(entry: DocketEntry, attachment_number: int, actor: Actor) -> None:
    """Lock every case in which the document was entered, in the order in which all who file lock them."""
    held = EntryDocument.objects.visible_to(actor)
    documents = held.filter(entry=entry, attachment_number=attachment_number).values("document")
    cases = held.filter(document__in=documents).values("entry__case")
    list(Case.objects.select_for_update(of=("self",)).visible_to(actor).filter(pk__in=cases).order_by("pk"))


def _everywhere(document: Document, actor: Actor) -> list[EntryDocument]:
    """Return every place where a document was entered."""
    holdings = EntryDocument.objects.visible_to(actor).filter(document=document)
    return list(holdings.select_related("document", "entry__case__court").order_by("entry__case_id", "entry_id"))
