"""The pages of the service center's desk."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from opencmecf.central.accounts.models import Account, AccountStatus
from opencmecf.central.desk import actions, queries
from opencmecf.central.desk.forms import FindForm, ReasonForm
from opencmecf.central.directory import queries as directory
from opencmecf.central.second_factor import queries as second_factors
from opencmecf.central.signon import queries as signon
from opencmecf.foundation.access import Permission, actor_of, door
from opencmecf.foundation.errors import NotAllowed, Refused
from opencmecf.foundation.ui.paging import page_of

SECTION = "Service Center"
DESK = ("Find a person", "/desk")
LONGEST_LOG = 200


@door(Permission.ACCOUNT_LOOK)
@never_cache
@require_http_methods(["GET", "HEAD"])
def find(request: HttpRequest) -> HttpResponse:
    """Find a person. What was looked for is recorded."""
    form = FindForm(request.GET or None)
    found = None
    if form.is_bound and form.is_valid():
        words = form.cleaned_data["q"]
        found = page_of(queries.people(words), request)
        actions.note_search(words=words, count=len(found.shown), actor=actor_of(request))
    return render(request, "service_center/find.html", {"form": form, "found": found, "section": SECTION})


@door(Permission.ACCOUNT_LOOK, fresh=True)
@never_cache
@require_http_methods(["GET", "HEAD"])
def person(request: HttpRequest, account_number: str) -> HttpResponse:
    """How an account stands. The look is in the account's own history."""
    actor, account = actor_of(request), queries.person(account_number)
    actions.look(account=account, what="how it stands", actor=actor)
    page = {
        "account": account,
        "last_used": queries.last_used(account),
        "sessions": signon.live_sessions(account),
        "courts": directory.registrations_of(account.number),
        "has_second_factor": second_factors.standing(account).has_method,
        "is_locked": account.status in (AccountStatus.DISABLED, AccountStatus.INACTIVE),
        "is_closed": account.status == AccountStatus.CLOSED,
        "is_pending": account.status == AccountStatus.PENDING,
        "is_own": actor.account_id == account.pk,
    }
    return _page(request, "service_center/person.html", page, here=account.name)


@door(Permission.ACCOUNT_LOOK, fresh=True)
@never_cache
@require_http_methods(["GET", "HEAD"])
def security_log(request: HttpRequest, account_number: str) -> HttpResponse:
    """Every attempt to log in to the account. The look is in the account's own history."""
    account = queries.person(account_number)
    actions.look(account=account, what="the security log", actor=actor_of(request))
    attempts = signon.attempts_at(account)
    page = {"account": account, "attempts": attempts[:LONGEST_LOG], "count": attempts.count(), "longest": LONGEST_LOG}
    return _page(request, "service_center/security_log.html", page, here="Security log", account=account)


@door(Permission.ACCOUNT_STATUS_CHANGE, fresh=True)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def lock(request: HttpRequest, account_number: str) -> HttpResponse:
    """Lock an account, with the reason."""
    return _with_reason(request, account_number, actions.lock_account, "service_center/lock.html", "Lock")


@door(Permission.ACCOUNT_STATUS_CHANGE, fresh=True)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unlock(request: HttpRequest, account_number: str) -> HttpResponse:
    """Unlock a locked or inactive account, with the reason."""
    return _with_reason(request, account_number, actions.unlock_account, "service_center/unlock.html", "Unlock")


def _with_reason(request: HttpRequest, account_number: str, action: Any, template: str, here: str) -> HttpResponse:
    account = queries.person(account_number)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            action(account=account, reason=form.cleaned_data["reason"], actor=actor_of(request))
            return redirect("desk-person", account_number)
        except NotAllowed:
            raise
        except Refused as refused:
            form.add_error(None, f"{refused.message} {refused.remedy}".strip())
    return _page(request, template, {"form": form, "account": account}, here=here, account=account)


def _page(
    request: HttpRequest, template: str, page: dict[str, Any], *, here: str, account: Account | None = None
) -> HttpResponse:
    trail = [DESK]
    if account is not None:
        trail.append((account.name, reverse("desk-person", args=[account.number])))
    return render(request, template, {"section": SECTION, "trail": trail, "here": here, **page})
