"""Keeping what courts tell of their charges."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from opencmecf.central.billing.models import BilledCharge
from opencmecf.central.billing.rules import ToldCharge
from opencmecf.central.directory.models import CourtListing
from opencmecf.central.firms.queries import Payers
from opencmecf.foundation import audit
from opencmecf.foundation.access import Actor
from opencmecf.foundation.errors import Refused


@transaction.atomic
def record_charges(*, court_id: str, charges: Sequence[ToldCharge], actor: Actor) -> int:
    """Keep each charge once, under its key, with who pays for it; returns how many are new.

    Telling the same again is no event. Raises `Refused`, and keeps none, when a key stands for another charge already.
    """
    CourtListing.objects.select_for_update().filter(pk=court_id).first()  # messages of a court follow each other
    payers = Payers(one.account_number for one in charges)
    rows = [
        BilledCharge(court_id=court_id, billed_to=payers.at(one.account_number, one.at), **vars(one)) for one in charges
    ]
    known = set(_kept(charges))
    BilledCharge.objects.bulk_create(rows, ignore_conflicts=True)
    _check_same(court_id, charges)
    new = [one for one in charges if one.key not in known]
    if new:
        cents = sum(one.cost_cents for one in new)
        audit.record("billing:charges:record", chain=f"billing:{court_id}", by=actor, count=len(new), cents=cents)
    return len(new)


def _kept(charges: Sequence[ToldCharge]) -> dict[object, BilledCharge]:
    return BilledCharge.objects.in_bulk([one.key for one in charges])


def _check_same(court_id: str, charges: Sequence[ToldCharge]) -> None:
    kept = _kept(charges)
    for told in charges:
        row = kept[told.key]
        if row.court_id != court_id or any(getattr(row, name) != value for name, value in vars(told).items()):
            raise Refused(f"The key {told.key} stands for another charge already.")
