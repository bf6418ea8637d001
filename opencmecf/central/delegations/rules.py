"""What a court may answer about who files for whom, as pure functions on plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from opencmecf.foundation.errors import Refused

MOST_OF_A_COURT = 500
LONGEST_TEXT = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One delegation as its court tells it: the other person, what is allowed, how it stands, since when."""

    person: str
    acts: str
    state: str
    since: datetime


def told_in(answer: object, side: str) -> list[Told]:
    """Return what a court's answer says of `side`, "given" or "held". Raises `Refused` for what is no such answer."""
    rows = answer.get(side) if isinstance(answer, Mapping) else None
    if not isinstance(rows, list) or len(rows) > MOST_OF_A_COURT:
        raise Refused("The court has given no answer that can be read.")
    return [_told(row) for row in rows]


def _told(row: Any) -> Told:
    if not isinstance(row, Mapping):
        raise Refused("The court has given no answer that can be read.")
    texts = {name: row.get(name) for name in ("person", "acts", "state", "since")}
    if not all(isinstance(value, str) and 0 < len(value) <= LONGEST_TEXT for value in texts.values()):
        raise Refused("The court has given no answer that can be read.")
    try:
        since = datetime.fromisoformat(str(texts.pop("since")))
    except ValueError as error:
        raise Refused("The court has given no answer that can be read.") from error
    if since.tzinfo is None:
        raise Refused("The court has given no answer that can be read.")
    return Told(since=since, **{name: str(value) for name, value in texts.items()})
