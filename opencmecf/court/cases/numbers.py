"""Running numbers of a court: for what a docket shows no number for, and for what is filed here."""

from __future__ import annotations

from opencmecf.court.cases.models import FIRST_RUNNING_NUMBER
from opencmecf.foundation.database.prepared import first_line

_TAKE = """
INSERT INTO running_number (court_id, series, next) VALUES (%(court)s, %(series)s, %(first)s + %(count)s)
ON CONFLICT ON CONSTRAINT running_number_series_once DO UPDATE SET next = running_number.next + %(count)s
RETURNING next - %(count)s
"""
CASES, ENTRIES, DOCUMENTS = "case", "entry", "document"


def take_numbers(*, court_id: str, series: str, count: int) -> range:
    """Return the next `count` numbers of a series. Nobody else gets them; the series waits for this transaction."""
    if not count:
        return range(0)
    taken = first_line(_TAKE, {"court": court_id, "series": series, "first": FIRST_RUNNING_NUMBER, "count": count})
    assert taken is not None  # an INSERT that returns what it has written
    return range(taken[0], taken[0] + count)
