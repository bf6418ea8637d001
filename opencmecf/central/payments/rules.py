"""Decisions about stored cards, as pure functions on plain values."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from opencmecf.central.accounts.models import AccountClass
from opencmecf.central.payments.models import MOST_CARDS, FeeKind, Outcome

VISIT_LASTS = timedelta(hours=1)
VISITS_PER_HOUR = 10  # so that nobody tries out stolen cards at our expense

REMEDIES = {
    Outcome.DECLINED: "Call the bank, or try another card.",
    Outcome.EXPIRED: "Check the date, or try another card.",
    Outcome.ADDRESS: "Type the address to which the bank sends the bills of this card.",
    Outcome.CANCELLED: "Nothing has changed.",
}


def free_slot(taken: Iterable[int]) -> int | None:
    """The first place for one more card, or None when the account has three."""
    used = set(taken)
    return next((slot for slot in range(1, MOST_CARDS + 1) if slot not in used), None)


def kinds_of(account_class: str) -> tuple[FeeKind, ...]:
    """The fees that cards of an account pay; those of a firm pay PACER fees, never filing fees (feature map 1.9)."""
    return (FeeKind.PACER,) if account_class == AccountClass.FIRM else tuple(FeeKind)


def has_expired(year: int, month: int, today: date) -> bool:
    """Whether a card is past the last day of the month that is printed on it."""
    return (year, month) < (today.year, today.month)
