"""The one clock of the system: the database's."""

from __future__ import annotations

from datetime import datetime

from django.db import connection


def now() -> datetime:
    """The time of the current transaction by the database's clock, in UTC."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        (moment,) = cursor.fetchone()
    result: datetime = moment
    return result
