"""Making docket text: what an event says, with who filed it, what it refers to and the filer's own words.

A text is made of parts, because what it links to and what its filer may still change is known of each stretch:

    Unopposed MOTION to Dismiss for Failure to State a Claim re [1] Complaint by Coral Reach Towing, LLC. as to count
    two (Attachments: # (1) Exhibit A)(Okafor, Robert)

The same values always make the same text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

from opencmecf.court.docket.events import answers as answering
from opencmecf.court.docket.events.answers import clean
from opencmecf.court.docket.events.event import Event, Outcome
from opencmecf.court.docket.events.sandbox import LONGEST_TEXT, DocketTextTooLong, TextTemplate
from opencmecf.court.docket.text import Link, Run, Text
from opencmecf.court.profile.kinds import TextStyle

LONGEST_FREE_TEXT = 2_000
DISTRICT_STYLE = TextStyle()
BETWEEN_RELIEFS = " , "  # as courts print several motions in one entry
_MARK, _END = "\ue000", "\ue001"
_MARKED = re.compile(f"{_MARK}(\\d+){_END}")
_SPACES = re.compile(r"[^\S\n]+")
_DOUBLE_STOP = re.compile(r"(?<!\.)\.\.(?!\.)")


class PartKind(StrEnum):
    """What a stretch of docket text is."""

    FIXED = "fixed"  # from the event; nobody changes it
    PREFIX = "prefix"  # chosen from the event's list
    FREE = "free"  # the filer's own words
    ENTRY = "entry"  # the number of an entry that it refers to: [5]
    ATTACHMENT = "attachment"  # the number of an attachment: (1)


@dataclass(frozen=True, slots=True)
class Part:
    """One stretch. `ref` is the number of the entry, or of the attachment, that it names."""

    kind: PartKind
    text: str
    ref: str = ""


@dataclass(frozen=True, slots=True)
class DocketText:
    """A docket text in its parts."""

    parts: tuple[Part, ...]

    @property
    def words(self) -> str:
        """The text as notices print it: entries as [5], attachments as (1)."""
        return "".join(part.text for part in self.parts)

    def runs(self, *, entry_link: Callable[[str], Link | None], attachment_link: Callable[[str], Link | None]) -> Text:
        """Return the text as the docket keeps it: numbers without brackets, each with its link where there is one."""
        links = {PartKind.ENTRY: entry_link, PartKind.ATTACHMENT: attachment_link}
        runs: list[Run] = []
        for part in self.parts:
            if part.kind in links:
                runs.append(Run(part.ref, link=links[part.kind](part.ref)))
            elif runs and runs[-1].link is None:
                runs[-1] = Run(runs[-1].text + part.text)
            else:
                runs.append(Run(part.text))
        return tuple(runs)

    def to_data(self) -> list[list[str]]:
        """Return it as JSON keeps it."""
        return [[part.kind.value, part.text, part.ref] for part in self.parts]

    @classmethod
    def from_data(cls, data: Iterable[Sequence[str]]) -> DocketText:
        """Return what `to_data` wrote. Raises `ValueError` for anything else."""
        return cls(tuple(Part(PartKind(kind), str(text), str(ref)) for kind, text, ref in data))


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What an order says of one part of a motion: "Motion to Dismiss", granted."""

    relief: str
    outcome: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferredEntry:
    """An entry that the text refers to. `number` is empty for one without a number, which `words` name alone."""

    number: str
    words: str
    rulings: tuple[Ruling, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """An attachment: its number, its category and what the filer says of it."""

    number: int
    category: str
    description: str = ""

    @property
    def label(self) -> str:
        """What the entry calls it: "Exhibit A - Invoices"."""
        return " ".join(f"{self.category} {self.description}".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """Everything about one filing that its text tells, besides the events.

    `defendants` are those whom a criminal filing is about, as printed: "Silas Wren (1)". `additions` are sentences
    of the house after the filer's words ("Attorney … added to party …", "Responses due by …"). `signature` is the
    filer as "Last, First", or a clerk's initials. `filers_in_roles` are the filers as "Debtor Ana Ruiz"; `cases` are
    the numbers of the cases, for courts whose texts close with them. `style` is that of the kind of court.
    """

    filers: tuple[str, ...] = ()
    filers_in_roles: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    defendants: tuple[str, ...] = ()
    entries: tuple[ReferredEntry, ...] = ()
    attachments: tuple[Attached, ...] = ()
    prefix: str = ""
    free_text: str = ""
    additions: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    signature: str = ""
    style: TextStyle = DISTRICT_STYLE


def compose(events: Sequence[tuple[Event, Mapping[str, Any]]], wording: Wording) -> DocketText:
    """Return the docket text of events that are filed together, each with the answers to its questions.

    Raises `DocketTextTooLong`, and `ValueError` without an event.
    """
    if not events:
        raise ValueError("a docket text needs an event")
    first, answers = events[0]
    values = _house_words(wording)
    titles = [_fill(event.title, {**answering.in_words(event, given), **values}) for event, given in events]
    body = _fill(first.text, {**answering.in_words(first, answers), **values, "title": BETWEEN_RELIEFS.join(titles)})
    parts = [Part(PartKind.PREFIX, f"{clean(wording.prefix)} ")] if wording.prefix.strip() else []
    parts += _marked(_tidy(body))
    if wording.free_text.strip():
        parts += [Part(PartKind.FIXED, " "), Part(PartKind.FREE, clean(wording.free_text))]
    parts += [Part(PartKind.FIXED, f" {_tidy(clean(addition))}") for addition in wording.additions]
    parts += _close(wording)
    made = DocketText(tuple(parts))
    if len(made.words) > LONGEST_TEXT:
        raise DocketTextTooLong("The docket text is too long.")
    return made


def short_names(events: Sequence[Event]) -> str:
    """Return what the subject of the notice calls the filing: "Motion to Dismiss AND Motion to Strike"."""
    return " AND ".join(event.short for event in events)


def _close(wording: Wording) -> list[Part]:
    """Return what stands after all words: attachments, case numbers, signature, as the kind of court has them."""
    style = wording.style
    parts = _attachments(wording.attachments, style.between_attachments) if style.lists_attachments else []
    space = "" if parts else " "
    if style.names_cases and wording.cases:
        parts.append(Part(PartKind.FIXED, f" [{', '.join(wording.cases)}]"))
    if wording.signature:
        parts.append(Part(PartKind.FIXED, f"{space}({clean(wording.signature)})"))
    return parts


def _house_words(wording: Wording) -> dict[str, str]:
    filers = ", ".join(map(clean, wording.filers))
    defendants = ", ".join(map(clean, wording.defendants))
    references = ", ".join(filter(None, (_reference(entry.number, entry.words) for entry in wording.entries)))
    return {
        "filers": filers,
        "filers_in_roles": ", ".join(map(clean, wording.filers_in_roles)),
        "by": f" by {filers}" if filers else "",
        "against": ", ".join(map(clean, wording.against)),
        "as_to": f" as to {defendants}" if defendants else "",
        "re": f" re {references}" if references else "",
        "entries": references,
        "rulings": _rulings(wording.entries),
    }


def _reference(number: str, words: str) -> str:
    mark = f"{_MARK}{number}{_END}" if number.isdigit() else ""
    return " ".join(filter(None, (mark, clean(words))))


def _rulings(entries: Sequence[ReferredEntry]) -> str:
    """Return what an order says, one outcome after the other: "granting [5] Motion to Dismiss; denying [7] …"."""
    said: dict[Outcome, list[str]] = {}
    for entry in entries:
        for ruling in entry.rulings:
            said.setdefault(ruling.outcome, []).append(_reference(entry.number, ruling.relief))
    return "; ".join(f"{outcome.participle} {', '.join(what)}" for outcome, what in said.items())


def _attachments(attachments: Sequence[Attached], between: str) -> list[Part]:
    if not attachments:
        return []
    parts = [Part(PartKind.FIXED, " (Attachments: # ")]
    for place, one in enumerate(attachments):
        parts.append(Part(PartKind.ATTACHMENT, f"({one.number})", str(one.number)))
        last = place == len(attachments) - 1
        parts.append(Part(PartKind.FIXED, f" {clean(one.label)}" + (")" if last else between)))
    return parts


def _marked(text: str) -> list[Part]:
    """Return text as parts: the numbers of entries, which stand between marks, become parts of their own."""
    parts: list[Part] = []
    pieces = _MARKED.split(text)
    for place, piece in enumerate(pieces):
        if place % 2:
            parts.append(Part(PartKind.ENTRY, f"[{piece}]", piece))
        elif piece:
            parts.append(Part(PartKind.FIXED, piece))
    return parts


def _tidy(text: str) -> str:
    """Return text of a template without doubled blanks, and with one full stop where two met ("Inc..")."""
    text = _SPACES.sub(" ", text.replace("\n", " ")).strip()
    return _DOUBLE_STOP.sub(".", text).replace(" .", ".").replace("….", "…").replace("  ", " ")


def _fill(source: str, values: Mapping[str, Any]) -> str:
    return _template(source).fill(values)


@lru_cache(maxsize=4096)
def _template(source: str) -> TextTemplate:
    return TextTemplate(source)
