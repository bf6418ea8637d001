"""Reading motions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from opencmecf.court.cases.models import Case
from opencmecf.court.motions.models import MotionPart, MotionParts
from opencmecf.foundation.access import Actor
from opencmecf.foundation.access.restriction import may_see


def reliefs_by_entry(entries: Iterable[int], actor: Actor) -> dict[int, tuple[str, ...]]:
    """Return what each of these motions asks for, by entry; entries without parts here are left out."""
    wanted = list(entries)
    if not wanted:
        return {}
    found: dict[int, list[str]] = defaultdict(list)
    parts = MotionPart.objects.visible_to(actor).filter(entry__in=wanted).order_by("entry", "part")
    for entry, relief in parts.values_list("entry_id", "relief"):
        found[entry].append(relief)
    return {entry: tuple(reliefs) for entry, reliefs in found.items()}


def parts_of_case(case: Case, actor: Actor) -> list[MotionPart]:
    """Return the parts of the motions of a case in the order of the docket, as far as `actor` may read them."""
    parts = MotionPart.objects.visible_to(actor).filter(entry__case=case).select_related("entry__case", "ruling")
    return list(parts.order_by("entry__order", "part"))


def pending_parts(*, court_id: str, actor: Actor) -> MotionParts:
    """Return the parts of motions that wait at a court, the oldest motion first, as far as `actor` may read them."""
    parts = MotionPart.objects.visible_to(actor).filter(entry__case__court_id=court_id, is_pending=True)
    return parts.select_related("entry__case", "ruling").order_by(
        "entry__date_filed", "entry__case", "entry__order", "part"
    )


def tells_outcome(part: MotionPart, actor: Actor) -> bool:
    """Return whether `actor`, who may see the motion, may be told what became of it: whether the ruling may be read.

    The outcome is what the ruling's text says, also where the entry itself is on the docket.
    """
    if part.ruling is None:
        return False
    levels = (part.ruling.restriction, part.ruling.text_restriction)
    return all(may_see(actor, court_id=part.entry.case.court_id, restriction=level) for level in levels)
