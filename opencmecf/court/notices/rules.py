"""Who is told how, and until when a look is free."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

FREE_LOOK_DAYS = 15
CONFIRMATION_LIFETIME = timedelta(days=7)
CONFIRMATIONS_PER_HOUR = 10  # mails to addresses that an account names, which may be anybody's
MOST_SECONDARY_ADDRESSES = 5  # as the service center's answers say for district and bankruptcy courts
_SMALLEST_NUMBER, _LARGEST_NUMBER = 10**17, 2**63 - 1


class Settings(Protocol):
    """How an address is told; a row of `NoticeAddress`."""

    address: str
    receives: bool
    asks_before_free_look: bool
    sending: str
    format: str
    confirmed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Manner:
    """How one address is told."""

    asks_before_free_look: bool = True
    sending: str = "per_filing"
    format: str = "html"


USUAL = Manner()


def addresses_told(primary: str, settings: Iterable[Settings]) -> tuple[str, ...]:
    """Return the addresses at which somebody is told, the primary one first where it is not switched off.

    The others are told once they are confirmed from their own mailboxes.
    """
    rows = {row.address.lower(): row for row in settings}
    own = rows.pop(primary.lower(), None)
    first = [primary] if primary and (own is None or own.receives) else []
    return (*first, *(row.address for row in rows.values() if row.receives and row.confirmed_at))


def manner(address: str, settings: Sequence[Settings]) -> Manner:
    """Return how an address is told: as its row says, and without one in the usual manner."""
    row = next((row for row in settings if row.address.lower() == address.lower()), None)
    return Manner(row.asks_before_free_look, row.sending, row.format) if row else USUAL


def words_sha256(words: str) -> str:
    """Return the hash by which a notice knows the words of an entry again."""
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()


def free_look_number() -> int:
    """Return a new number that nobody can guess: some 62 random bits, always 18 or 19 digits."""
    return _SMALLEST_NUMBER + secrets.randbelow(_LARGEST_NUMBER - _SMALLEST_NUMBER)


def is_free(*, sent: datetime, now: datetime, used: bool) -> bool:
    """Say whether a look is free: the first one, within fifteen days of the notice (feature map 8.2)."""
    return not used and now < sent + timedelta(days=FREE_LOOK_DAYS)
