"""Two acts at the same moment, for tests of what becomes of the second one."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event
from typing import Any

from django.db import connection, transaction

PATIENCE = 120.0
# Who waits for what is in `pg_stat_activity` as well, but not for a role that is not the one that has logged in.
WAITING = """
SELECT count(*) FROM pg_locks
WHERE NOT granted AND pid IN (SELECT pid FROM pg_stat_activity WHERE datname = current_database())
"""


def one_after_the_other(first: Callable[[], object], second: Callable[[], object]) -> tuple[Any, Any]:
    """What both return: `second` begins, in a connection of its own, before the transaction of `first` is committed."""
    done, commit = Event(), Event()

    def hold() -> object:
        try:
            with transaction.atomic():
                result = first()
                done.set()
                commit.wait()
                return result
        finally:
            done.set()  # also where it has failed
            connection.close()

    def follow() -> object:
        try:
            with transaction.atomic():
                return second()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        held: Future[object] = threads.submit(hold)
        assert done.wait(PATIENCE)
        followed = threads.submit(follow)
        try:
            _until_waiting(followed)
        finally:
            commit.set()
        return held.result(PATIENCE), followed.result(PATIENCE)


def _until_waiting(followed: Future[object]) -> None:
    for _ in range(40):
        with connection.cursor() as cursor:
            cursor.execute(WAITING)
            if cursor.fetchone() != (0,) or followed.done():
                return
        time.sleep(0.05)
