"""What an entry says now, and what it said before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from opencmecf.court.clerk import rules
from opencmecf.court.clerk.models import EntryRevision
from opencmecf.court.docket.models import DocketEntry
from opencmecf.foundation.access import Actor
from opencmecf.foundation.access.restriction import may_see


@dataclass(frozen=True, slots=True)
class Revision:
    """One line of an entry's history. `former_documents` are the ids of documents that it replaced."""

    row: EntryRevision
    lines: Sequence[rules.Line]
    former_documents: Sequence[str]


def said(entry: DocketEntry) -> dict[str, Any]:
    """Return all of an entry that can be corrected, as it is now. For whoever corrects it: nothing is left out."""
    found = {
        "words": entry.words,
        "words_runs": entry.words_runs,
        "date_filed": entry.date_filed.isoformat() if entry.date_filed else None,
        "restriction": entry.restriction,
        "text_restriction": entry.text_restriction,
    }
    for held in entry.holdings.select_related("document").order_by("attachment_number"):
        found[f"{rules.DOCUMENT}{held.attachment_number}"] = held.document.document_id
        found[f"{rules.OF_DOCUMENT}{held.attachment_number}"] = held.document.restriction
    return found


def last_revision(entry: DocketEntry) -> int:
    """Return the number of the last correction of an entry; 0 for one that is as it was entered."""
    numbers = EntryRevision.objects.filter(entry=entry).order_by("-number").values_list("number", flat=True)
    return numbers.first() or 0


def history(entry: DocketEntry, actor: Actor) -> list[Revision]:
    """Return the corrections of an entry that `actor` may read, the latest first."""
    rows = EntryRevision.objects.visible_to(actor).filter(entry=entry).order_by("-number")
    return [_revision(row, entry, actor) for row in rows]


def _revision(row: EntryRevision, entry: DocketEntry, actor: Actor) -> Revision:
    changed = rules.Difference(row.before, row.after)
    former = [value for name, value in row.before.items() if name.startswith(rules.DOCUMENT) and value]
    open_to_actor = may_see(actor, court_id=entry.case.court_id, restriction=row.restriction)
    return Revision(row, rules.lines(changed), former if open_to_actor else [])
