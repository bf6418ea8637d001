"""What docket texts tell beside their own matter: who filed, and which other entries they refer to."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from opencmecf.court.cases.index_names import index_name
from opencmecf.court.cases.models import Case
from opencmecf.court.cases.queries import parties_of
from opencmecf.court.docket.queries import StoredEntry, stored_entries
from opencmecf.court.docket.reading import attachments_named
from opencmecf.court.docket.text import Link, links_in, plain
from opencmecf.court.documents.queries import split_id
from opencmecf.court.query.rules import short_description
from opencmecf.foundation.access import Actor

# Courts close the docket text with the filer's name: "MOTION to Dismiss by Harbor Tours. (Moreno, Alice)".
_CLOSING_NAME = re.compile(r"\((?P<name>[A-Z][\w.'’ -]{1,40}, [A-Z][\w.'’ -]{0,40})\)(?:[^()]|\([a-z0-9 ,]{1,12}\))*$")


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
    """Return the entries whose text leads to other entries of the docket, each with those."""
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
    return {"transactions": rows} if rows else None


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
