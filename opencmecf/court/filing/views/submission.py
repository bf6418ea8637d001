"""Submitting a draft."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from opencmecf.court.filing import actions, queries
from opencmecf.court.filing.content import Step
from opencmecf.court.filing.models import Draft, State
from opencmecf.court.filing.typed import whole_number
from opencmecf.court.filing.views.heading import show_principal_of
from opencmecf.court.profile.queries import court_of
from opencmecf.foundation.access import Permission, actor_of, door
from opencmecf.foundation.caching import never_cache
from opencmecf.foundation.failpoints import failpoint


@door(Permission.DOCUMENT_FILE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Files the draft and leads to its notice; sent twice, it leads to the same notice.

    Whoever comes without a form, as after signing in anew, is led to the final text, or to the notice once it is filed.
    """
    draft = queries.draft_of(draft_id, actor=actor_of(request))
    if request.method != "POST":
        return HttpResponseRedirect(_instead(draft))
    revision = whole_number(request.POST.get("revision", ""))
    try:
        actions.submit(draft=draft, actor=actor_of(request), revision=-1 if revision is None else revision)
    except actions.NotAccepted as refused:
        show_principal_of(request, draft)
        page = {"refused": refused, "draft": draft, "court": court_of(request)}
        return render(request, "filing/not_accepted.html", page, status=503 if refused.is_technical else 409)
    failpoint("filing:before-answer")
    return HttpResponseRedirect(reverse("filing-notice", args=[draft_id]))


def _instead(draft: Draft) -> str:
    if draft.state == State.SUBMITTED:
        return reverse("filing-notice", args=[draft.pk])
    return reverse("filing-step", args=[draft.pk, Step.REVIEW.value])
