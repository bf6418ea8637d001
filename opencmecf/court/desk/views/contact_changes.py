"""The clerk's queue of what filers have changed at PACER, and the address at which it arrives."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opencmecf.court.desk import actions, queries
from opencmecf.court.desk.forms import AtOnceForm, ReasonForm
from opencmecf.court.desk.models import ChangeState
from opencmecf.court.profile import actions as profile
from opencmecf.court.profile.queries import court_of
from opencmecf.foundation.access import Opening, Permission, actor_of, door, system
from opencmecf.foundation.caching import never_cache
from opencmecf.foundation.errors import Refused
from opencmecf.foundation.relying_party import SignOnFailed
from opencmecf.foundation.relying_party.client import CONTACT_CHANGE_EVENT
from opencmecf.foundation.ui.paging import page_of

SECTION = "Utilities"
QUEUE = ("Changes Made at PACER", "/court/contact-changes")


@door(Permission.FILER_MANAGE)
@never_cache
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """What waits, and what was decided lately."""
    actor, court = actor_of(request), court_of(request)
    page = {
        "waiting": page_of(queries.waiting_changes(actor), request),
        "decided": queries.decided_changes(actor),
        "at_once": court.settings.applies_changes_at_once,
        "may_set": actor.may(Permission.COURT_CHANGE),
        "here": QUEUE[0],
    }
    return _page(request, "desk/contact_changes.html", page, trail=())


@door(Permission.COURT_CHANGE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def setting(request: HttpRequest) -> HttpResponse:
    """Whether changes are applied at once here."""
    court = court_of(request).settings
    form = AtOnceForm(request.POST or None, initial={"at_once": "yes" if court.applies_changes_at_once else "no"})
    if request.method == "POST" and form.is_valid():
        at_once = form.cleaned_data["at_once"] == "yes"
        profile.apply_changes_at_once(court=court, at_once=at_once, actor=actor_of(request))
        return redirect("contact-changes")
    return _page(request, "desk/contact_changes_setting.html", {"form": form, "here": "Setting"})


@door(Permission.FILER_MANAGE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, change_pk: int) -> HttpResponse:
    """One change, old beside new; the form on it rejects."""
    actor = actor_of(request)
    found = queries.change(actor, change_pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if form.carry_out(lambda: actions.reject_change(change=found, reason=reason, actor=actor)):
            return redirect("contact-changes")
    page = {
        "change": found,
        "differences": queries.differences(found),
        "waits": found.state == ChangeState.WAITING,
        "form": form,
        "here": found.court_account.name,
    }
    return _page(request, "desk/contact_change.html", page)


@door(Permission.FILER_MANAGE)
@require_POST
def approve(request: HttpRequest, change_pk: int) -> HttpResponse:
    """Apply one change."""
    actor = actor_of(request)
    actions.approve_change(change=queries.change(actor, change_pk), actor=actor)
    return redirect(reverse("contact-changes"))


@door(Opening.MACHINE)
@never_cache
@require_POST
def receive(request: HttpRequest) -> HttpResponse:
    """Central Sign-On pushes a change as a security event token (RFC 8417, RFC 8935); answers how it stands here."""
    court = court_of(request)
    try:
        claims, told = court.relying_party().read_event_token(
            request.body.decode(errors="replace"), CONTACT_CHANGE_EVENT
        )
        state = actions.receive_change(
            court=court.settings,
            change_id=claims["jti"],
            account_number=claims["sub"],
            sequence=_whole_number(told.get("sequence")),
            facts=told.get("facts"),
            actor=system("pacer", court.court_id),
        )
    except (SignOnFailed, Refused) as failed:
        return JsonResponse({"err": "invalid_request", "description": str(failed)}, status=400)
    return JsonResponse({"state": state})


def _whole_number(value: object) -> int:
    if not isinstance(value, int):
        raise Refused("A change has a sequence number.")
    return value


def _page(
    request: HttpRequest, template: str, page: dict[str, Any], *, trail: tuple[tuple[str, str], ...] = (QUEUE,)
) -> HttpResponse:
    return render(request, template, {"section": SECTION, "trail": trail, "court": court_of(request), **page})
