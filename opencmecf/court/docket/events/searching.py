"""Finding events by what people type: words, beginnings of words, abbreviations."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from opencmecf.court.docket.events.event import Event

_WORD = re.compile(r"\w+(?:\(\w+\))*")
MOST = 50


def search(events: Iterable[Event], typed: str, *, most: int = MOST) -> list[Event]:
    """Return the events that have every typed word, or one that begins so; the best first, `most` at most.

    "msj" finds Summary Judgment by its abbreviation, "ext ans" finds Extension of Time to File Answer.
    """
    wanted = _WORD.findall(_plain(typed))
    if not wanted:
        return []
    ranked = ((rank, event) for event in events if (rank := _rank(event, wanted, _plain(typed))) is not None)
    best = sorted(ranked, key=lambda pair: (pair[0], len(pair[1].name), pair[1].name.casefold()))
    return [event for _, event in best[:most]]


def _rank(event: Event, wanted: list[str], typed: str) -> int | None:
    """Return how well an event fits: 0 best; None when a word is missing."""
    name = _WORD.findall(_plain(event.name))
    known = [_plain(word) for word in event.words]
    others = [word for text in (*known, _plain(event.title), _plain(event.short), event.code) for word in _parts(text)]
    if not all(any(word.startswith(one) for word in (*name, *known, *others)) for one in wanted):
        return None
    if typed in (_plain(event.name), event.code, *known):
        return 0
    if _plain(event.name).startswith(typed):
        return 1
    if all(any(word.startswith(one) for word in name) for one in wanted):
        return 2
    return 3


def _parts(text: str) -> list[str]:
    return _WORD.findall(text.replace("-", " "))


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.strip().casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))
