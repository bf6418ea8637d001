"""What an operator can do about a job."""

from __future__ import annotations

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from opencmecf.foundation import audit, clock
from opencmecf.foundation.access import Actor, Permission
from opencmecf.foundation.errors import Refused


@transaction.atomic
def retry_job(*, job_id: int, actor: Actor) -> None:
    """Put a failed job back into the queue. Raises `Refused` when it has not failed."""
    actor.require(Permission.JOBS_OPERATE)
    failed = ProcrastinateJob.objects.filter(pk=job_id, status="failed").first()
    if failed is None:
        raise Refused("That job is not waiting for help any more.", "Reload the list to see how it stands now.")
    app.job_manager.retry_job_by_id(job_id, retry_at=clock.now())
    audit.record("operations:job:retry", chain="operations", by=actor, target=f"job:{job_id}", name=failed.task_name)
