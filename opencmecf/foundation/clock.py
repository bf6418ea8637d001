"""The one clock of the system: the database's."""

from __future__ import annotations

from datetime import datetime

from opencmecf.foundation.database.prepared import first_line


def now() -> datetime:
    """The time of the current transaction by the database's clock, in UTC.

    It stands still within a transaction, and a test is one transaction, while Django's `Now()` is the time of each
    statement. A test that makes a row older counts back from whichever of the two the row is compared with.
    """
    line = first_line("SELECT now()", [])
    assert line is not None
    moment: datetime = line[0]
    return moment
