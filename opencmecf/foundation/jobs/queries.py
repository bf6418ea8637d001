"""What waits, what runs and what failed, for the people who operate the system."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Case, Max, When
from procrastinate.contrib.django.models import ProcrastinateEvent, ProcrastinateJob

UNFINISHED = ("todo", "doing", "failed")


@dataclass(frozen=True)
class JobRow:
    """One job that is not done."""

    id: int
    name: str
    status: str
    attempts: int
    scheduled_at: datetime | None
    last_event_at: datetime | None
    arguments: dict[str, Any]


def counts() -> dict[str, int]:
    """How many jobs are in each state; states without a job are 0."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT status::text, count(*) FROM procrastinate_jobs GROUP BY status")
        found: dict[str, int] = dict(cursor.fetchall())
    return {status: found.get(status, 0) for status in ("todo", "doing", "failed", "succeeded")}


def unfinished(limit: int = 200) -> list[JobRow]:
    """The jobs that wait, run or have failed, the failed ones first, then the oldest."""
    failed_first = Case(When(status="failed", then=0), default=1)
    jobs = list(ProcrastinateJob.objects.filter(status__in=UNFINISHED).order_by(failed_first, "id")[:limit])
    latest = dict(
        ProcrastinateEvent.objects.filter(job_id__in=[job.id for job in jobs]).values_list("job_id").annotate(Max("at"))
    )
    return [
        JobRow(job.id, job.task_name, job.status, job.attempts, job.scheduled_at, latest.get(job.id), job.args)
        for job in jobs
    ]
