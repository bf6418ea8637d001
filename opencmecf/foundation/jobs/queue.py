"""What the rest of the house needs of the job queue."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import connection, connections, transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from opencmecf.foundation.database.prepared import first_line

DEFAULT, OUTSIDE = "default", "outside"
_UNDER_WAY = """
SELECT id FROM procrastinate_jobs WHERE status IN ('todo', 'doing') AND task_name = %s AND args = %s::jsonb LIMIT 1
"""
# Waits 5, 25, 125 … seconds before each of seven more tries, 27 hours in all: longer than a mail server's bad day.
PERSISTENT = RetryStrategy(max_attempts=7, exponential_wait=5)
# As long, with pauses that grow by some four minutes: of jobs that are done in turn, the later ones wait for the first.
IN_TURN = RetryStrategy(max_attempts=30, wait=5, linear_wait=220)


def job(name: str, *, attempts: RetryStrategy = PERSISTENT) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Declare a function as the job `name`. It may run more than once for one `enqueue`, so it must be idempotent."""

    def declare(work: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(work)
        def on_its_own_connection(**arguments: Any) -> None:
            try:
                work(**arguments)
            finally:
                connections.close_all()  # the worker's threads outlive a restart of the database

        app.task(name=name, retry=attempts)(on_its_own_connection)
        return work

    return declare


def periodic(name: str, *, cron: str) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Declare a function as a job that the worker does by the clock; `cron` may have seconds as a sixth, last field."""

    def declare(work: Callable[[], None]) -> Callable[[], None]:
        @functools.wraps(work)
        def at_that_time(timestamp: int) -> None:
            try:
                work()
            finally:
                connections.close_all()

        app.periodic(cron=cron)(app.task(name=name, queueing_lock=name)(at_that_time))
        return work

    return declare


def enqueue(name: str, **arguments: Any) -> None:
    """Have the job `name` done after the current transaction commits; nothing is done if it rolls back.

    `arguments` are JSON values: ids, never rows, tokens or texts; what a stranger has typed is sealed. Raises
    `RuntimeError` outside a transaction.
    """
    _defer(name, [arguments])


def enqueue_outside(name: str, **arguments: Any) -> None:
    """As `enqueue`, for a job that calls a server of somebody else; such jobs take no slot from the others."""
    _defer(name, [arguments], queue=OUTSIDE)


def enqueue_all(name: str, each: Sequence[Mapping[str, Any]]) -> None:
    """Have the job `name` done once for each of these arguments, as `enqueue` does for one."""
    if each:
        _defer(name, each)


@transaction.atomic
def enqueue_once(name: str, **arguments: Any) -> None:
    """Have the job `name` done unless the same one waits, is tried again or is being done already.

    For jobs that see to all there is to do. Two processes at the same moment may leave two of them.
    """
    if first_line(_UNDER_WAY, [name, json.dumps(arguments)]) is None:
        _defer(name, [arguments])


def enqueue_in_turn(name: str, *, turn: str, **arguments: Any) -> None:
    """Have the job `name` done as `enqueue` does, and never beside another one of the same `turn`, nor before it.

    For jobs that tell somebody how a thing stands: of two at once, the one that has read first could arrive last.
    """
    _defer(name, [arguments], turn=turn)


def _defer(name: str, each: Sequence[Mapping[str, Any]], *, queue: str = DEFAULT, turn: str | None = None) -> None:
    if not connection.in_atomic_block:
        raise RuntimeError(f"job {name} is enqueued outside the transaction of its act")
    app.configure_task(name, queue=queue, lock=turn).batch_defer(*each)
