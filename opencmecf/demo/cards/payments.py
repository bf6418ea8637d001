"""The payments that have been announced to the stand-in, each in a file of its own under the merchant's key.

A payment is settled once: whoever settles it holds a lock, and finds out what was there before.
"""

from __future__ import annotations

import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from joserfc import jwt
from joserfc.jwk import OctKey

from opencmecf.demo.cards import sessions
from opencmecf.demo.cards.sessions import KeptCard
from opencmecf.foundation import clock
from opencmecf.foundation.money import dollars

CURRENCY = "USD"


@dataclass
class ToyPayment:
    """One payment: what it is for, which cards its page offers, and how it ended."""

    key: str
    amount_cents: int
    what: str = ""
    name: str = ""
    cards: list[str] = field(default_factory=list)  # tokens
    return_url: str = ""
    callback_url: str = ""
    ends_at: str = ""
    answer: str = ""  # signed; empty until it is settled

    @property
    def amount(self) -> str:
        """As people read it."""
        return dollars(self.amount_cents)

    @property
    def offered(self) -> list[KeptCard]:
        """The stored cards that can pay it."""
        return sessions.cards_with(self.cards)

    def settle(self, outcome: str, **facts: Any) -> None:
        """End it, unless it has ended."""
        if self.answer:
            return
        claims = {
            "payment": self.key,
            "outcome": outcome,
            "amount_cents": self.amount_cents,
            "currency": CURRENCY,
            "iat": int(clock.now().timestamp()),
            **facts,
        }
        self.answer = jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(settings.CARD_PROCESSOR_SECRET))

    def lapse(self) -> None:
        """End it when its time is over."""
        if self.ends_at and datetime.fromisoformat(self.ends_at) < clock.now():
            self.settle("lapsed")

    def may_last(self, seconds: int) -> None:
        """Let its page be open for so long from now on, unless it has a time already."""
        self.ends_at = self.ends_at or (clock.now() + timedelta(seconds=seconds)).isoformat()


@contextmanager
def locked(key: str, made: ToyPayment | None = None) -> Iterator[ToyPayment | None]:
    """The payment of that key, or `made` where there is none, for one at a time; kept as it is in the end."""
    path = Path(settings.VAR) / "demo" / "cards" / "payments" / f"{key}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    with (path.parent / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        found = ToyPayment(**json.loads(path.read_text())) if path.exists() else made
        if found is not None:
            found.lapse()
        yield found
        if found is not None:
            path.write_text(json.dumps(asdict(found)))
