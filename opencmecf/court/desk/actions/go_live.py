"""The go-live rehearsed, and undone."""

from __future__ import annotations

from django.db import transaction

from opencmecf.court.desk import queries, rules
from opencmecf.court.filers.models import CourtAccount
from opencmecf.court.profile import actions as profile
from opencmecf.court.profile.models import Court
from opencmecf.foundation import audit
from opencmecf.foundation.access import Actor, Permission
from opencmecf.foundation.jobs import enqueue


@transaction.atomic
def note_rehearsal(*, court: Court, counts: dict[str, int], actor: Actor) -> None:
    """Note that somebody has looked who is ready for the move, and how many were."""
    actor.require_at(Permission.COURT_GO_LIVE, court.pk)
    audit.record("court:go-live:rehearse", chain=court.chain, by=actor, counts=counts)


@transaction.atomic
def reverse_go_live(*, court: Court, reason: str, actor: Actor) -> int:
    """Make the court CurrentGen again; returns how many links end by it.

    The links are ended one by one by a job, and everybody concerned is written to: a CurrentGen court knows court
    logins alone. Raises `NotAllowed`, and `Refused` as soon as anything has been filed since the move.
    """
    actor.require_at(Permission.COURT_GO_LIVE, court.pk)
    locked = Court.objects.select_for_update().get(pk=court.pk)
    rules.check_can_be_reversed(is_nextgen=locked.is_nextgen, has_filing=queries.has_filing(locked))
    profile.reverse_go_live(court=locked, reason=reason, actor=actor)
    enqueue("desk:end-links", court_id=court.pk)
    return CourtAccount.objects.filter(court=court, person__isnull=False).count()
