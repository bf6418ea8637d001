"""Programs for developers: registering a program, changing it, its secret."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opencmecf.central.accounts import queries as accounts
from opencmecf.central.accounts.pages import manage_page
from opencmecf.central.programs import actions, queries
from opencmecf.central.programs.forms import ProgramForm, RegisterForm, initial_of
from opencmecf.central.programs.models import Program, ProgramState
from opencmecf.central.signon import keys, scopes
from opencmecf.foundation.access import Permission, actor_of, door
from opencmecf.foundation.caching import never_cache
from opencmecf.foundation.errors import Refused

BY_ITS_MAKER = "Stopped by its maker."


@door(Permission.PROGRAM_REGISTER)
@never_cache
@require_safe
def program_list(request: HttpRequest) -> HttpResponse:
    """The programs that the person has registered."""
    programs = queries.own(accounts.own(actor_of(request)))
    return _page(request, "programs/developer.html", {"programs": programs, "issuer": keys.issuer()})


@door(Permission.PROGRAM_REGISTER, fresh=True)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Register a program."""
    actor = actor_of(request)
    account = accounts.own(actor)
    if request.method != "POST":
        queries.check_may_register(account)  # rather than after everything has been typed
    form = RegisterForm(request.POST or None, initial={"contact": account.email, "publisher": account.firm_name})
    if request.method == "POST" and form.is_valid():
        is_public = form.cleaned_data["kind"] == "public"
        try:
            made = actions.register_program(account=account, details=form.details, is_public=is_public, actor=actor)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect("developer-program", made.pk)
    return _page(request, "programs/register.html", {"form": form})


@door(Permission.PROGRAM_REGISTER)
@never_cache
@require_safe
def program(request: HttpRequest, client_id: str) -> HttpResponse:
    """One program of the person's own: how it stands, and what its configuration is."""
    return _page(request, "programs/program.html", _shown(_own(request, client_id)))


@door(Permission.PROGRAM_REGISTER, fresh=True)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, client_id: str) -> HttpResponse:
    """Ask for a change of a program."""
    own = _own(request, client_id)
    form = ProgramForm(request.POST or None, initial=initial_of(own))
    if request.method == "POST" and form.is_valid():
        actions.change_program(program=own, details=form.details, actor=actor_of(request))
        return redirect("developer-program", own.pk)
    return _page(request, "programs/change.html", {"form": form, "program": own}, of=own)


@door(Permission.PROGRAM_REGISTER, fresh=True)
@never_cache
@require_POST
def secret(request: HttpRequest, client_id: str) -> HttpResponse:
    """Make a new secret and show it, once."""
    own = _own(request, client_id)
    made = actions.make_secret(program=own, actor=actor_of(request))
    return _page(request, "programs/secret.html", {"program": own, "secret": made}, of=own)


@door(Permission.PROGRAM_REGISTER, fresh=True)
@require_POST
def stop(request: HttpRequest, client_id: str) -> HttpResponse:
    """Have one's own program answered no more."""
    own = _own(request, client_id)
    actions.stop_program(program=own, reason=BY_ITS_MAKER, actor=actor_of(request))
    return redirect("developer-program", own.pk)


def _own(request: HttpRequest, client_id: str) -> Program:
    return queries.own_program(client_id, accounts.own(actor_of(request)))


def _shown(program: Program) -> dict[str, Any]:
    return {
        "program": program,
        "opened": scopes.described(program.scope),
        "issuer": keys.issuer(),
        "is_stopped": program.state == ProgramState.STOPPED,
        "is_changed": program.state == ProgramState.REQUESTED and program.is_answered,
    }


def _page(request: HttpRequest, template: str, page: dict[str, Any], *, of: Program | None = None) -> HttpResponse:
    beyond = [("Programs for developers", reverse("developer-programs"))]
    if of is not None:
        beyond.append((of.name, reverse("developer-program", args=[of.pk])))
    beyond = [(label, path) for label, path in beyond if path != request.path]
    return manage_page(request, template, page, beyond=beyond)
