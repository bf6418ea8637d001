"""Reading stored cards, payments, and the fees that courts ask for."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet, Sum

from opencmecf.central.accounts.models import Account
from opencmecf.central.payments import rules
from opencmecf.central.payments.models import (
    CardDefault,
    CardRequest,
    CourtFee,
    FeeKind,
    FeeState,
    Outcome,
    Payment,
    StoredCard,
)
from opencmecf.foundation import clock
from opencmecf.foundation.access import Actor
from opencmecf.foundation.errors import NotFound


@dataclass(frozen=True)
class ShownCard:
    """A card in the holder's list."""

    card: StoredCard
    has_expired: bool
    default_for: tuple[str, ...]


def cards_of(actor: Actor) -> QuerySet[StoredCard]:
    """The actor's cards, in the order of their places."""
    return StoredCard.objects.visible_to(actor).order_by("slot")


def list_of(actor: Actor) -> list[ShownCard]:
    """The actor's cards with what each is used for."""
    chosen = defaults_of(actor)
    today = clock.now().date()
    return [
        ShownCard(
            card,
            rules.has_expired(card.expires_year, card.expires_month, today),
            tuple(FeeKind(kind).label for kind, key in chosen.items() if key == card.pk),
        )
        for card in cards_of(actor)
    ]


def defaults_of(actor: Actor) -> dict[str, int]:
    """For each kind of fee the key of the card that is taken for it."""
    rows = CardDefault.objects.filter(account=actor.account_id or 0)
    known = dict(rows.values_list("kind", "card"))
    return {kind.value: known[kind.value] for kind in FeeKind if kind.value in known}


def card(card_id: int, actor: Actor) -> StoredCard:
    """One of the actor's cards. Raises `NotFound` for any other."""
    return StoredCard.objects.visible_to(actor).get_for(actor, pk=card_id)


def visit(reference: str, actor: Actor) -> CardRequest:
    """A visit of the actor's to the processor. Raises `NotFound` for any other."""
    try:
        key = UUID(reference)
    except ValueError:
        raise NotFound from None
    return CardRequest.objects.select_related("card").get_for(actor, pk=key)


def cards_for(payment: Payment) -> list[StoredCard]:
    """The cards that a payment is offered with, those that have expired left out: the default of its kind first."""
    today = clock.now().date()
    cards = StoredCard.objects.filter(account=payment.account_id, removed_at=None).order_by("slot")
    good = [one for one in cards if not rules.has_expired(one.expires_year, one.expires_month, today)]
    chosen = CardDefault.objects.filter(account=payment.account_id, kind=payment.kind).values_list("card", flat=True)
    return sorted(good, key=lambda one: one.pk not in set(chosen))


def default_card(kind: FeeKind, actor: Actor) -> StoredCard | None:
    """The actor's card that is proposed for a kind of fee, or None."""
    return cards_of(actor).filter(defaults__kind=kind).first()


def fee(fee_id: UUID, actor: Actor) -> CourtFee:
    """A fee that a court asks of the actor. Raises `NotFound` for any other."""
    return CourtFee.objects.select_related("account").get_for(actor, pk=fee_id)


def fees_due(actor: Actor) -> QuerySet[CourtFee]:
    """The fees that courts ask of the actor and that are not settled, the oldest first."""
    return CourtFee.objects.visible_to(actor).filter(state=FeeState.DUE).order_by("told_at")


def payment(key: UUID, actor: Actor) -> Payment:
    """A payment of the actor's own, or of an account that was merged into it. Raises `NotFound` for any other."""
    own = Q(account=actor.account_id or 0) | Q(account__merged_into=actor.account_id or 0)
    found = Payment.objects.select_related("account", "fee").filter(own, key=key).first()
    if found is None:
        raise NotFound
    return found


def payment_under_way(account: Account) -> Payment | None:
    """The payment of PACER fees that an account has begun and that has no answer yet, or None.

    Or one of those merged into it: the card processor's page of that one may still be open in a window.
    """
    rows = Payment.objects.select_related("account", "fee")
    own = Q(account=account) | Q(account__merged_into=account)
    return rows.filter(own, kind=FeeKind.PACER, outcome="").order_by("pk").first()


def own_payments(account: Account, actor: Actor) -> QuerySet[Payment]:
    """Every payment of the actor's own account and of those merged into it, the latest first."""
    return payments_of(account, actor).filter(Q(account=actor.account_id) | Q(account__merged_into=actor.account_id))


def payments_of(account: Account, actor: Actor) -> QuerySet[Payment]:
    """Every payment of an account and of those merged into it that `actor` may see, the latest first."""
    rows = Payment.objects.visible_to(actor).filter(Q(account=account) | Q(account__merged_into=account))
    return rows.select_related("account", "fee").order_by("-begun_at", "-pk")


def pacer_fees_paid(account: Account) -> QuerySet[Payment]:
    """The payments of PACER fees by an account and those merged into it that the processor has confirmed."""
    rows = Payment.objects.filter(Q(account=account) | Q(account__merged_into=account))
    return rows.filter(kind=FeeKind.PACER, outcome=Outcome.APPROVED).order_by("answered_at", "pk")


def cents_of(payments: QuerySet[Payment]) -> int:
    """What `payments` come to."""
    total: int | None = payments.aggregate(total=Sum("amount_cents"))["total"]
    return total or 0
