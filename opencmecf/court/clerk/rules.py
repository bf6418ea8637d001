"""What an entry says at one moment, and what a correction of it changes: plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from opencmecf.foundation.access import Restriction
from opencmecf.foundation.access.restriction import strictest
from opencmecf.foundation.errors import Refused

Said = Mapping[str, Any]
"""What can be corrected, as JSON: `words`, `words_runs`, `date_filed`, `restriction`, `text_restriction`, and for each
document `document 0` (its id) and `restriction of document 0`."""

DOCUMENT, OF_DOCUMENT = "document ", "restriction of document "
_LABELS = {
    "words": "Docket text",
    "words_runs": "Links in the text",
    "date_filed": "Date filed",
    "restriction": "Who may see the entry",
    "text_restriction": "Who may read its text",
}


class Restricted(Protocol):
    """Who may see an entry, and who may read its text; a row of `DocketEntry`."""

    restriction: str
    text_restriction: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What a correction changes: what was said before, and what is said after it."""

    before: Said
    after: Said

    def __bool__(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a correction as people read it."""

    label: str
    before: str
    after: str


class NothingChanged(Refused):
    """A correction that changes nothing."""

    def __init__(self) -> None:
        super().__init__("Nothing was changed.", "Change what is wrong, then save, or cancel.")


class ChangedMeanwhile(Refused):
    """Somebody else has corrected the entry since this clerk began."""

    def __init__(self, number: int) -> None:
        super().__init__(
            "Somebody has corrected this entry while you were at it. Nothing of yours was saved.",
            "Compare what it says now with what you have typed, then save again or cancel.",
        )
        self.number = number


def difference(before: Said, after: Said) -> Difference:
    """Return what differs, each with its value on either side; None where a side has none."""
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    return Difference({name: before.get(name) for name in names}, {name: after.get(name) for name in names})


def is_open_further(one: Restricted, than: Restricted) -> bool:
    """Return whether an entry, or its text, is open to more people than another entry."""
    pairs = ((one.restriction, than.restriction), (one.text_restriction, than.text_restriction))
    return any(ours != theirs and strictest([ours, theirs]) == theirs for ours, theirs in pairs)


def level_of(chosen: str, changed: Difference) -> Restriction:
    """Return who may read a revision: nobody to whom it closes something, or to whom that was closed before."""
    sides = (changed.before, changed.after)
    levels = [value for side in sides for name, value in side.items() if "restriction" in name and value]
    return strictest([chosen, *levels])


def lines(changed: Difference) -> list[Line]:
    """Return a correction line by line. Links are told of where the words are the same, and by their words alone."""
    names = [name for name in changed.before if name != "words_runs" or "words" not in changed.before]
    read = [Line(label_of(name), *_shown(name, changed.before[name], changed.after[name])) for name in names]
    return [line for line in read if line.before != line.after]


def label_of(name: str) -> str:
    """Return what people call a part of an entry."""
    if name.startswith(OF_DOCUMENT):
        return f"Who may see {_document(name.removeprefix(OF_DOCUMENT))}"
    if name.startswith(DOCUMENT):
        return _document(name.removeprefix(DOCUMENT)).capitalize()
    return _LABELS[name]


def _document(number: str) -> str:
    return "the main document" if number == "0" else f"attachment {number}"


def _shown(name: str, *values: Any) -> tuple[str, ...]:
    if "restriction" in name:
        return tuple(Restriction(value).label if value else "–" for value in values)
    if name == "words_runs":
        return tuple(_links(value) for value in values)
    return tuple(_date(value) if name == "date_filed" else value or "–" for value in values)


def _links(runs: Any) -> str:
    """Return the stretches of a text that lead somewhere."""
    linked = [run["text"] for run in runs or () if isinstance(run, dict) and run.get("link")]
    return "Links at: " + ", ".join(linked) if linked else "No links"


def _date(iso: str | None) -> str:
    if not iso:
        return "None"
    year, month, day = iso.split("-")
    return f"{month}/{day}/{year}"
