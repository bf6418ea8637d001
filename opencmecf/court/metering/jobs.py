"""What the worker does about charges: the centre is told, in batches."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from opencmecf.court.metering import actions, queries
from opencmecf.court.metering.models import Charge
from opencmecf.court.profile.queries import hosted_court
from opencmecf.foundation.jobs import enqueue_once, job, periodic

BATCH = 500
LATE = timedelta(minutes=10)


@job("metering:tell-billing")
def tell_billing(court_id: str) -> None:
    """Tell the centre of every charge that it does not have; it keeps each once, however often it is told."""
    court = hosted_court(court_id)
    while court is not None and (batch := queries.untold(court_id, limit=BATCH)):
        facts = {"charges": [_facts(one) for one in batch]}
        court.relying_party().tell(f"/internal/courts/{court_id}/charges", facts)
        actions.note_told(charges=batch)


@periodic("metering:tell-new", cron="* * * * * */10")
def tell_new() -> None:
    """Every ten seconds: leave a job for each court that has charges to tell.

    A job for each charge would cost more than the charge, and its waking of the workers makes commits wait in line.
    """
    for court_id in queries.courts_behind():
        enqueue_once("metering:tell-billing", court_id=court_id)


@periodic("metering:tell-late", cron="*/10 * * * *")
def tell_late() -> None:
    """Every ten minutes: tell of charges whose jobs were given up while the centre was away."""
    for court_id in queries.courts_behind(since=LATE):
        tell_billing(court_id=court_id)


def _facts(charge: Charge) -> dict[str, Any]:
    names = ("account_number", "client_code", "description", "criteria", "pages", "price_cents", "cost_cents", "basis")
    return {"key": str(charge.key), "at": charge.at.isoformat(), **{name: getattr(charge, name) for name in names}}
