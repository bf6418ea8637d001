"""The one clock of the system: the database's."""

from __future__ import annotations

from datetime import date, datetime, tzinfo

from opencmecf.foundation.database.prepared import first_line


def moment() -> datetime:
    """The time right now by the database's clock, in UTC; within a transaction it goes on."""
    return _asked("SELECT clock_timestamp()")


def now() -> datetime:
    """The time of the current transaction by the database's clock, in UTC.

    It stands still within a transaction, and a test is one transaction, while Django's `Now()` is the time of each
    statement. A test that makes a row older counts back from whichever of the two the row is compared with.
    """
    return _asked("SELECT now()")


def today(zone: tzinfo) -> date:
    """The day that it is in `zone` now: a court's own day, or the service center's."""
    return now().astimezone(zone).date()


def _asked(statement: str) -> datetime:
    line = first_line(statement, [])
    assert line is not None
    time: datetime = line[0]
    return time
