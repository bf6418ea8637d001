"""Reading stored cards."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from opencmecf.central.payments import rules
from opencmecf.central.payments.models import CardDefault, CardRequest, FeeKind, StoredCard
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
