"""Decisions about cards and payments, and what courts may tell of fees, as pure functions on plain values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from opencmecf.central.accounts.models import AccountClass
from opencmecf.central.directory.rules import check_account_number, text_in
from opencmecf.central.payments.models import MOST_CARDS, FeeKind, Outcome
from opencmecf.foundation.errors import Refused

VISIT_LASTS = timedelta(hours=1)
VISITS_PER_HOUR = 10  # so that nobody tries out stolen cards at our expense
PAYMENT_LASTS = timedelta(minutes=30)  # how long the processor keeps the page of a payment open
LOOKED_AFTER = timedelta(minutes=5)  # a payment without an answer is asked about from then on
UNKNOWN_AFTER = timedelta(hours=1)  # a payment that the processor has never heard of until then was never made
MOST_CENTS = 100_000_000

REMEDIES = {
    Outcome.DECLINED: "Call the bank, or try another card.",
    Outcome.EXPIRED: "Check the date, or try another card.",
    Outcome.ADDRESS: "Type the address to which the bank sends the bills of this card.",
    Outcome.CANCELLED: "Nothing has changed.",
    Outcome.LAPSED: "Begin again when you are ready.",
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


@dataclass(frozen=True, kw_only=True)
class ToldFee:
    """A fee as a court tells of it; the names but that of the account are those of `CourtFee`."""

    account_number: str
    what: str
    amount_cents: int
    path: str


def fee_in(facts: Mapping[str, Any]) -> ToldFee:
    """What a message of a court says of a fee. Raises `Refused` when a fact is missing or wrong."""
    number, cents, path = facts.get("account_number"), facts.get("amount_cents"), text_in(facts, "path")
    check_account_number(number if isinstance(number, str) else "")
    if type(cents) is not int or not 0 < cents <= MOST_CENTS:
        raise Refused("The fact “amount_cents” must be a whole number of cents, more than none.")
    if not path.startswith("/") or path.startswith("//") or "\\" in path:
        raise Refused("The fact “path” must be the path of a page at the court.")
    return ToldFee(account_number=str(number), what=text_in(facts, "what"), amount_cents=cents, path=path)
