"""Correcting what an entry says, and who may see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction

from opencmecf.court.clerk.actions.revising import locked, revise
from opencmecf.court.clerk.models import EntryRevision
from opencmecf.court.clerk.notices import freeze_correction
from opencmecf.court.clerk.queries import said
from opencmecf.court.docket import actions as docket
from opencmecf.court.docket.models import DocketEntry, EntryDocument
from opencmecf.court.docket.queries import entry_of
from opencmecf.court.docket.text import Text
from opencmecf.court.documents.actions import restrict_document
from opencmecf.foundation.access import Actor, Restriction


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """All that an entry is to say: `documents` are the restrictions of its documents by attachment number."""

    text: Text
    date_filed: date | None
    restriction: Restriction
    text_restriction: Restriction
    documents: Mapping[int, Restriction]


@transaction.atomic
def correct_entry(
    *,
    entry: DocketEntry,
    correction: Correction,
    seen: int,
    reason: str,
    former_level: Restriction = Restriction.COURT,
    tell: bool = False,
    actor: Actor,
) -> EntryRevision:
    """Let an entry say something else, and keep what it said. Number and place stay, and so does the receipt.

    `seen` is the number of the last revision that the clerk has seen; `former_level` says who may read what the entry
    said before; with `tell` the parties get a notice. Raises `ChangedMeanwhile` and `NothingChanged`.
    """
    entry = locked(entry, seen, actor)
    before = said(entry)
    written = replace(entry_of(entry), text=correction.text, date_filed=correction.date_filed)
    docket.rewrite(row=entry, entry=written)
    _restrict(entry, correction, reason, actor)
    entry = DocketEntry.objects.select_related("case__court").get_for(actor, pk=entry.pk)
    notice = freeze_correction(entry=entry, actor=actor) if tell else None
    return revise(entry=entry, before=before, reason=reason, level=former_level, notice=notice, actor=actor)


def _restrict(entry: DocketEntry, correction: Correction, reason: str, actor: Actor) -> None:
    docket.restrict_entry(entry=entry, restriction=correction.restriction, reason=reason, actor=actor)
    docket.hide_text(entry=entry, restriction=correction.text_restriction, reason=reason, actor=actor)
    held = EntryDocument.objects.visible_to(actor).filter(entry=entry).select_related("document")
    for one in held.order_by("document_id"):
        level = correction.documents.get(one.attachment_number)
        if level is not None:
            restrict_document(document=one.document, restriction=level, reason=reason, actor=actor)
