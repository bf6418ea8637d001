"""Adding a court and moving it to NextGen."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models.functions import Now

from opencmecf.court.profile import rules
from opencmecf.court.profile.models import Court, Generation
from opencmecf.foundation import audit, clock, reference, secrets
from opencmecf.foundation.access import Actor, Permission
from opencmecf.foundation.errors import Refused
from opencmecf.foundation.jobs import enqueue


@transaction.atomic
def add_court(*, court_id: str, client_secret: str, actor: Actor, **settings: Any) -> Court:
    """Host a court, at first as a CurrentGen one. `settings` are help desk and login hint.

    `is_archive=True` among them keeps its dockets to read and search, without any filing.

    Raises `Refused` when it is here already or is no federal court.
    """
    actor.require(Permission.COURT_ADD)
    if court_id not in reference.courts():
        raise Refused(f"There is no federal court with the id {court_id}.", "`cmecf court list --all` shows the ids.")
    if Court.objects.filter(pk=court_id).exists():
        raise Refused(f"This deployment hosts {court_id} already.")
    court = Court.objects.create(court_id=court_id, sealed_client_secret=secrets.seal(client_secret), **settings)
    audit.record("court:profile:add", chain=court.chain, by=actor, is_archive=court.is_archive)
    enqueue("court:tell-directory", court_id=court_id)
    return court


@transaction.atomic
def schedule_go_live(*, court: Court, on: date, actor: Actor) -> None:
    """Announce the date on which the court becomes NextGen (S3)."""
    actor.require(Permission.COURT_GO_LIVE)
    court = _locked(court)
    rules.check_go_live_date(court, on, clock.today(reference.court(court.pk).zone))
    former, court.go_live_on = court.go_live_on, on
    court.save(update_fields=["go_live_on"])
    audit.record("court:go-live:schedule", chain=court.chain, by=actor, former=former, on=on)
    enqueue("court:tell-directory", court_id=court.pk)


@transaction.atomic
def go_live(*, court: Court, actor: Actor) -> None:
    """Make the court NextGen now: court-issued logins sign in no longer, they only link. Twice is one event."""
    actor.require(Permission.COURT_GO_LIVE)
    court = _locked(court)
    rules.check_files(court)
    if court.is_nextgen:
        return
    Court.objects.filter(pk=court.pk).update(generation=Generation.NEXTGEN, gone_live_at=Now())
    audit.record("court:go-live:carry-out", chain=court.chain, by=actor, scheduled_on=court.go_live_on)
    enqueue("court:tell-directory", court_id=court.pk)


@transaction.atomic
def apply_changes_at_once(*, court: Court, at_once: bool, actor: Actor) -> None:
    """Whether what filers change at PACER is applied here at once, or waits for the clerk. Twice is one event."""
    actor.require_at(Permission.COURT_CHANGE, court.pk)
    if _locked(court).applies_changes_at_once == at_once:
        return
    Court.objects.filter(pk=court.pk).update(applies_changes_at_once=at_once)
    audit.record("court:contact-changes:decide", chain=court.chain, by=actor, at_once=at_once)


@transaction.atomic
def tell_clerks_at_once(*, court: Court, at_once: bool, actor: Actor) -> None:
    """Whether clerks are written to about each new request, or once a day alone. Twice is one event."""
    actor.require_at(Permission.COURT_CHANGE, court.pk)
    if _locked(court).tells_clerks_at_once == at_once:
        return
    Court.objects.filter(pk=court.pk).update(tells_clerks_at_once=at_once)
    audit.record("court:queue-mail:decide", chain=court.chain, by=actor, at_once=at_once)


@transaction.atomic
def reverse_go_live(*, court: Court, reason: str, actor: Actor) -> None:
    """Make the court CurrentGen again; the date stays unset until it is announced anew. Twice is one event.

    Whether nothing has been filed yet is asked by the caller, which stands above the docket.
    """
    actor.require_at(Permission.COURT_GO_LIVE, court.pk)
    court = _locked(court)
    if not court.is_nextgen:
        return
    went_live = court.gone_live_at
    Court.objects.filter(pk=court.pk).update(generation=Generation.CURRENTGEN, gone_live_at=None, go_live_on=None)
    audit.record("court:go-live:reverse", chain=court.chain, by=actor, reason=reason, went_live=went_live)
    enqueue("court:tell-directory", court_id=court.pk)


def _locked(court: Court) -> Court:
    return Court.objects.select_for_update().get(pk=court.pk)
