"""Storing cards with the processor, removing them, and choosing which is used for what."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.db.models.functions import Now

from opencmecf.central.accounts import actions as accounts
from opencmecf.central.accounts import queries as account_queries
from opencmecf.central.accounts.models import Account, AccountClass, AccountStatus, ActivatedBy
from opencmecf.central.accounts.rules import may_happen_again
from opencmecf.central.firms import actions as firms
from opencmecf.central.payments import processor, queries, rules
from opencmecf.central.payments.models import CardDefault, CardRequest, FeeKind, Outcome, StoredCard
from opencmecf.foundation import audit, clock, secrets
from opencmecf.foundation.access import Actor, Permission
from opencmecf.foundation.case_search import CaseSearch
from opencmecf.foundation.errors import Refused
from opencmecf.foundation.jobs import enqueue
from opencmecf.foundation.mail import actions as mail

BEGINNINGS = ("account:card:begin", "account:payment:begin")
MERGED = "the account was merged into another one"


def begin_storing(*, account: Account, return_url: str, callback_url: str, actor: Actor) -> str:
    """The address of the processor's page where the holder types a card.

    Raises `Refused` for a fourth card and after ten visits within an hour, `ProcessorAway` when nobody answers there.
    """
    request = _begun(account, actor)
    return processor.begin(
        reference=str(request.pk), name=account.name, return_url=return_url, callback_url=callback_url
    )


@transaction.atomic
def _begun(account: Account, actor: Actor) -> CardRequest:
    actor.require(Permission.ACCOUNT_MANAGE)
    account = Account.objects.select_for_update().get(pk=account.pk)
    _check_room(account)
    check_tries(account)
    audit.record("account:card:begin", chain=account.chain, by=actor)
    return CardRequest.objects.create(account=account)


@transaction.atomic
def record_answer(*, signed: str, actor: Actor) -> CardRequest:
    """Take over what the processor has answered; the same answer again, or after it another one, is no event.

    An accepted card is stored, is used for every kind of fee that has no card yet, and activates case search that
    waits. One of an account that was merged into another one meanwhile is not stored: nobody could remove it. Raises
    `Refused` for an answer that is not signed, not asked for, or too late.
    """
    answer = processor.read(signed)
    request = _locked_request(answer.reference) if answer else None
    if answer is None or request is None:
        raise Refused("This is no answer of the card processor.", "Begin again from Manage My Account.")
    if request.outcome:
        return request
    if request.begun_at < clock.now() - rules.VISIT_LASTS:
        raise Refused("The answer of the card processor came too late.", "Begin again; no card was stored.")
    account = Account.objects.select_for_update().get(pk=request.account_id)
    is_closed = account.status == AccountStatus.CLOSED
    request.outcome, request.answered_at = Outcome.CANCELLED if is_closed else answer.outcome, clock.now()
    if request.outcome == Outcome.APPROVED:
        request.card = _store(account, answer, actor)
    else:
        told = Outcome(request.outcome)
        audit.record("account:card:refuse", chain=account.chain, by=actor, outcome=told.value, why=told.label)
    if is_closed and answer.outcome == Outcome.APPROVED:
        enqueue("payments:forget-card", reference=str(request.pk))
    request.save()
    return request


def check_tries(account: Account) -> None:
    """Raise `Refused` for an account that has been to the card processor too often within the hour."""
    earlier = [moment for act in BEGINNINGS for moment in account_queries.times_of(act, account)]
    if not may_happen_again(earlier, clock.now(), per_hour=rules.VISITS_PER_HOUR):
        raise Refused("A card was tried many times within the last hour.", "Wait an hour, then try again.")


@transaction.atomic
def remove_card(*, card: StoredCard, actor: Actor) -> None:
    """Forget a card, here at once and at the processor soon. Raises `NotFound` for another's card."""
    actor.require(Permission.ACCOUNT_MANAGE)
    card = StoredCard.objects.select_for_update().select_related("account").get(pk=queries.card(card.pk, actor).pk)
    _remove(card, actor, why="by its holder")


