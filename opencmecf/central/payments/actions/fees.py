"""The fees that courts ask for: told by a court, paid by card here, and closed by the court when settled otherwise."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now

from opencmecf.central.accounts.models import Account
from opencmecf.central.payments import queries
from opencmecf.central.payments.actions.payments import cancel_payment, open_payment
from opencmecf.central.payments.models import CourtFee, FeeKind, FeeState, Outcome, Payment
from opencmecf.central.payments.rules import ToldFee
from opencmecf.foundation import audit
from opencmecf.foundation.access import Actor, Permission
from opencmecf.foundation.errors import Refused


@transaction.atomic
def record_fee(*, court_id: str, fee_id: UUID, told: ToldFee, actor: Actor) -> CourtFee:
    """Note that a court asks for a fee; returns how it stands. Told again is no event, and a closed one stays closed.

    Raises `Refused` when the account is not there, or when the key stands for another fee already.
    """
    account = Account.objects.select_for_update().filter(number=told.account_number).first()
    if account is None:
        raise Refused("There is no account with this number.")
    known = CourtFee.objects.select_for_update().filter(pk=fee_id).first()
    if known is not None:
        return _same(known, court_id, account, told)
    fee = CourtFee.objects.create(
        pk=fee_id, court_id=court_id, account=account, what=told.what, amount_cents=told.amount_cents, path=told.path
    )
    audit.record(
        "account:fee:ask", chain=account.chain, by=actor, amount=fee.amount, what=fee.what, name=fee.court_name
    )
    return fee


def close_fee(*, court_id: str, fee_id: UUID, told: ToldFee, actor: Actor) -> CourtFee:
    """Have a fee that the court settles otherwise not be paid by card any more; returns how it stands.

    A payment that is under way is ended at the processor first; if it was made before that, the fee is paid. What the
    court has not told of before is noted and closed, so that telling late cannot open it. Raises `Refused` as above,
    and `ProcessorAway` when nobody can tell whether the fee is being paid.
    """
    fee = record_fee(court_id=court_id, fee_id=fee_id, told=told, actor=actor)
    while fee.state == FeeState.DUE:
        under_way = fee.payments.filter(outcome="").select_related("account", "fee").first()
        if under_way is not None:
            cancel_payment(payment=under_way, actor=actor)
        _close_unless_under_way(fee, actor)
        fee.refresh_from_db()
    return fee


@transaction.atomic
def open_fee_payment(*, fee: CourtFee, actor: Actor) -> Payment:
    """The payment with which a fee is paid: a new one, or the one that is under way or has paid it.

    Raises `NotFound` for somebody else's fee, `Refused` for one that is not due any more, and after too many tries.
    """
    actor.require(Permission.ACCOUNT_MANAGE)
    account = Account.objects.select_for_update().get(pk=queries.fee(fee.pk, actor).account_id)
    fee = CourtFee.objects.select_for_update().get(pk=fee.pk)
    rows = Payment.objects.select_related("account", "fee")
    known = rows.filter(fee=fee, outcome__in=("", Outcome.APPROVED)).first()
    if known is not None:
        return known
    if fee.state != FeeState.DUE:
        raise Refused(
            "This fee is not due any more. Nothing was charged.",
            "The page of your request at the court tells how it was settled.",
        )
    return open_payment(account=account, kind=FeeKind.ADMISSION, amount_cents=fee.amount_cents, fee=fee, actor=actor)


@transaction.atomic
def _close_unless_under_way(fee: CourtFee, actor: Actor) -> None:
    account = Account.objects.select_for_update().get(pk=fee.account_id)
    if fee.payments.filter(outcome="").exists():
        return  # begun again a moment ago: that one is ended as well
    if CourtFee.objects.filter(pk=fee.pk, state=FeeState.DUE).update(state=FeeState.CLOSED, ended_at=Now()):
        audit.record("account:fee:close", chain=account.chain, by=actor, amount=fee.amount, name=fee.court_name)


def _same(known: CourtFee, court_id: str, account: Account, told: ToldFee) -> CourtFee:
    if (known.court_id, known.account_id, known.amount_cents) != (court_id, account.pk, told.amount_cents):
        raise Refused("This key stands for another fee already.")
    return known
