"""The service center's desk: what to do for somebody who has lost the second factor."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from opencmecf.central.accounts import actions as account_actions
from opencmecf.central.accounts import queries as accounts
from opencmecf.central.accounts import rules as account_rules
from opencmecf.central.accounts.forms import FindAccountForm
from opencmecf.central.second_factor import actions, queries
from opencmecf.central.second_factor.forms import ResetForm
from opencmecf.foundation.access import Permission, actor_of, door
from opencmecf.foundation.caching import never_cache

SECTION = "Service Center"


@door(Permission.ACCOUNT_SECOND_FACTOR_RESET)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """Find an account by its number or user name, letter by letter. What was looked for is recorded."""
    form = FindAccountForm(request.POST or None)
    if request.method == "POST":
        is_found = form.is_valid()
        permission = Permission.ACCOUNT_SECOND_FACTOR_RESET
        account_actions.note_search(
            words=form.typed, count=int(is_found), permission=permission, actor=actor_of(request)
        )
        if is_found:
            return redirect("desk-second-factor-account", form.found.number)
    page = {"form": form, "section": SECTION, "wait": _wait()}
    return render(request, "second_factor/desk_find.html", page)


@door(Permission.ACCOUNT_SECOND_FACTOR_RESET, fresh=True)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest, account_number: str) -> HttpResponse:
    """How the account stands, and the request for a reset. Every look is in the account's own history."""
    holder, actor = accounts.numbered(account_number), actor_of(request)
    actions.look_at_account(account=holder, actor=actor)
    standing, form = queries.standing(holder), ResetForm(request.POST or None, holder=holder)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if form.carry_out(lambda: actions.request_reset(account=holder, reason=reason, actor=actor)):
            return redirect("desk-second-factor-account", account_number)
    page = {
        "form": form,
        "holder": holder,
        "addresses": accounts.addresses_of(holder),
        "standing": standing,
        "is_filer": standing.is_filer,
        "apps": queries.apps_of(holder),
        "passkeys": queries.passkeys_of(holder),
        "codes_left": queries.backup_codes_left(holder),
        "reset": queries.open_reset(holder),
        "wait": _wait(),
        "section": SECTION,
        "trail": [("Find a person", reverse("desk")), (holder.name, reverse("desk-person", args=[holder.number]))],
    }
    return render(request, "second_factor/desk_account.html", page)


@door(Permission.ACCOUNT_SECOND_FACTOR_RESET, fresh=True)
@require_POST
def withdraw(request: HttpRequest, account_number: str) -> HttpResponse:
    """Withdraw the request: the account keeps its methods."""
    actions.withdraw_reset(account=accounts.numbered(account_number), actor=actor_of(request))
    return redirect("desk-second-factor-account", account_number)


def _wait() -> str:
    return account_rules.wait_in_words(settings.SECOND_FACTOR_RESET_WAIT_HOURS)