@transaction.atomic
def remove_cards_of_merged(*, account: Account, actor: Actor) -> list[str]:
    """Forget every card of an account that is merged into another one; returns their names.

    Part of the act of merging, which tells the holder. The cards do not move: whoever merges accounts is not the
    holder, and a card is charged by what its holder has agreed to.
    """
    actor.require(Permission.ACCOUNT_MERGE)
    rows = StoredCard.objects.select_for_update(of=("self",)).select_related("account")
    cards = list(rows.filter(account=account, removed_at=None).order_by("slot"))
    for card in cards:
        _remove(card, actor, why=MERGED)
    return [card.name for card in cards]


@transaction.atomic
def choose_defaults(*, account: Account, chosen: Mapping[FeeKind, int | None], actor: Actor) -> None:
    """Take these cards for these fees from now on; None takes none. Choosing the same again is no event.

    Raises `NotFound` for a card of somebody else's, `Refused` for fees that the account's cards do not pay.
    """
    actor.require(Permission.ACCOUNT_MANAGE)
    account = Account.objects.select_for_update().get(pk=account.pk)
    if not set(chosen) <= set(rules.kinds_of(account.account_class)):
        raise Refused("A card of a firm pays PACER fees only.")
    before = queries.defaults_of(actor)
    for kind, key in chosen.items():
        if key is None:
            CardDefault.objects.filter(account=account, kind=kind).delete()
        else:
            card = StoredCard.objects.select_for_update().get_for(actor, pk=key)  # it might be removed just now
            CardDefault.objects.update_or_create(account=account, kind=kind, defaults={"card": card})
    now = queries.defaults_of(actor)
    if before != now:
        audit.record("account:card:choose", chain=account.chain, by=actor, defaults=now)


def _remove(card: StoredCard, actor: Actor, *, why: str) -> None:
    """Erase the token, and have the processor forget the card: it knows it by our key of the visit that stored it."""
    CardDefault.objects.filter(card=card).delete()
    StoredCard.objects.filter(pk=card.pk).update(removed_at=Now(), sealed_token="")
    audit.record("account:card:remove", chain=card.account.chain, by=actor, card=card.name, why=why)
    for visit in CardRequest.objects.filter(card=card):
        enqueue("payments:forget-card", reference=str(visit.pk))
    if not card.account.cards.filter(removed_at=None).exists():
        firms.end_approval_by_card(firm=card.account, actor=actor)


def _locked_request(reference: str) -> CardRequest | None:
    try:
        key = UUID(reference)
    except ValueError:
        return None
    return CardRequest.objects.select_for_update().filter(pk=key).first()


def _check_room(account: Account) -> int:
    """The place for one more card. Raises `Refused` when there is none."""
    taken = account.cards.filter(removed_at=None).values_list("slot", flat=True)
    slot = rules.free_slot(taken)
    if slot is None:
        raise Refused("You have stored three cards, and there cannot be more.", "Remove one of them first.")
    return slot


def _store(account: Account, answer: processor.Answer, actor: Actor) -> StoredCard:
    card = StoredCard.objects.create(
        account=account,
        slot=_check_room(account),
        sealed_token=secrets.seal(answer.token),
        brand=answer.brand,
        last_four=answer.last_four,
        expires_year=answer.expires_year,
        expires_month=answer.expires_month,
    )
    for kind in rules.kinds_of(account.account_class):
        CardDefault.objects.get_or_create(account=account, kind=kind, defaults={"card": card})
    audit.record("account:card:store", chain=account.chain, by=actor, card=card.name)
    mail.write(to=account.email, template="payments/mail/card_stored.txt", account=account, card=card)
    if account.account_class == AccountClass.FIRM:
        firms.approve_by_card(firm=account, actor=actor)
    elif account.case_search == CaseSearch.PENDING_TOKEN or account.activated_by == ActivatedBy.FIRM:
        accounts.activate_case_search(account=account, by=ActivatedBy.CARD, actor=actor)
    return card
