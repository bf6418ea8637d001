"""The fee of a request: started by the clerk, and paid by card at the national layer or settled by the clerk.

The court says what is due and how it was settled; the national layer holds the cards and the payments. Before the court
settles a fee in any other way, it has the national layer end what may be under way there, so that nobody pays twice.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import httpx
from django.db import transaction

from opencmecf.court.admissions import queries
from opencmecf.court.admissions.actions.moving import decided, locked, move
from opencmecf.court.admissions.models import Application, FeeMeans, State
from opencmecf.court.admissions.rules import LONGEST_TEXT
from opencmecf.court.profile.queries import hosted_court
from opencmecf.foundation.access import Actor, Permission, system
from opencmecf.foundation.errors import NotFound, Refused
from opencmecf.foundation.jobs import enqueue
from opencmecf.foundation.money import dollars


def start_fee(*, application: Application, cents: int, actor: Actor) -> Application:
    """Say that a fee is due before the request is decided; once more with the right amount. The same is no event.

    Raises `NotAllowed`, and `Refused`, also where the former amount was paid by card a moment ago.
    """
    found = decided(application, "start-fee", actor)
    if cents <= 0:
        raise Refused("The fee is more than nothing.", "Approve the request where no fee is due.")
    if found.state == State.FEE_DUE and found.fee_cents == cents:
        return found
    end_card_payment(application=found, actor=actor)
    with transaction.atomic():
        found = decided(application, "start-fee", actor, is_locked=True)
        facts = {"amount": dollars(cents), "cents": cents}
        columns = {"fee_cents": cents, "fee_key": uuid4(), "fee_by_card": False}
        started = move(found, "start-fee", State.FEE_DUE, actor, facts=facts, **columns)
        enqueue("admissions:tell-fee", application_id=str(started.pk))
    return started


def record_payment(*, application: Application, means: FeeMeans, receipt: str, actor: Actor) -> Application:
    """Note that the fee has come in at the clerk's office, by the number of its receipt; the request is in the queue.

    The same receipt again is no event. Raises `NotAllowed`, and `Refused`, also where it was paid by card a moment ago.
    """
    actor.require_at(Permission.ADMISSION_DECIDE, application.court_id)
    if application.state == State.PAID and application.fee_receipt == receipt:
        return application
    return _settle(application, "pay", actor, means=means, receipt=receipt, note="")


def waive_fee(*, application: Application, reason: str, actor: Actor) -> Application:
    """Let the request go on without its fee, with the reason. Raises `NotAllowed`, and `Refused` as above."""
    reason = reason[:LONGEST_TEXT]
    return _settle(application, "waive-fee", actor, means=FeeMeans.WAIVED, receipt="", note=reason)


@transaction.atomic
def record_card_payment(
    *, court_id: str, fee_key: UUID, account_number: str, cents: int, receipt: str, card: str, actor: Actor
) -> Application:
    """Note what the national layer tells: the fee was paid by card. The same again is no event.

    Raises `NotFound` for a fee that the court has not asked for, and `Refused` when account or amount are others, or
    the fee was settled otherwise.
    """
    rows = Application.objects.filter(court_id=court_id, fee_key=fee_key)
    known = rows.select_related("person").first()
    if known is None:
        raise NotFound
    if (known.person.account_number, known.fee_cents) != (account_number, cents):
        raise Refused("This is not the payment of that fee.")
    if (known.fee_means, known.fee_receipt) == (FeeMeans.CARD, receipt):
        return known
    return _paid(locked(known, "pay"), actor, means=FeeMeans.CARD, receipt=receipt, note=card)


@transaction.atomic
def note_told(*, application: Application, fee_key: UUID, by_card: bool) -> None:
    """Note that the national layer knows the fee, and whether it takes cards: the applicant sees a button from now on.

    No act of anybody's, and not in the trail: the fee itself is.
    """
    Application.objects.filter(pk=application.pk, fee_key=fee_key).update(fee_by_card=by_card)


def end_card_payment(*, application: Application, actor: Actor) -> None:
    """Have the fee of an application, where one is due, not be paid by card any more. Outside of any transaction.

    Raises `Refused` when it was paid by card a moment ago, which is then recorded, and when nobody can tell.
    """
    court = hosted_court(application.court_id)
    if application.state != State.FEE_DUE or application.fee_key is None or court is None:
        return
    path = f"/internal/courts/{application.court_id}/fees/{application.fee_key}/close"
    try:
        told = court.relying_party().ask(path, queries.fee_as_told(application))
    except (httpx.HTTPError, ValueError) as error:
        raise Refused(
            "Nobody can tell at the moment whether the fee is being paid by card: the national layer does not answer.",
            "Nothing was changed. Try again in some minutes.",
        ) from error
    if told.get("state") == "paid":
        paid = take_over_payment(application=application, told=told)
        raise Refused(
            f"The fee was paid by card a moment ago, receipt {paid.fee_receipt}. Nothing else was recorded.",
            "Look at the request again, and decide then.",
        )


def take_over_payment(*, application: Application, told: dict[str, Any]) -> Application:
    """Note the payment by card that the national layer has answered with. Raises as `record_card_payment`."""
    assert application.fee_key is not None
    return record_card_payment(
        court_id=application.court_id,
        fee_key=application.fee_key,
        account_number=application.person.account_number,
        cents=int(told["amount_cents"]),
        receipt=str(told["receipt"]),
        card=str(told["card"]),
        actor=system("pacer", application.court_id),
    )


def _settle(
    application: Application, verb: str, actor: Actor, *, means: FeeMeans, receipt: str, note: str
) -> Application:
    end_card_payment(application=decided(application, verb, actor), actor=actor)
    with transaction.atomic():
        found = decided(application, verb, actor, is_locked=True)
        return _paid(found, actor, means=means, receipt=receipt, note=note)


def _paid(found: Application, actor: Actor, *, means: FeeMeans, receipt: str, note: str) -> Application:
    facts = {"amount": dollars(found.fee_cents), "means": means.label, "receipt": receipt, "note": note}
    verb = "waive-fee" if means is FeeMeans.WAIVED else "pay"
    columns = {"fee_means": means, "fee_receipt": receipt, "fee_note": note}
    return move(found, verb, State.PAID, actor, facts=facts, **columns)
