"""The visits that have been announced to the stand-in, each in a file of its own. No number of a card is kept."""

from __future__ import annotations

import json
import re
import secrets
from dataclasses import asdict, dataclass, field
from pathlib import Path

from django.conf import settings

KEY = re.compile(r"[A-Za-z0-9_-]{20,40}")


@dataclass
class CardSession:
    """One visit: who has announced it, where the browser goes afterwards, and how it ended."""

    key: str
    reference: str
    name: str
    return_url: str
    callback_url: str
    answer: str = field(default="")  # signed; empty until the visit has ended


def begin(*, reference: str, name: str, return_url: str, callback_url: str) -> CardSession:
    """A new visit."""
    made = CardSession(secrets.token_urlsafe(18), reference, name, return_url, callback_url)
    save(made)
    return made


def find(key: str) -> CardSession | None:
    """The visit of that key, or None."""
    if not KEY.fullmatch(key) or not _file(key).exists():
        return None
    return CardSession(**json.loads(_file(key).read_text()))


def save(session: CardSession) -> None:
    """Keep `session` as it is now."""
    _file(session.key).parent.mkdir(parents=True, exist_ok=True)
    _file(session.key).write_text(json.dumps(asdict(session)))


def _file(key: str) -> Path:
    return Path(settings.VAR) / "demo" / "cards" / f"{key}.json"
