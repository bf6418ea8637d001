"""The service center's desk: deciding about programs of others."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opencmecf.central.programs import actions, queries
from opencmecf.central.programs.forms import StopForm
from opencmecf.central.programs.models import SHOWN_TO_PEOPLE, Program, ProgramState
from opencmecf.central.signon import scopes
from opencmecf.foundation.access import Permission, actor_of, door
from opencmecf.foundation.caching import never_cache

SECTION = "Service Center"


@door(Permission.PROGRAM_DECIDE)
@never_cache
@require_safe
def program_list(request: HttpRequest) -> HttpResponse:
    """Every program, those that wait for a decision first."""
    actor = actor_of(request)
    page = {"waiting": queries.to_decide(actor), "decided": queries.decided(actor)}
    return _page(request, "programs/desk_list.html", page)


@door(Permission.PROGRAM_DECIDE, fresh=True)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def program(request: HttpRequest, client_id: str) -> HttpResponse:
    """One program as its maker describes it, and stopping it or turning it down."""
    actor = actor_of(request)
    shown = queries.program(client_id, actor)
    form = StopForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.stop_program(program=shown, reason=form.cleaned_data["reason"], actor=actor)
        return redirect("desk-program", client_id)
    return _page(request, "programs/desk_program.html", {"form": form, **_shown(shown)}, below=True)


@door(Permission.PROGRAM_DECIDE, fresh=True)
@require_POST
def approve(request: HttpRequest, client_id: str) -> HttpResponse:
    """Put into force what the maker asked for when the page was shown."""
    actor = actor_of(request)
    seen = request.POST.get("seen", "")
    actions.approve_program(program=queries.program(client_id, actor), seen=seen, actor=actor)
    return redirect("desk-program", client_id)


def _shown(program: Program) -> dict[str, Any]:
    return {
        "program": program,
        "opened": scopes.described(program.scope),
        "changes": _changes(program),
        "can_approve": program.state != ProgramState.APPROVED,
        "can_stop": program.state != ProgramState.STOPPED,
    }


def _changes(program: Program) -> list[str]:
    """What would be different after approving: the names of the facts."""
    if not program.in_force:
        return []
    client = program.client
    now = {
        **{name.replace("_", " "): program.in_force.get(name) for name in SHOWN_TO_PEOPLE},
        "redirect addresses": client.redirect_uris,
        "addresses after logging out": client.post_logout_redirect_uris,
        "logout notices": client.backchannel_logout_uri,
        "what it may know": client.allowed_scope,
    }
    then = {
        **{name.replace("_", " "): getattr(program, name) for name in SHOWN_TO_PEOPLE},
        "redirect addresses": program.redirect_uris,
        "addresses after logging out": program.post_logout_redirect_uris,
        "logout notices": program.backchannel_logout_uri,
        "what it may know": program.scope,
    }
    return [name for name in now if now[name] != then[name]]


def _page(request: HttpRequest, template: str, page: dict[str, Any], *, below: bool = False) -> HttpResponse:
    trail = [("Find a person", reverse("desk"))]
    if below:
        trail.append(("Programs of others", reverse("desk-programs")))
    return render(request, template, {"section": SECTION, "trail": trail, **page})
