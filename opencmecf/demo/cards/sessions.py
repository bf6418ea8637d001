"""The visits announced to the stand-in, and the cards that were stored in them, each in a file of its own.

No number of a card is kept.
"""

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


@dataclass(frozen=True)
class KeptCard:
    """A stored card: what it is called, and what becomes of it when it is to pay."""

    reference: str  # of the visit in which it was stored
    token: str
    brand: str
    last_four: str
    outcome: str

    @property
    def name(self) -> str:
        """As its holder knows it."""
        return f"{self.brand} ending in {self.last_four}"


def keep_card(card: KeptCard) -> None:
    """Keep a card, so that its token can pay."""
    path = _file_of_card(card.reference)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(asdict(card)))


def forget_card(reference: str) -> None:
    """Forget the card that was stored in that visit; its token pays nothing any more. Twice is fine."""
    if KEY.fullmatch(reference):
        _file_of_card(reference).unlink(missing_ok=True)


def cards_with(tokens: list[str]) -> list[KeptCard]:
    """The cards that are kept of these tokens, in the order of the tokens."""
    kept = (KeptCard(**json.loads(path.read_text())) for path in _file_of_card("x").parent.glob("*.json"))
    known = {card.token: card for card in kept}
    return [known[token] for token in tokens if token in known]


def _file(key: str) -> Path:
    return Path(settings.VAR) / "demo" / "cards" / f"{key}.json"


def _file_of_card(reference: str) -> Path:
    return Path(settings.VAR) / "demo" / "cards" / "kept" / f"{reference}.json"
