"""Motions that wait for a ruling."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from opencmecf.court.cases.models import Case
from opencmecf.court.docket.models import DocketEntry
from opencmecf.court.motions.models import MotionPart
from opencmecf.court.motions.queries import pending_parts, tells_outcome
from opencmecf.foundation.access import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingMotion:
    """A motion with the parts of it that wait. `days` is its age since the day it was filed, None without one.

    `reliefs` say what is asked for: "Motion to Dismiss; Motion to Strike (referred)".
    """

    entry: DocketEntry
    case: Case
    reliefs: str
    days: int | None

    @property
    def judge(self) -> str:
        """Who decides: the judge of the case, and the one to whom it is referred."""
        case = self.case
        return f"{case.assigned_to}; referred to {case.referred_to}" if case.referred_to else case.assigned_to


def pending_motions(
    *, court_id: str, today: date, case: Case | None = None, judge: str = "", at_least_days: int = 0, actor: Actor
) -> list[PendingMotion]:
    """Return the motions that wait, the oldest first, as far as `actor` may read them."""
    parts = pending_parts(court_id=court_id, actor=actor)
    if case is not None:
        parts = parts.filter(entry__case=case)
    if judge:
        parts = parts.filter(entry__case__assigned_to=judge)
    found = [
        _motion(entry, list(of_entry), today, actor) for entry, of_entry in groupby(parts, key=lambda one: one.entry)
    ]
    return [one for one in found if (one.days or 0) >= at_least_days]


def judges_with_motions(*, court_id: str, actor: Actor) -> list[str]:
    """Return the judges in whose cases motions wait."""
    judges = pending_parts(court_id=court_id, actor=actor).order_by("entry__case__assigned_to")
    return [one for one in judges.values_list("entry__case__assigned_to", flat=True).distinct() if one]


def _motion(entry: DocketEntry, parts: list[MotionPart], today: date, actor: Actor) -> PendingMotion:
    days = (today - entry.date_filed).days if entry.date_filed else None
    reliefs = "; ".join(_relief(one, actor) for one in parts)
    return PendingMotion(entry=entry, case=entry.case, reliefs=reliefs, days=days)


def _relief(part: MotionPart, actor: Actor) -> str:
    return f"{part.relief} ({part.get_outcome_display()})" if tells_outcome(part, actor) else part.relief
