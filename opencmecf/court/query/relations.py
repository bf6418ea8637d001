"""What docket texts tell beside their own matter: who filed, and which other entries they refer to."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from opencmecf.court.cases.index_names import index_name
from opencmecf.court.cases.models import Case
from opencmecf.court.cases.queries import parties_of
from opencmecf.court.docket.queries import StoredEntry, stored_entries
from opencmecf.court.docket.reading import attachments_named
from opencmecf.court.docket.text import Link, links_in, plain
from opencmecf.court.documents.queries import split_id
from opencmecf.court.motions.models import MotionPart
from opencmecf.court.motions.queries import parts_of_case, tells_outcome
from opencmecf.court.query.rules import short_description
from opencmecf.foundation.access import Actor

# Courts close the docket text with the filer's name: "MOTION to Dismiss by Harbor Tours. (Moreno, Alice)".
_CLOSING_NAME = re.compile(r"\((?P<name>[A-Z][\w.'’ -]{1,40}, [A-Z][\w.'’ -]{0,40})\)(?:[^()]|\([a-z0-9 ,]{1,12}\))*$")

CLOSED_RULING = "Ruled on; the text is closed"


@dataclass(slots=True, kw_only=True)
class Filer:
    """Somebody whose name closes docket texts, whom they represent, and what they filed."""

    name: str
    represents: list[str] = field(default_factory=list)
    numbers: list[StoredEntry] = field(default_factory=list)
    first: dt.date | None = None
    last: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Transaction:
    """One entry in short."""

    stored: StoredEntry
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Motion:
    """One relief that a motion asks for, and what became of it: the entry that rules on it, None where none does."""

    transaction: Transaction
    relief: str
    outcome: str
    ruling: Transaction | None


def filers(case: Case, actor: Actor) -> Mapping[str, Any] | None:
    """Return everybody whose name closes a docket text that `actor` may read, by name."""
    found: dict[str, Filer] = {}
    for stored in stored_entries(case, actor):
        match = _CLOSING_NAME.search(plain(stored.entry.text))
        if match:
            filer = found.setdefault(index_name(match["name"]), Filer(name=match["name"]))
            filer.numbers.append(stored)
            filer.first = filer.first or stored.entry.date_filed
            filer.last = stored.entry.date_filed or filer.last
    if not found:
        return None
    for party in parties_of(case, actor):
        for name in _names_of(found, [one.index_name for one in party.appearances.all()]):
            found[name].represents.append(f"{party.name} ({party.type})" if party.type else party.name)
    return {"filers": [found[name] for name in sorted(found)]}


def related_transactions(case: Case, actor: Actor) -> Mapping[str, Any] | None:
    """Return the entries whose text leads to other entries, each with those, and what became of motions."""
    entries = list(stored_entries(case, actor))
    by_document = {
        split_id(document): _transaction(stored) for stored in entries for document in _documents(stored) if document
    }
    rows = []
    for stored in entries:
        attachments = {split_id(one.link.document_id) for one in attachments_named(stored.entry) if one.link}
        named = {_target(run.link) for run in links_in(stored.entry.text)} - attachments
        others = {
            by_document[key].stored.id: by_document[key]
            for key in named
            if key in by_document and by_document[key].stored.id != stored.id
        }
        if others:
            related = sorted(others.values(), key=lambda one: one.stored.order)
            rows.append((_transaction(stored), related))
    ruled = motions(case, actor, entries=entries)
    return {"transactions": rows, "motions": ruled} if rows or ruled else None


def motions(case: Case, actor: Actor, *, entries: Sequence[StoredEntry] | None = None) -> list[Motion]:
    """Return the motions that were filed here, relief by relief, with their rulings as far as `actor` may see them.

    `entries` are those of the docket that they may see, where they were just read.
    """
    parts = parts_of_case(case, actor)
    if not parts:
        return []
    seen = {one.id: one for one in (stored_entries(case, actor) if entries is None else entries)}
    return [_motion(part, seen, actor) for part in parts if part.entry_id in seen]


def _motion(part: MotionPart, seen: Mapping[int, StoredEntry], actor: Actor) -> Motion:
    ruling = seen.get(part.ruling_id) if part.ruling_id else None
    said = part.get_outcome_display().capitalize() if tells_outcome(part, actor) else CLOSED_RULING
    return Motion(
        transaction=_transaction(seen[part.entry_id]),
        relief=part.relief,
        outcome=said if ruling else "No ruling on the docket",
        ruling=_transaction(ruling) if ruling else None,
    )


def _names_of(filers: Mapping[str, Filer], counsel: Iterable[str]) -> list[str]:
    """Return the filers who are among the attorneys; docket texts leave middle names and "jr" out."""
    return list(dict.fromkeys(name for one in counsel for name in filers if one == name or one.startswith(f"{name} ")))


def _transaction(stored: StoredEntry) -> Transaction:
    return Transaction(stored=stored, words=short_description(plain(stored.entry.text)))


def _documents(stored: StoredEntry) -> list[str]:
    entry = stored.entry
    return [entry.link.document_id if entry.link else "", *(one.document_id for one in entry.attachments)]


def _target(link: Link | None) -> tuple[str, int]:
    return split_id(link.document_id) if link else ("", 0)
