"""Keeping what courts tell of their charges, and paying what is owed for them."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from opencmecf.central.accounts.models import Account
from opencmecf.central.billing import queries, rules
from opencmecf.central.billing.models import BilledCharge
from opencmecf.central.billing.rules import ToldCharge
from opencmecf.central.directory.models import CourtListing
from opencmecf.central.firms.queries import Payers
from opencmecf.central.payments import actions as payments
from opencmecf.central.payments import queries as payment_queries
from opencmecf.central.payments.models import FeeKind, Payment
from opencmecf.foundation import audit
from opencmecf.foundation.access import Actor, Permission
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


@transaction.atomic
def open_pacer_payment(*, account: Account, amount_cents: int, actor: Actor) -> Payment:
    """A payment of `amount_cents` of what `account` owes, or the same one where it was begun before.

    Raises `Refused` for more than is due, for another payment that is under way, and after too many tries.
    """
    actor.require(Permission.ACCOUNT_MANAGE)
    account = Account.objects.select_for_update().get(pk=account.pk)
    known = payment_queries.payment_under_way(account)
    if known is not None and known.amount_cents == amount_cents:
        return known
    if known is not None:
        raise Refused(
            f"A payment of {known.amount} was begun and is not finished. Nothing else was charged.",
            "Go on with that one, or end it first.",
            links=(("The payment that was begun", f"/manage/payments/{known.key}"),),
        )
    rules.check_amount(amount_cents, queries.balance_of(account).due_cents)
    return payments.open_payment(account=account, kind=FeeKind.PACER, amount_cents=amount_cents, actor=actor)


def _kept(charges: Sequence[ToldCharge]) -> dict[object, BilledCharge]:
    return BilledCharge.objects.in_bulk([one.key for one in charges])


def _check_same(court_id: str, charges: Sequence[ToldCharge]) -> None:
    kept = _kept(charges)
    for told in charges:
        row = kept[told.key]
        if row.court_id != court_id or any(getattr(row, name) != value for name, value in vars(told).items()):
            raise Refused(f"The key {told.key} stands for another charge already.")
