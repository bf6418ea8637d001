"""An exemption from PACER fees as both layers understand it: the centre grants it, a court goes by it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Exemption:
    """For what kind of work, at which courts and from which day to which an account views without charge."""

    kind: str  # as charges and pages name it, such as "CJA panel attorney"
    courts: tuple[str, ...]  # court ids; empty for every court
    first: date
    last: date

    def covers(self, court_id: str, day: date) -> bool:
        """Whether it holds at that court on that day; both ends of the period are part of it."""
        return self.first <= day <= self.last and (not self.courts or court_id in self.courts)

    def facts(self) -> dict[str, Any]:
        """The exemption as JSON, as it stands in the claims of Central Sign-On."""
        period = {"first": self.first.isoformat(), "last": self.last.isoformat()}
        return {"kind": self.kind, "courts": list(self.courts), **period}


def exemptions_in(facts: Iterable[Mapping[str, Any]]) -> tuple[Exemption, ...]:
    """The exemptions that `Exemption.facts` has written."""
    return tuple(
        Exemption(
            kind=one["kind"],
            courts=tuple(one["courts"]),
            first=date.fromisoformat(one["first"]),
            last=date.fromisoformat(one["last"]),
        )
        for one in facts
    )


def covering(exemptions: Iterable[Exemption], court_id: str, day: date) -> Exemption | None:
    """The exemption that holds at a court on a day, the one that lasts longest where several do, or None."""
    found = [one for one in exemptions if one.covers(court_id, day)]
    return max(found, key=lambda one: one.last, default=None)
