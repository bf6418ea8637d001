"""Where what is new in a second sheet of the same case belongs among what is known, as pure functions."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypeVar

from opencmecf.court.docket.sheet import Entry, Fact
from opencmecf.court.docket.text import plain

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Identity:
    """By what an entry is known again: its number, its sequence number, or else its date and words.

    `former` are the marks of what a corrected entry said before, so that a sheet does not bring that back.
    """

    number: str | None
    sequence: int | None
    date: object
    words: str
    former: Sequence[str] = ()

    def marks(self) -> Iterable[Hashable]:
        """Yield the ways in which to look for it, the surest first."""
        if self.number is not None:
            yield "number", self.number
            return
        if self.sequence is not None:
            yield "sequence", self.sequence
        for mark in (text_mark(self.date, self.words), *self.former):
            yield "text", mark


def text_mark(date: object, words: str) -> str:
    """Return the hash by which an entry that has neither number nor sequence number is known: of its date and words."""
    return hashlib.sha256(f"{date}\n{words}".encode("utf-8", "surrogatepass")).hexdigest()


class Matcher:
    """Finds the known row of each arriving item; of equals, the first arriving is the first known."""

    def __init__(self, known: Iterable[tuple[int, Identity]]) -> None:
        self._rows: dict[tuple[Hashable, int], int] = {}
        self._sequences: dict[int, int | None] = {}
        self._seen: Counter[Hashable] = Counter()
        counted: Counter[Hashable] = Counter()
        for row, identity in known:
            self._sequences[row] = identity.sequence
            for key in identity.marks():
                self._rows[key, counted[key]] = row
                counted[key] += 1

    def find(self, identity: Identity) -> int | None:
        """Return the known row of the next arriving item with this identity; None for a new one."""
        found = None
        for key in identity.marks():
            candidate = self._rows.get((key, self._seen[key]))
            if found is None and candidate is not None and self._may_be(candidate, key, identity):
                found = candidate
            self._seen[key] += 1
        return found

    def _may_be(self, candidate: int, key: Hashable, identity: Identity) -> bool:
        """Equal words are two entries when both have a sequence number, and not the same."""
        by_words = isinstance(key, tuple) and key[0] == "text"
        return not by_words or identity.sequence is None or self._sequences[candidate] is None


def in_order(
    known: Sequence[int], arriving: Sequence[int | None], *, before: Callable[[], bool] = lambda: False
) -> list[int]:
    """Return the merged order: known rows as they are, the nth arriving new item as -1 - n, after what it followed.

    `arriving` holds the known row of each item, None for a new one. Items ahead of every known one stand right before
    the first that is known. When nothing arriving is known, everything goes to the end, or, if `before()`, to the
    beginning. A sheet in the opposite order is turned round first.
    """
    place = {row: index for index, row in enumerate(known)}
    numbered = [(row, index) for index, row in enumerate(arriving)]
    if _runs_backwards([place[row] for row in arriving if row is not None]):
        numbered.reverse()
    after: dict[int | None, list[int]] = {}
    first: int | None = None
    last: int | None = None
    for row, index in numbered:
        if row is None:
            after.setdefault(last, []).append(-1 - index)
            continue
        first, last = (row if first is None else first), row
    leading = after.pop(None, [])
    if first is None:
        return [*leading, *known] if before() else [*known, *leading]
    merged: list[int] = []
    for row in known:
        merged.extend(leading if row == first else [])
        merged.append(row)
        merged.extend(after.get(row, []))
    return merged


def merged_facts(known: Sequence[Fact], arriving: Sequence[Fact]) -> list[Fact]:
    """Return a column of the header with the arriving facts that it does not have yet.

    A label that is known keeps its value; a list of cases takes up further values.
    """
    facts = list(known)
    labels = {fact.label: index for index, fact in enumerate(facts) if fact.label}
    words = {(fact.label, plain(fact.value)) for fact in facts}
    counted, repeated = Counter(fact.label for fact in known), Counter(fact.label for fact in arriving)
    for fact in arriving:
        is_new = (fact.label, plain(fact.value)) not in words
        if not fact.label or repeated[fact.label] > max(counted[fact.label], 1):
            facts.extend([fact] if is_new else [])
        elif fact.label not in labels:
            facts.append(fact)
        elif fact.listed:
            index = labels[fact.label]
            facts[index] = _with_more(facts[index], fact)
    return facts


def new_ones(known: Iterable[Hashable], arriving: Iterable[tuple[Hashable, Item]]) -> list[Item]:
    """Return the arriving items whose key is not known, each as often as it is missing."""
    left = Counter(known)
    found = []
    for key, item in arriving:
        if left[key]:
            left[key] -= 1
        else:
            found.append(item)
    return found


def identity_of(entry: Entry, sequence: int | None) -> Identity:
    """Return by what an arriving entry is known again."""
    words = "".join(run.text for run in entry.text)
    return Identity(entry.number, sequence, entry.date_filed, words)


def _with_more(fact: Fact, arriving: Fact) -> Fact:
    known = {plain(value) for value in (fact.value, *fact.more)}
    more = tuple(value for value in (arriving.value, *arriving.more) if plain(value) not in known)
    return replace(fact, more=(*fact.more, *more)) if more else fact


def _runs_backwards(places: Sequence[int]) -> bool:
    down = sum(1 for one, other in pairwise(places) if other < one)
    return down * 2 > len(places) - 1 > 0
