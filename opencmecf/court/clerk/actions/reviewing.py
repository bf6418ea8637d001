"""Noting what came of a look at a filing."""

from __future__ import annotations

from django.db import transaction

from opencmecf.court.clerk.models import FilingReview
from opencmecf.court.docket.models import DocketEntry
from opencmecf.foundation import audit
from opencmecf.foundation.access import Actor, Permission
from opencmecf.foundation.errors import Refused


@transaction.atomic
def review_filing(*, entry: DocketEntry, state: FilingReview.State, note: str = "", actor: Actor) -> FilingReview:
    """Note that somebody has looked at a filing. The same again is one event.

    Raises `Refused` for a question that is not asked, and for an entry that was not filed here.
    """
    actor.require_at(Permission.DOCKET_ENTRY_CORRECT, entry.case.court_id)
    entry = DocketEntry.objects.select_for_update(of=("self",)).select_related("case").get_for(actor, pk=entry.pk)
    if not hasattr(entry, "filed_as"):
        raise Refused("This entry was not filed here.", "Only filings that were made here are looked at.")
    if state == FilingReview.State.QUESTION and not note:
        raise Refused("Write what the question is.", "It is read by the clerk’s office alone.")
    known = FilingReview.objects.filter(entry=entry).first()
    if known is not None and (known.state, known.note) == (state, note):
        return known
    row = {"state": state, "note": note, "by": actor.label, "by_name": actor.name}
    made, _ = FilingReview.objects.update_or_create(entry=entry, defaults=row)
    audit.record(
        "docket:entry:review",
        chain=entry.case.chain,
        by=actor,
        target=f"entry:{entry.pk}",
        number=entry.number,
        former=known.state if known else "",
        to=state,
    )
    return made
