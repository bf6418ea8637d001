"""The operators' page: what waits, what runs, what failed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from opencmecf.foundation.access import Permission, actor_of, door
from opencmecf.foundation.caching import never_cache
from opencmecf.foundation.jobs import actions, queries


@door(Permission.JOBS_OPERATE)
@never_cache
@require_safe
def job_list(request: HttpRequest) -> HttpResponse:
    """Every job that is not done, with what can be done about it."""
    page = {"counts": queries.counts(), "jobs": queries.unfinished(), "section": "Operations"}
    return render(request, "jobs/job_list.html", page)


@door(Permission.JOBS_OPERATE)
@require_POST
def retry(request: HttpRequest, job_id: int) -> HttpResponse:
    """Put a failed job back into the queue."""
    actions.retry_job(job_id=job_id, actor=actor_of(request))
    return HttpResponseRedirect(reverse("job-list"))
