"""What every correction does: the entry is locked and compared, and the revision written with all that follows."""

from __future__ import annotations

import hashlib
import json

from opencmecf.court.cases.models import Case
from opencmecf.court.clerk import rules
from opencmecf.court.clerk.models import EntryRevision, FilingReview
from opencmecf.court.clerk.queries import last_revision, said
from opencmecf.court.docket.models import DocketEntry
from opencmecf.court.notices.models import FiledNotice
from opencmecf.foundation import audit
from opencmecf.foundation.access import Actor, Permission


def locked(entry: DocketEntry, seen: int, actor: Actor) -> DocketEntry:
    """Return an entry, locked with its case, for a clerk who has seen its revision `seen`; 0 is what was filed.

    Raises `ChangedMeanwhile` where there is a later one, and `NotFound`.
    """
    actor.require_at(Permission.DOCKET_ENTRY_CORRECT, entry.case.court_id)
    Case.objects.select_for_update(of=("self",)).get_for(actor, pk=entry.case_id)
    rows = DocketEntry.objects.select_for_update(of=("self",)).select_related("case__court")
    found = rows.get_for(actor, pk=entry.pk)
    last = last_revision(found)
    if last != seen:
        raise rules.ChangedMeanwhile(last)
    return found


def revise(
    *, entry: DocketEntry, before: rules.Said, reason: str, level: str, notice: FiledNotice | None, actor: Actor
) -> EntryRevision:
    """Write the revision that lies between `before` and what the entry says now, and put it on the case's trail.

    Raises `NothingChanged`. The trail holds hashes of the words: what a correction takes out of sight is not kept in a
    place that can never be closed.
    """
    changed = rules.difference(before, said(entry))
    if not changed:
        raise rules.NothingChanged
    made = EntryRevision.objects.create(
        entry=entry,
        number=last_revision(entry) + 1,
        before=changed.before,
        after=changed.after,
        reason=reason,
        author=actor.label,
        author_name=actor.name,
        restriction=rules.level_of(level, changed),
        notice=notice,
    )
    audit.record(
        "docket:entry:correct",
        chain=entry.case.chain,
        by=actor,
        target=f"entry:{entry.pk}",
        number=entry.number,
        revision=made.number,
        changed=sorted(changed.before),
        before_sha256=_hash(changed.before),
        after_sha256=_hash(changed.after),
        told=notice is not None and notice.is_sent,
    )
    note_corrected(entry, actor)
    return made


def note_corrected(entry: DocketEntry, actor: Actor) -> None:
    """Take a filing that was made here off the list of those that nobody has looked at."""
    if hasattr(entry, "filed_as"):
        row = {"state": FilingReview.State.CORRECTED, "by": actor.label, "by_name": actor.name}
        FilingReview.objects.update_or_create(entry=entry, defaults=row)


def _hash(values: rules.Said) -> str:
    return hashlib.sha256(json.dumps(values, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
