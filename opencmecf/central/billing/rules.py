"""What a court may tell of a charge, and what is owed for a quarter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from opencmecf.central.billing.quarters import Quarter
from opencmecf.central.directory.rules import check_account_number
from opencmecf.foundation.client_code import LONGEST
from opencmecf.foundation.errors import Refused
from opencmecf.foundation.money import dollars
from opencmecf.foundation.reference import fees_on

BILLABLE = "billable"
MOST_AT_ONCE = 1000
SHOWN_QUARTERS = 8  # statements of two years are on line (feature map 2.4)


@dataclass(frozen=True, kw_only=True)
class ToldCharge:
    """A charge as a court tells it; the field names are those of `BilledCharge`."""

    key: UUID
    account_number: str
    client_code: str
    description: str
    criteria: str
    pages: int
    price_cents: int
    cost_cents: int
    basis: str
    at: datetime


def charges_in(facts: Mapping[str, Any]) -> list[ToldCharge]:
    """The charges in the `facts` of a JSON message. Raises `Refused` when one is not what it must be."""
    told = facts.get("charges")
    if not isinstance(told, list) or len(told) > MOST_AT_ONCE:
        raise _wrong("charges", f"a list of at most {MOST_AT_ONCE} charges")
    return [_charge_in(one) for one in told]


def due_cents(total_cents: int, quarter: Quarter) -> int:
    """What is owed for a quarter in which charges of `total_cents` were made.

    Nothing up to the amount of the fee schedule, $30.00 since 2020; from a cent more on, all of it.
    """
    waived_up_to = fees_on(quarter.last_day).waived_up_to_cents
    return 0 if total_cents <= waived_up_to else total_cents


def settle(dues: Iterable[int], paid_cents: int) -> list[int]:
    """What is still open of each of `dues`, the oldest first, when `paid_cents` were paid in all."""
    left_over, still_open = paid_cents, []
    for due in dues:
        taken = min(due, left_over)
        left_over -= taken
        still_open.append(due - taken)
    return still_open


def check_amount(amount_cents: int, due_cents: int) -> None:
    """Raise `Refused` for an amount that is not part of what is due."""
    if due_cents <= 0:
        raise Refused("Nothing is due. Nothing was charged.")
    if not 0 < amount_cents <= due_cents:
        raise Refused(
            f"You owe {dollars(due_cents)}, and can pay that or less. Nothing was charged.", "Type another amount."
        )


def title_of_statement(due: int) -> str:
    """An invoice where something is owed, else a statement of account."""
    return "Invoice" if due else "Statement of Account"


def _charge_in(told: Any) -> ToldCharge:
    if not isinstance(told, dict):
        raise _wrong("charges", "a list of JSON objects")
    number = _text(told, "account_number")
    check_account_number(number)
    charge = ToldCharge(
        key=_key(told),
        account_number=number,
        client_code=_text(told, "client_code", longest=LONGEST),
        description=_text(told, "description"),
        criteria=_text(told, "criteria"),
        pages=_count(told, "pages"),
        price_cents=_count(told, "price_cents"),
        cost_cents=_count(told, "cost_cents"),
        basis=_text(told, "basis"),
        at=_moment(told),
    )
    most = charge.pages * charge.price_cents if charge.basis == BILLABLE else 0
    if charge.cost_cents > most:
        raise _wrong("cost_cents", "no more than pages times price, and nothing where nothing is owed")
    return charge


def _text(told: Mapping[str, Any], name: str, *, longest: int | None = None) -> str:
    found = told.get(name)
    if not isinstance(found, str) or "\0" in found or (longest is not None and len(found) > longest):
        raise _wrong(name, "a text" + (f" of at most {longest} characters" if longest else ""))
    return found


def _count(told: Mapping[str, Any], name: str) -> int:
    found = told.get(name)
    if not isinstance(found, int) or isinstance(found, bool) or not 0 <= found < 2**31:
        raise _wrong(name, "a whole number, not below zero")
    return found


def _key(told: Mapping[str, Any]) -> UUID:
    try:
        return UUID(told.get("key"))
    except (TypeError, ValueError, AttributeError):
        raise _wrong("key", "a UUID") from None


def _moment(told: Mapping[str, Any]) -> datetime:
    try:
        moment = datetime.fromisoformat(told.get("at"))  # type: ignore[arg-type]
    except (TypeError, ValueError):
        raise _wrong("at", "a time such as 2020-01-27T14:05:00+00:00") from None
    if moment.tzinfo is None:
        raise _wrong("at", "a time with its offset from UTC")
    return moment


def _wrong(name: str, wanted: str) -> Refused:
    return Refused(f"The fact “{name}” must be {wanted}.")
