"""A database server that is lost in the middle of something."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import psycopg
from filings import rows
from psycopg import sql

from opencmecf.foundation.processes import NotReady, answers, wait_until
from opencmecf.testing.running import RunningDemo

ROOM_SECONDS = 60  # on a machine that has much to do

Answer = TypeVar("Answer")


def lost_before_commit(demo: RunningDemo, table: str, act: Callable[[], Answer]) -> Answer:
    """What `act` answers whose transaction has the database killed under it, when it comes to write into `table`."""
    with psycopg.connect(demo.database_url) as holding, ThreadPoolExecutor(1) as pool:
        holding.execute(sql.SQL("lock table {} in exclusive mode").format(sql.Identifier(table)))
        under_way = pool.submit(act)
        waiting_backend(demo)
        os.kill(demo.postmaster(), signal.SIGKILL)
        answer = under_way.result(ROOM_SECONDS)
        holding.close()
    wait_until(lambda: is_healthy(demo), ROOM_SECONDS)
    return answer


def lost_after_commit(demo: RunningDemo, act: Callable[[], Answer]) -> Answer:
    """What `act` answers; the database is killed as soon as it has."""
    answer = act()
    os.kill(demo.postmaster(), signal.SIGKILL)
    wait_until(lambda: not is_healthy(demo), ROOM_SECONDS)
    wait_until(lambda: is_healthy(demo), ROOM_SECONDS)
    return answer


def waiting_backend(demo: RunningDemo) -> int:
    """The process of the database session that waits for somebody else's lock, as soon as there is one."""
    deadline = time.monotonic() + ROOM_SECONDS
    while time.monotonic() < deadline:
        found = rows(demo, "select pid from pg_stat_activity where wait_event_type = 'Lock'")
        if found:
            return int(found[0][0])
        time.sleep(0.05)
    raise NotReady("No session waits for a lock.")


def is_healthy(demo: RunningDemo) -> bool:
    """Whether the web server answers and reaches the database."""
    return answers(f"http://127.0.0.1:{demo.port}/healthz")
