"""Manage My Account: where the person is logged in, and the security log."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from opencmecf.central.accounts import actions as account_actions
from opencmecf.central.accounts import queries as accounts
from opencmecf.central.accounts.forms import ProofForm
from opencmecf.central.accounts.pages import manage_page
from opencmecf.central.second_factor import queries as second_factors
from opencmecf.central.signon import actions, queries
from opencmecf.foundation.access import Actor, Permission, actor_of, door
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
    return manage_page(request, "signon/sessions.html", page)


@door(Permission.ACCOUNT_MANAGE, fresh=True)
@never_cache
@require_POST
def end_session(request: HttpRequest, sid: UUID) -> HttpResponse:
    """End one session of the person's own, at every site."""
    actor = actor_of(request)
    session = queries.own_session(accounts.own(actor), sid)
    return _after_proof(
        request, lambda: actions.end_session(session=session, by=actor, reason="ended from another session")
    )


@door(Permission.ACCOUNT_MANAGE, fresh=True)
@never_cache
@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """End every other session and every program's token."""
    actor = actor_of(request)
    account, reason = accounts.own(actor), "ended from another session"
    return _after_proof(
        request, lambda: actions.end_all_sessions(account=account, by=actor, reason=reason, but=actor.session_id)
    )


@door(Permission.ACCOUNT_MANAGE, fresh=True)
@never_cache
@require_POST
def end_program(request: HttpRequest, fingerprint: str) -> HttpResponse:
    """End the token of one program."""
    actor = actor_of(request)
    token = queries.own_program(accounts.own(actor), fingerprint)
    return _after_proof(request, lambda: actions.end_own_program_token(token=token, actor=actor))


@door(Permission.ACCOUNT_MANAGE)
@never_cache
@require_safe
def security_log(request: HttpRequest) -> HttpResponse:
    """Every attempt to log in to the account."""
    attempts = queries.attempts_at(accounts.own(actor_of(request)))
    page = {"attempts": attempts[:LONGEST_LOG], "count": attempts.count(), "longest": LONGEST_LOG}
    return manage_page(request, "signon/security_log.html", page)


def _after_proof(request: HttpRequest, end: Callable[[], object]) -> HttpResponse:
    """Do it once the person has proved anew who is there: by the second factor, which the door has asked for, or else
    by the password, which is asked for on a page of its own.
    """
    account = accounts.own(actor_of(request))
    if not second_factors.standing(account).has_method:
        form = ProofForm(request.POST if "current_password" in request.POST else None, account=account)
        if not (form.is_valid() and _proves(form, actor_of(request))):
            return manage_page(request, "signon/end_session.html", {"form": form})
    end()
    return redirect("session-list")


def _proves(form: ProofForm, actor: Actor) -> bool:
    """Whether it is the password; the form says why not."""
    password = form.cleaned_data["current_password"]
    return form.carry_out(
        lambda: account_actions.prove_own(account=form.account, password=password, actor=actor),
        beside="current_password",
    )
