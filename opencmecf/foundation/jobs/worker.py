"""The worker process: does the jobs, and takes up those of a worker that was killed."""

from __future__ import annotations

import asyncio
from typing import Any

from asgiref.sync import async_to_sync
from procrastinate import App
from procrastinate.contrib.django import app
from procrastinate.signals import on_stop

from opencmecf.foundation.jobs.queue import DEFAULT, OUTSIDE, periodic

STALLED_AFTER_SECONDS = 20
HEARTBEAT_SECONDS = 5
KEEP_DONE_JOBS_HOURS = 72
AT_ONCE = 4  # a mail server that keeps one job waiting must not keep everybody's
OUTSIDE_AT_ONCE = 2  # servers of others have slots of their own: whoever keeps those busy keeps no other job waiting
SLOTS = {DEFAULT: AT_ONCE, OUTSIDE: OUTSIDE_AT_ONCE}
LIFE: dict[str, Any] = {
    "install_signal_handlers": False,
    "update_heartbeat_interval": HEARTBEAT_SECONDS,
    "stalled_worker_timeout": STALLED_AFTER_SECONDS,
    "fetch_job_polling_interval": 2,
    "shutdown_graceful_timeout": 10,
    "delete_jobs": "never",
}


def run(*, until_empty: bool = False) -> None:
    """Work until stopped, or until nothing is left to do now when `until_empty`."""
    with app.replace_connector(app.connector.get_worker_connector()) as working:
        if until_empty:
            working.run_worker(concurrency=AT_ONCE, wait=False, listen_notify=False, **LIFE)
        else:
            asyncio.run(_work(working))


async def _work(working: App) -> None:
    """Work in every queue with the slots that it has, until SIGINT or SIGTERM; one that breaks ends them all."""
    async with working.open_async(), asyncio.TaskGroup() as group:
        queues = [
            group.create_task(working.run_worker_async(queues=[queue], concurrency=at_once, **LIFE))
            for queue, at_once in SLOTS.items()
        ]

        def stop() -> None:
            for queue in queues:
                queue.cancel()

        with on_stop(stop):
            await asyncio.wait(queues)


def rescue_stalled_jobs(seconds: float = STALLED_AFTER_SECONDS) -> int:
    """Put the jobs of workers that were killed `seconds` ago back into the queue; returns how many there were."""
    stalled = list(async_to_sync(app.job_manager.get_stalled_jobs)(seconds_since_heartbeat=seconds))
    for job in stalled:
        async_to_sync(app.job_manager.retry_job)(job)
    return len(stalled)


@periodic("jobs:rescue", cron="* * * * * */10")
def rescue() -> None:
    """Every ten seconds: rescue the jobs of workers whose heart has stopped."""
    rescue_stalled_jobs()


@periodic("jobs:tidy", cron="17 3 * * *")
def tidy() -> None:
    """Every night: forget the jobs that were done some days ago. Failed ones stay until somebody looks at them."""
    async_to_sync(app.job_manager.delete_old_jobs)(nb_hours=KEEP_DONE_JOBS_HOURS)
