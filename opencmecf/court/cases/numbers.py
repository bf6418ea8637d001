"""Running numbers of a court: for what a docket shows no number for, and for what is filed here."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from opencmecf.court.cases.models import FIRST_RUNNING_NUMBER
from opencmecf.foundation.database.prepared import first_line

_TAKE = """
INSERT INTO running_number (court_id, series, next) VALUES (%(court)s, %(series)s, %(first)s + %(count)s)
ON CONFLICT ON CONSTRAINT running_number_series_once DO UPDATE SET next = running_number.next + %(count)s
RETURNING next - %(count)s
"""
CASES, ENTRIES, DOCUMENTS = "case", "entry", "document"
IN_ORDER = (DOCUMENTS, ENTRIES)  # whoever takes of both takes them so, that no two wait for each other


def take_numbers(*, court_id: str, series: str, count: int) -> range:
    """Return the next `count` numbers of a series. Nobody else gets them; the series waits for this transaction."""
    if not count:
        return range(0)
    taken = first_line(_TAKE, {"court": court_id, "series": series, "first": FIRST_RUNNING_NUMBER, "count": count})
    assert taken is not None  # an INSERT that returns what it has written
    return range(taken[0], taken[0] + count)


class Reserved:
    """Numbers that were taken before the act that uses them, so that nobody waits for that act. The rest is a gap."""

    def __init__(self, court_id: str, free: Mapping[str, list[int]]) -> None:
        self._court_id = court_id
        self._free = free

    def take(self, series: str, count: int) -> list[int]:
        """Return so many numbers of a series; what is not reserved is taken now, and the series wait."""
        missing = count - len(self._free[series])
        for each in IN_ORDER if missing > 0 else ():
            self._free[each].extend(take_numbers(court_id=self._court_id, series=each, count=missing))
        taken, self._free[series][:count] = self._free[series][:count], []
        return taken


def none_reserved(court_id: str) -> Reserved:
    """Return what stands for numbers that were reserved where none are needed, or the series may wait."""
    return Reserved(court_id, {one: [] for one in IN_ORDER})


@transaction.atomic
def reserve(*, court_id: str, documents: int, entries: int) -> Reserved:
    """Take numbers of documents and entries for an act that is still to come, in a transaction of their own."""
    counts = {DOCUMENTS: documents, ENTRIES: entries}
    free = {one: list(take_numbers(court_id=court_id, series=one, count=counts[one])) for one in IN_ORDER}
    return Reserved(court_id, free)
