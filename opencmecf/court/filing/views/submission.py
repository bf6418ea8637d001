"""Submitting a draft."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from opencmecf.court.filing import actions, queries
from opencmecf.court.profile.queries import court_of
from opencmecf.foundation.access import Permission, actor_of, door
from opencmecf.foundation.failpoints import failpoint


@door(Permission.DOCUMENT_FILE)
@never_cache
@require_POST
def submit(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Files the draft and leads to its notice; sent twice, it leads to the same notice."""
    draft = queries.draft_of(draft_id, actor=actor_of(request))
    try:
        actions.submit(draft=draft, actor=actor_of(request))
    except actions.NotAccepted as refused:
        page = {"refused": refused, "draft": draft, "court": court_of(request)}
        return render(request, "filing/not_accepted.html", page, status=503 if refused.is_technical else 409)
    failpoint("filing:before-answer")
    return HttpResponseRedirect(reverse("filing-notice", args=[draft_id]))
