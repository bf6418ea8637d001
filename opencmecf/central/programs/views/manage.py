"""Manage My Account: the programs that the person has let in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from opencmecf.central.accounts import queries as accounts
from opencmecf.central.accounts.pages import manage_page
from opencmecf.central.programs import actions, queries
from opencmecf.foundation.access import Permission, actor_of, door
from opencmecf.foundation.caching import never_cache


@door(Permission.ACCOUNT_MANAGE)
@never_cache
@require_safe
def access_list(request: HttpRequest) -> HttpResponse:
    """Programs with access: what each may know, since when, and when it last looked."""
    page = {
        "programs": queries.let_in_by(accounts.own(actor_of(request))),
    }
    return manage_page(request, "programs/access.html", page)


@door(Permission.ACCOUNT_MANAGE)
@require_POST
def end_access(request: HttpRequest, consent_id: int) -> HttpResponse:
    """Take back what a program may know."""
    actor = actor_of(request)
    actions.shut_out(consent=queries.own_consent(accounts.own(actor), consent_id), actor=actor)
    return redirect("program-access")
