"""Finding, issuing, changing, disabling and unlinking accounts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opencmecf.court.appearances import queries as appearances
from opencmecf.court.desk import actions, queries
from opencmecf.court.desk.forms import BarStatusForm, ChangeForm, FindForm, IssueForm, ReasonForm
from opencmecf.court.filers import actions as filers
from opencmecf.court.filers import rules as filers_rules
from opencmecf.court.filers.models import BarStatus
from opencmecf.court.filers.queries import attempts_at
from opencmecf.court.profile.queries import court_of
from opencmecf.foundation.access import Permission, actor_of, door
from opencmecf.foundation.caching import never_cache
from opencmecf.foundation.errors import NotFound
from opencmecf.foundation.ui.paging import page_of

SECTION = "Utilities"
LONGEST_LOG = 50
LIST = ("Court Accounts", "/court/accounts")
DONE = {
    "bar-status": "The bar status has been changed, and counts from now on.",
    "changed": "The account has been changed.",
    "disabled": "The account has been disabled.",
    "enabled": "The account has been enabled.",
    "invited": "The invitation is on its way.",
    "issued": "The account has been issued, and the invitation is on its way.",
    "unlinked": "The account has been unlinked. Both e-mail addresses have been written to.",
}


@door(Permission.FILER_MANAGE)
@never_cache
@require_safe
def account_list(request: HttpRequest) -> HttpResponse:
    """Find accounts of the court."""
    form = FindForm(request.GET or None)
    told = form.cleaned_data if form.is_bound and form.is_valid() else {}
    words, state, role = (told.get(name, "") for name in ("q", "state", "role"))
    found = page_of(queries.accounts(actor_of(request), words=words, state=state, role=role), request)
    return _page(request, "desk/accounts.html", {"form": form, "found": found, "here": LIST[0]}, trail=())


@door(Permission.FILER_MANAGE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def issue(request: HttpRequest) -> HttpResponse:
    """Issue an account; its holder gets an invitation by mail, never a password.

    Where dockets print attorneys who may be the holder, the clerk is shown them next.
    """
    actor, court = actor_of(request), court_of(request)
    with_staff = actor.may(Permission.STAFF_MANAGE)
    form = IssueForm(request.POST or None, with_staff=with_staff, hint=court.settings.login_hint)
    if request.method == "POST" and form.is_valid():
        try:
            issued = filers.issue_account(court=court.settings, actor=actor, **form.cleaned_data)
            filers.invite(account=issued, actor=actor)
            if appearances.has_candidates(issued, actor):
                return redirect(reverse("account-appearances", args=[issued.pk]) + "?done=new")
            return _done(issued.pk, "issued")
        except filers.LoginTaken as refused:
            form.refuse(refused, beside="login")
    return _page(request, "desk/issue.html", {"form": form, "here": "Issue an account"})


@door(Permission.FILER_MANAGE)
@never_cache
@require_safe
def account(request: HttpRequest, account_id: int) -> HttpResponse:
    """One account: what it is, what can be done about it, and what happened to it."""
    actor = actor_of(request)
    found = queries.account(actor, account_id)
    page = {
        "found": found,
        "may_manage": queries.may_manage(actor, found),
        "is_own": actor.court_account_id == found.pk,
        "told_at": queries.told_at(found, actor),
        "happenings": queries.history(found),
        "attempts": attempts_at(found)[:LONGEST_LOG],
        "done": DONE.get(request.GET.get("done", ""), ""),
        "here": found.name,
    }
    return _page(request, "desk/account.html", page)


@door(Permission.FILER_MANAGE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, account_id: int) -> HttpResponse:
    """Change what the court has on file for an account."""
    found = _managed(request, account_id)
    form = ChangeForm(request.POST or None, account=found)
    if request.method == "POST" and form.is_valid():
        actions.change_account(account=found, facts=form.details(), actor=actor_of(request))
        return _done(account_id, "changed")
    return _page(request, "desk/change.html", {"form": form, "found": found, "here": "Change"}, trail=_of(found))


@door(Permission.FILER_MANAGE)
@require_POST
def invite(request: HttpRequest, account_id: int) -> HttpResponse:
    """Mail the invitation, once more."""
    filers.invite(account=_managed(request, account_id), actor=actor_of(request))
    return _done(account_id, "invited")


@door(Permission.FILER_MANAGE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def disable(request: HttpRequest, account_id: int) -> HttpResponse:
    """Disable an account, with the reason."""
    return _with_reason(
        request, account_id, actions.disable_account, Wording("desk/disable.html", "Disable", "disabled")
    )


@door(Permission.FILER_MANAGE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enable(request: HttpRequest, account_id: int) -> HttpResponse:
    """Enable a disabled account, with the reason."""
    return _with_reason(request, account_id, actions.enable_account, Wording("desk/enable.html", "Enable", "enabled"))


@door(Permission.FILER_MANAGE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unlink(request: HttpRequest, account_id: int) -> HttpResponse:
    """Unlink an account from its PACER account, with the reason."""
    found = _managed(request, account_id)
    if found.person is None:
        return redirect("court-account", account_id)
    return _with_reason(request, account_id, filers.unlink_account, Wording("desk/unlink.html", "Unlink", "unlinked"))


@door(Permission.FILER_MANAGE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def bar_status(request: HttpRequest, account_id: int) -> HttpResponse:
    """Change an attorney's bar status, with date and reason; it counts at once."""
    found = _managed(request, account_id)
    if not found.is_attorney:
        raise NotFound
    form = BarStatusForm(request.POST or None, initial={"status": found.bar_status})
    if request.method == "POST" and form.is_valid():
        told = {**form.cleaned_data, "status": BarStatus(form.cleaned_data["status"])}
        change = partial(filers.change_bar_status, account=found, actor=actor_of(request), **told)
        if form.carry_out(change, beside="since"):
            return _done(account_id, "bar-status")
    page = {"form": form, "found": found, "here": "Bar status"}
    return _page(request, "desk/bar_status.html", page, trail=_of(found))


@dataclass(frozen=True)
class Wording:
    """A page that asks for a reason: its template, its name, and what it says when it is done."""

    template: str
    here: str
    done: str


def _with_reason(request: HttpRequest, account_id: int, action: Any, wording: Wording) -> HttpResponse:
    found = _managed(request, account_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if form.carry_out(lambda: action(account=found, reason=reason, actor=actor_of(request))):
            return _done(account_id, wording.done)
    page = {"form": form, "found": found, "here": wording.here, "told_at": queries.told_at(found, actor_of(request))}
    return _page(request, wording.template, page, trail=_of(found))


def _managed(request: HttpRequest, account_id: int) -> Any:
    """The account, for somebody who may change it. Raises `NotFound`, `NotAllowed`."""
    found = queries.account(actor_of(request), account_id)
    filers_rules.require_manage(found, actor_of(request))
    return found


def _of(found: Any) -> tuple[tuple[str, str], ...]:
    return (LIST, (found.name, reverse("court-account", args=[found.pk])))


def _done(account_id: int, what: str) -> HttpResponse:
    return redirect(reverse("court-account", args=[account_id]) + f"?done={what}")


def _page(
    request: HttpRequest, template: str, page: dict[str, Any], *, trail: tuple[tuple[str, str], ...] = (LIST,)
) -> HttpResponse:
    return render(request, template, {"section": SECTION, "trail": trail, "court": court_of(request), **page})
