"""The worker process: does the jobs, and takes up those of a worker that was killed."""

from __future__ import annotations

from asgiref.sync import async_to_sync
from procrastinate.contrib.django import app

from opencmecf.foundation.jobs.queue import periodic

STALLED_AFTER_SECONDS = 20
HEARTBEAT_SECONDS = 5
KEEP_DONE_JOBS_HOURS = 72
AT_ONCE = 4  # a mail server that keeps one job waiting must not keep everybody's


def run(*, until_empty: bool = False) -> None:
    """Work until stopped, or until nothing is left to do now when `until_empty`."""
    with app.replace_connector(app.connector.get_worker_connector()) as working:
        working.run_worker(
            concurrency=AT_ONCE,
            wait=not until_empty,
            install_signal_handlers=not until_empty,
            listen_notify=not until_empty,
            update_heartbeat_interval=HEARTBEAT_SECONDS,
            stalled_worker_timeout=STALLED_AFTER_SECONDS,
            fetch_job_polling_interval=2,
            shutdown_graceful_timeout=10,
            delete_jobs="never",
        )


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
