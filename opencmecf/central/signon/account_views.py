"""Manage My Account: where the person is logged in, and the security log."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from opencmecf.central.accounts import queries as accounts
from opencmecf.central.signon import actions, queries
from opencmecf.foundation.access import Permission, actor_of, door
from opencmecf.foundation.caching import never_cache

LONGEST_LOG = 200


@door(Permission.ACCOUNT_MANAGE)
@never_cache
@require_safe
def session_list(request: HttpRequest) -> HttpResponse:
    """Where you are logged in: browsers and programs."""
    actor = actor_of(request)
    account = accounts.own(actor)
    sessions = queries.live_sessions(account)
    page = {
        "here": next((one for one in sessions if str(one.row.pk) == actor.session_id), None),
        "others": [one for one in sessions if str(one.row.pk) != actor.session_id],
        "programs": queries.live_programs(account),
    }
    return _page(request, "signon/sessions.html", page)


@door(Permission.ACCOUNT_MANAGE, fresh=True)
@require_POST
def end_session(request: HttpRequest, sid: UUID) -> HttpResponse:
    """End one session of the person's own, at every site."""
    actor = actor_of(request)
    session = queries.own_session(accounts.own(actor), sid)
    actions.end_session(session=session, by=actor, reason="ended from another session")
    return redirect("session-list")


@door(Permission.ACCOUNT_MANAGE, fresh=True)
@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """End every other session and every program's token."""
    actor = actor_of(request)
    account = accounts.own(actor)
    actions.end_all_sessions(account=account, by=actor, reason="ended from another session", but=actor.session_id)
    return redirect("session-list")


@door(Permission.ACCOUNT_MANAGE, fresh=True)
@require_POST
def end_program(request: HttpRequest, fingerprint: str) -> HttpResponse:
    """End the token of one program."""
    actor = actor_of(request)
    actions.end_own_program_token(account=accounts.own(actor), fingerprint=fingerprint, actor=actor)
    return redirect("session-list")


@door(Permission.ACCOUNT_MANAGE)
@never_cache
@require_safe
def security_log(request: HttpRequest) -> HttpResponse:
    """Every attempt to log in to the account."""
    attempts = queries.attempts_at(accounts.own(actor_of(request)))
    page = {"attempts": attempts[:LONGEST_LOG], "count": attempts.count(), "longest": LONGEST_LOG}
    return _page(request, "signon/security_log.html", page)


def _page(request: HttpRequest, template: str, page: dict[str, Any]) -> HttpResponse:
    trail = [("Manage My Account", reverse("manage"))]
    return render(request, template, {"section": "Manage My Account", "trail": trail, **page})
