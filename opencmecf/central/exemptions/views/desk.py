"""The service center's desk: granting and withdrawing exemptions, and merging an exempt account."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from opencmecf.central.accounts import actions as account_actions
from opencmecf.central.accounts import queries as accounts
from opencmecf.central.accounts.forms import FindAccountForm
from opencmecf.central.accounts.models import Account
from opencmecf.central.directory import queries as directory
from opencmecf.central.exemptions import actions, queries, rules
from opencmecf.central.exemptions.forms import GrantForm, MergeForm, WithdrawForm
from opencmecf.central.exemptions.models import ExemptionKind
from opencmecf.foundation.access import Permission, actor_of, door
from opencmecf.foundation.caching import never_cache

SECTION = "Service Center"


@door(Permission.EXEMPTION_GRANT)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """Find an account by its number or user name, letter by letter."""
    form = FindAccountForm(request.POST or None)
    if request.method == "POST":
        is_found = form.is_valid()
        account_actions.note_search(
            words=form.typed, count=int(is_found), permission=Permission.EXEMPTION_GRANT, actor=actor_of(request)
        )
        if is_found:
            return redirect("desk-exemptions-account", form.found.number)
    return _page(request, "exemptions/desk_find.html", {"form": form})


@door(Permission.EXEMPTION_GRANT, fresh=True)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest, account_number: str) -> HttpResponse:
    """The exemptions of an account, and granting one more."""
    holder, actor = accounts.numbered(account_number), actor_of(request)
    form = GrantForm(request.POST or None, initial={"first": queries.today()})
    if request.method == "POST" and form.is_valid():
        told = {**form.cleaned_data, "kind": ExemptionKind(form.cleaned_data["kind"])}
        if form.carry_out(lambda: actions.grant_exemption(account=holder, actor=actor, **told)):
            return redirect("desk-exemptions-account", account_number)
    actions.look(account=holder, actor=actor)
    page = {
        "form": form,
        "holder": holder,
        "merged": accounts.merged_accounts(holder),
        "grants": queries.grants_of(holder, actor),
    }
    return _page(request, "exemptions/desk_account.html", page)


@door(Permission.EXEMPTION_GRANT, fresh=True)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, grant_id: int) -> HttpResponse:
    """End an exemption before its last day."""
    actor = actor_of(request)
    grant = queries.grant(grant_id, actor)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if form.carry_out(lambda: actions.withdraw_exemption(grant=grant, reason=reason, actor=actor)):
            return redirect("desk-exemptions-account", grant.account.number)
    actions.look(account=grant.account, actor=actor)
    return _page(request, "exemptions/desk_withdraw.html", {"form": form, "grant": grant}, of=grant.account)


@door(Permission.ACCOUNT_MERGE, fresh=True)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, account_number: str) -> HttpResponse:
    """Name the old account, see both names, then merge; the first submit changes nothing."""
    into, actor = accounts.numbered(account_number), actor_of(request)
    form = MergeForm(request.POST or None)
    old = _old_account(form, into) if request.method == "POST" and form.is_valid() else None
    if old is not None and "merge" in request.POST:
        told = {"old": old, "into": into, "reason": form.cleaned_data["reason"]}
        if form.carry_out(lambda: actions.merge_account(actor=actor, **told)):
            return redirect("desk-exemptions-account", account_number)
    for shown in (into, old):
        if shown is not None:
            actions.look(account=shown, actor=actor)
    page: dict[str, Any] = {"form": form, "into": into, "old": old if form.is_valid() else None}
    page["grants"] = queries.grants_of(old, actor) if old else []
    return _page(request, "exemptions/desk_merge.html", page, of=into)


def _old_account(form: MergeForm, into: Account) -> Account | None:
    """The account of the form if it may be merged; the form says why not otherwise."""
    old = accounts.by_number(form.cleaned_data["old_number"])
    if old is None:
        form.add_error("old_number", "There is no account with this number.")
        return None
    is_linked = directory.is_registered_filer(old.number)
    if form.carry_out(lambda: rules.check_may_merge(old, into, is_linked=is_linked)):
        return old
    return None


def _page(request: HttpRequest, template: str, page: dict[str, Any], *, of: Account | None = None) -> HttpResponse:
    trail = [("Find a person", reverse("desk")), ("Exemptions", reverse("desk-exemptions"))]
    if of is not None:
        trail.append((of.number, reverse("desk-exemptions-account", args=[of.number])))
    return render(request, template, {"section": SECTION, "trail": trail, **page})
