"""Closing an entry or its text, and opening it again."""

from __future__ import annotations

from django.db import transaction

from opencmecf.court.docket.actions.entries import note_last_entry
from opencmecf.court.docket.models import DocketEntry
from opencmecf.foundation import audit
from opencmecf.foundation.access import Actor, Permission, Restriction

ACTS = {"restriction": "docket:entry:restrict", "text_restriction": "docket:text:restrict"}


@transaction.atomic
def restrict_entry(*, entry: DocketEntry, restriction: Restriction, reason: str, actor: Actor) -> DocketEntry:
    """Close an entry with its documents, or open it again. Twice is one event."""
    entry = _restrict("restriction", restriction, entry=entry, reason=reason, actor=actor)
    note_last_entry(entry.case)
    return entry


@transaction.atomic
def hide_text(*, entry: DocketEntry, restriction: Restriction, reason: str, actor: Actor) -> DocketEntry:
    """Hide the text of an entry that stays on the docket, or show it again. Twice is one event."""
    return _restrict("text_restriction", restriction, entry=entry, reason=reason, actor=actor)


def _restrict(field: str, restriction: Restriction, *, entry: DocketEntry, reason: str, actor: Actor) -> DocketEntry:
    actor.require_at(Permission.RECORD_RESTRICT, entry.case.court_id)
    locked = DocketEntry.objects.select_for_update(of=("self",)).select_related("case")
    entry = locked.get_for(actor, pk=entry.pk)
    former = getattr(entry, field)
    if former == restriction:
        return entry
    setattr(entry, field, restriction)
    entry.save(update_fields=[field])
    act = ACTS[field]
    target = f"entry:{entry.de_seq_num}"
    audit.record(act, chain=entry.case.chain, by=actor, target=target, former=former, to=restriction, reason=reason)
    return entry
