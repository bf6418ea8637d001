"""A notice on its way to addresses of an account that only a court knows."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime

from opencmecf.foundation import secrets


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What is written, under a key of its own; `told` has the addresses that it has gone to at once."""

    key: str
    subject: str
    text: str
    told: list[str]
    until: str = ""  # the moment, in ISO format, from which on it comes too late; "" for never

    def sealed(self) -> str:
        """The notice as a job may carry it: it has links that stop what it speaks of."""
        return secrets.seal(json.dumps(asdict(self)))

    def is_late(self, now: datetime) -> bool:
        """Whether what it speaks of has happened by now."""
        return bool(self.until) and now >= datetime.fromisoformat(self.until)


def unsealed(sealed: str) -> Notice:
    """The notice that `Notice.sealed` has sealed."""
    return Notice(**json.loads(secrets.unseal(sealed)))
