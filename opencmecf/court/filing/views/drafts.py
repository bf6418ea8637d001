"""My drafts: going on, copying, discarding, and checking one without submitting it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opencmecf.court.filing import actions, queries, rules
from opencmecf.court.filing.content import Step
from opencmecf.court.filing.models import State
from opencmecf.court.filing.queries import Workspace
from opencmecf.court.filing.steps import PAGES
from opencmecf.court.filing.views.heading import show_principal_of
from opencmecf.court.profile.queries import court_of
from opencmecf.foundation import cookies
from opencmecf.foundation.access import Permission, actor_of, door
from opencmecf.foundation.caching import never_cache

BELOW_DRAFTS = {"section": "Utilities", "trail": (("My Drafts", "/filing/drafts"),)}


@door(Permission.DOCUMENT_FILE)
@never_cache
@require_safe
def drafts(request: HttpRequest) -> HttpResponse:
    """The drafts that are being prepared, the latest first, and what was filed lately, also by others for the actor."""
    actor = actor_of(request)
    page: dict[str, Any] = {"rows": queries.draft_rows(actor), "filed": queries.filed_rows(actor)}
    page["filed_for"] = queries.rows_filed_for(actor)
    page |= {"court": court_of(request), "section": "Utilities", "handed_over": "handed-over" in request.GET}
    return render(request, "filing/drafts.html", page)


@door(Permission.DOCUMENT_FILE)
@never_cache
@require_safe
def resume(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Lead to the step where the draft goes on: the one that was sent too late from this browser, if there is one."""
    actor = actor_of(request)
    draft = queries.draft_of(draft_id, actor=actor)
    late = queries.late_step(request.COOKIES.get(cookies.LATE_FORM, ""), draft=draft)
    if late:
        return HttpResponseRedirect(reverse("filing-step", args=[draft_id, late]))
    space = queries.workspace(draft, actor)
    steps = rules.steps_of(space.content, space.dictionary, space.around)
    lacking = rules.missing(space.content, space.dictionary, space.around)
    step = rules.first_open(steps, space.content, lacking)
    return HttpResponseRedirect(reverse("filing-step", args=[draft_id, step.value]))


@door(Permission.DOCUMENT_FILE)
@never_cache
@require_safe
def check(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Everything that submitting would refuse, without submitting."""
    actor = actor_of(request)
    space = queries.workspace(queries.draft_of(draft_id, actor=actor), actor)
    show_principal_of(request, space.draft)
    steps = checked(space)
    is_ready = not any(messages for _, _, messages in steps)
    page = {"draft": space.draft, "steps": steps, "is_ready": is_ready, **BELOW_DRAFTS}
    return render(request, "filing/check.html", page)


@door(Permission.DOCUMENT_FILE)
@never_cache
@require_POST
def duplicate(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Copy a draft, and go on with the copy."""
    actor = actor_of(request)
    copy = actions.duplicate(draft=queries.draft_of(draft_id, actor=actor), actor=actor)
    return HttpResponseRedirect(reverse("filing-resume", args=[copy.pk]))


@door(Permission.DOCUMENT_FILE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Put a draft away, after asking."""
    actor = actor_of(request)
    draft = queries.draft_of(draft_id, actor=actor)
    if request.method == "POST":
        actions.discard(draft=draft, actor=actor)
        return HttpResponseRedirect(reverse("filing-drafts"))
    if draft.state != State.OPEN:
        return HttpResponseRedirect(reverse("filing-drafts"))
    show_principal_of(request, draft)
    (row,) = queries.rows_of([draft], actor)
    return render(request, "filing/discard.html", {"row": row, **BELOW_DRAFTS})


@door(Permission.DOCUMENT_FILE)
@require_POST
def hand_over(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Give a draft to the filer for whom it was begun."""
    actor = actor_of(request)
    actions.hand_over(draft=queries.draft_of(draft_id, actor=actor), actor=actor)
    return HttpResponseRedirect(f"{reverse('filing-drafts')}?handed-over")


def checked(space: Workspace) -> list[tuple[Step, str, list[str]]]:
    """Return the steps of a draft but the last, with what is missing at each."""
    lacking = rules.missing(space.content, space.dictionary, space.around)
    steps = [*rules.steps_of(space.content, space.dictionary, space.around)]
    also = [one.step for one in lacking if one.step not in steps]
    wanted = [step for step in Step if step in (*steps, *also) and step is not Step.REVIEW]
    return [(step, PAGES[step].title, [one.message for one in rules.missing_at(step, lacking)]) for step in wanted]
