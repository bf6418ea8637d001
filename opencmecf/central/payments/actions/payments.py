"""Paying by card: announced to the processor under a key of ours, and taken for paid when the processor has said so.

No call to the processor is made within a transaction. Nothing that a browser brings counts: what has become of a
payment is asked of the processor, or told by it, from server to server.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

from cryptography.fernet import InvalidToken
from django.db import transaction
from django.db.models.functions import Now

from opencmecf.central.accounts import links
from opencmecf.central.accounts.models import Account
from opencmecf.central.payments import processor, queries, rules
from opencmecf.central.payments.actions.cards import check_tries
from opencmecf.central.payments.models import CourtFee, FeeKind, FeeState, Payment, StoredCard
from opencmecf.central.payments.processor import NotKnown, PaymentAnswer, ProcessorOutOfReach
from opencmecf.foundation import audit, clock, secrets
from opencmecf.foundation.access import Actor, Permission
from opencmecf.foundation.errors import Refused
from opencmecf.foundation.jobs import enqueue
from opencmecf.foundation.mail import actions as mail


@transaction.atomic
def open_payment(
    *, account: Account, kind: FeeKind, amount_cents: int, fee: CourtFee | None = None, actor: Actor
) -> Payment:
    """A new payment, which the processor does not know yet. Part of an act that has locked the account.

    Raises `Refused` after ten visits to the processor within an hour.
    """
    actor.require(Permission.ACCOUNT_MANAGE)
    check_tries(account)
    payment = Payment.objects.create(account=account, kind=kind, amount_cents=amount_cents, fee=fee)
    audit.record(
        "account:payment:begin",
        chain=account.chain,
        by=actor,
        target=f"payment:{payment.key}",
        amount=payment.amount,
        what=payment.what,
    )
    return payment


def go_on(*, payment: Payment, return_url: str, callback_url: str, actor: Actor) -> str:
    """The address of the processor's page for a payment; "" when it is settled already, which is then recorded.

    Pressed twice, or again after a window was closed, it is the same payment. Raises `ProcessorAway`.
    """
    actor.require(Permission.ACCOUNT_MANAGE)
    if payment.outcome:
        return ""
    told = processor.announce(
        payment,
        name=payment.account.name,
        cards=_tokens_of(queries.cards_for(payment)),
        return_url=return_url,
        callback_url=callback_url,
    )
    if isinstance(told, str):
        return told
    _take(told, actor)
    return ""


def _tokens_of(cards: Iterable[StoredCard]) -> list[str]:
    """The processor's names of these cards. One kept under a former SECRET_KEY is left out: any can be typed."""
    tokens = []
    for card in cards:
        with suppress(InvalidToken):
            tokens.append(secrets.unseal(card.sealed_token))
    return tokens


def look_up(*, payment: Payment, actor: Actor) -> Payment:
    """Ask the processor what has become of a payment, and record it. Raises `ProcessorAway`.

    One of which the processor has not heard within an hour is cancelled, so that it never comes about.
    """
    if payment.outcome:
        return payment
    try:
        answer = processor.look_up(payment)
    except NotKnown:
        is_old = payment.begun_at < clock.now() - rules.UNKNOWN_AFTER
        answer = processor.cancel(payment) if is_old else None
    return _take(answer, actor) if answer else payment


def look_up_open(*, actor: Actor) -> int:
    """Ask about every payment that has no answer for some minutes; returns how many have one now.

    While the processor cannot be reached, the next run asks. An answer that makes no sense, or an error about one
    payment, keeps no other one back.
    """
    waiting = Payment.objects.filter(outcome="", begun_at__lt=Now() - rules.LOOKED_AFTER).order_by("pk")
    found = 0
    for payment in waiting:
        try:
            found += bool(look_up(payment=payment, actor=actor).outcome)
        except ProcessorOutOfReach:
            break
        except Refused:
            continue
    return found


def cancel_payment(*, payment: Payment, actor: Actor) -> Payment:
    """Make sure that a payment is not made any more, unless it was made before: the outcome says which.

    Raises `ProcessorAway`; then nobody knows.
    """
    return payment if payment.outcome else _take(processor.cancel(payment), actor)


def record_outcome(*, signed: str, actor: Actor) -> Payment:
    """Take over what the processor has sent of a payment; the same again is no event.

    Raises `Refused` for what is not signed by it, or is about no payment of ours or another amount.
    """
    answer = processor.read_payment(signed)
    if answer is None:
        raise _no_answer()
    return _take(answer, actor)


@transaction.atomic
def _take(answer: PaymentAnswer, actor: Actor) -> Payment:
    rows = Payment.objects.select_for_update(of=("self",)).select_related("account", "fee")
    payment = rows.filter(key=answer.key).first()
    if payment is None or payment.amount_cents != answer.amount_cents:
        raise _no_answer()
    if payment.outcome:
        if payment.outcome != answer.outcome:
            raise Refused("The processor has said something else of this payment before.")
        return payment
    payment.outcome, payment.card, payment.answered_at = answer.outcome, answer.card, clock.now()
    payment.save(update_fields=["outcome", "card", "answered_at"])
    if payment.is_paid:
        _note_paid(payment, actor)
    else:
        told = {"amount": payment.amount, "outcome": answer.outcome.value, "why": answer.outcome.label}
        audit.record("account:payment:refuse", chain=payment.account.chain, by=actor, **told)
    return payment


def _note_paid(payment: Payment, actor: Actor) -> None:
    account, fee = payment.account, payment.fee
    if fee is not None:
        CourtFee.objects.filter(pk=fee.pk).update(state=FeeState.PAID, ended_at=Now())
        enqueue("payments:tell-court", payment_id=payment.pk)
    audit.record(
        "account:payment:approve",
        chain=account.chain,
        by=actor,
        target=f"payment:{payment.key}",
        amount=payment.amount,
        what=payment.what,
        receipt=payment.receipt,
        card=payment.card,
    )
    mail.write(
        to=payment.payer.email,
        template="payments/mail/receipt.txt",
        account=payment.payer,
        payment=payment,
        link=links.to(f"/manage/payments/{payment.key}"),
    )


def _no_answer() -> Refused:
    return Refused("This is no answer of the card processor about a payment that was begun here.")
