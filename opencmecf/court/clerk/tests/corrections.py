"""Corrections, for tests."""

from __future__ import annotations

from typing import Any

from opencmecf.court.clerk import actions, queries
from opencmecf.court.clerk.actions import Correction
from opencmecf.court.clerk.models import EntryRevision
from opencmecf.court.docket.models import DocketEntry
from opencmecf.court.docket.queries import entry_of
from opencmecf.court.docket.retyping import retyped
from opencmecf.foundation.access import Actor, Restriction


def correction(entry: DocketEntry, *, words: str = "", **more: Any) -> Correction:
    """A correction of nothing but what is named."""
    text = entry_of(entry).text
    held = entry.holdings.select_related("document")
    values: dict[str, Any] = {
        "text": retyped(text, words) if words else text,
        "date_filed": entry.date_filed,
        "restriction": Restriction(entry.restriction),
        "text_restriction": Restriction(entry.text_restriction),
        "documents": {one.attachment_number: Restriction(one.document.restriction) for one in held},
    }
    return Correction(**(values | more))


def correct(entry: DocketEntry, actor: Actor, *, words: str = "", **more: Any) -> EntryRevision:
    """Correct an entry as somebody who has just looked at it."""
    options = {name: more.pop(name) for name in ("seen", "reason", "former_level", "tell") if name in more}
    entry.refresh_from_db()
    given: dict[str, Any] = {"seen": queries.last_revision(entry), "reason": "A typing error.", **options}
    return actions.correct_entry(entry=entry, correction=correction(entry, words=words, **more), actor=actor, **given)
