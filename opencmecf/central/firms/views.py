"""Manage My Account: a firm and its people, from either side."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opencmecf.central.accounts import queries as accounts
from opencmecf.central.accounts.pages import manage_page
from opencmecf.central.firms import actions, queries, rules
from opencmecf.central.firms.forms import ClientCodeRuleForm, InviteForm, RemoveForm
from opencmecf.foundation.access import Permission, actor_of, door
from opencmecf.foundation.caching import never_cache
from opencmecf.foundation.case_search import CaseSearch
from opencmecf.foundation.client_code import ClientCodeRule

DONE = {
    "invited": "The invitation was sent. The account is in the list, and waits for an answer.",
    "withdrawn": "The invitation was withdrawn.",
    "removed": "The accounts were removed. Their holders were written to.",
    "rule": "The rule for client codes is in force.",
    "accepted": "You have accepted. The firm pays for what you view from now on.",
    "declined": "You have declined. The firm was told.",
    "left": "Your account was removed from the firm. What you view from now on is billed to you.",
}


@door(Permission.FIRM_MANAGE)
@never_cache
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """PAA Maintenance: everybody whom the firm has invited or pays for."""
    actor = actor_of(request)
    firm = accounts.own(actor)
    page = {"people": queries.people_of(actor), "rule": queries.rule_of(firm), "firm": rules.name_of_firm(firm)}
    page["approval"] = queries.approval_of(firm)
    return _page(request, "firms/people.html", page)


@door(Permission.FIRM_MANAGE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """“Add Existing PACER Account to My PAA”."""
    actor = actor_of(request)
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = {name: form.cleaned_data[name] for name in ("account_number", "last_name", "remark")}
        if form.carry_out(lambda: actions.invite_member(firm=accounts.own(actor), actor=actor, **told)):
            return _back("firm", "invited")
    return _page(request, "firms/invite.html", {"form": form}, beyond="firm")


@door(Permission.FIRM_MANAGE)
@require_POST
def withdraw(request: HttpRequest, membership_id: int) -> HttpResponse:
    """Take back an invitation that waits."""
    actor = actor_of(request)
    actions.withdraw_invitation(membership=queries.membership(membership_id, actor), actor=actor)
    return _back("firm", "withdrawn")


@door(Permission.FIRM_MANAGE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest) -> HttpResponse:
    """“Remove PACER Account(s) from My PAA”."""
    actor = actor_of(request)
    members = queries.members_of(actor)
    form = RemoveForm(request.POST or None, members=members)
    if request.method == "POST" and form.is_valid():
        for one in form.cleaned_data["accounts"]:
            actions.remove_member(membership=one, remark=form.cleaned_data["remark"], actor=actor)
        return _back("firm", "removed")
    return _page(request, "firms/remove.html", {"form": form, "count": members.count()}, beyond="firm")


@door(Permission.FIRM_MANAGE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def client_codes(request: HttpRequest) -> HttpResponse:
    """What the firm asks of client codes."""
    actor = actor_of(request)
    firm = accounts.own(actor)
    form = ClientCodeRuleForm(request.POST or None, initial=vars(queries.rule_of(firm)))
    if request.method == "POST" and form.is_valid():
        rule = ClientCodeRule(**form.cleaned_data)
        if form.carry_out(lambda: actions.set_client_code_rule(firm=firm, rule=rule, actor=actor)):
            return _back("firm", "rule")
    return _page(request, "firms/client_codes.html", {"form": form}, beyond="firm")


@door(Permission.ACCOUNT_MANAGE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def billing_preferences(request: HttpRequest) -> HttpResponse:
    """Settings: Set PACER Billing Preferences. What the holder asks of his or her own client codes."""
    actor = actor_of(request)
    account = accounts.own(actor)
    form = ClientCodeRuleForm(request.POST or None, initial=vars(queries.own_rule_of(account)))
    if request.method == "POST" and form.is_valid():
        rule = ClientCodeRule(**form.cleaned_data)
        if form.carry_out(lambda: actions.set_billing_preferences(account=account, rule=rule, actor=actor)):
            return redirect(f"{reverse('manage')}?done=account:billing-preferences:set")
    page = {"form": form, "firm": queries.name_of_payer(actor), "rule": queries.rule_for(account)}
    return _page(request, "firms/billing_preferences.html", page)


@door(Permission.ACCOUNT_MANAGE)
@never_cache
@require_safe
def firms(request: HttpRequest) -> HttpResponse:
    """The holder's side: invitations, the firm that pays, and those that did."""
    actor = actor_of(request)
    current, own = queries.current_of(actor), accounts.own(actor)
    page = {
        "invitations": [(one, rules.name_of_firm(one.firm)) for one in queries.invitations_to(actor)],
        "current": current,
        "firm": rules.name_of_firm(current.firm) if current else "",
        "past": [(one, rules.name_of_firm(one.firm)) for one in queries.past_of(actor)],
        "rule": own.client_code_rule,
        "search_waits": own.case_search == CaseSearch.PENDING_TOKEN,
    }
    return _page(request, "firms/firms.html", page)


@door(Permission.ACCOUNT_MANAGE)
@require_POST
def accept(request: HttpRequest, membership_id: int) -> HttpResponse:
    """Let the firm pay."""
    actor = actor_of(request)
    actions.accept_invitation(membership=queries.membership(membership_id, actor), actor=actor)
    return _back("firms", "accepted")


@door(Permission.ACCOUNT_MANAGE)
@require_POST
def decline(request: HttpRequest, membership_id: int) -> HttpResponse:
    """Say no to an invitation."""
    actor = actor_of(request)
    actions.decline_invitation(membership=queries.membership(membership_id, actor), actor=actor)
    return _back("firms", "declined")


@door(Permission.ACCOUNT_MANAGE)
@require_POST
def leave(request: HttpRequest, membership_id: int) -> HttpResponse:
    """“Remove Your PACER Account from a PAA”."""
    actor = actor_of(request)
    actions.leave_firm(membership=queries.membership(membership_id, actor), actor=actor)
    return _back("firms", "left")


def _back(to: str, done: str) -> HttpResponse:
    return redirect(f"{reverse(to)}?done={done}")


def _page(request: HttpRequest, template: str, page: dict[str, Any], *, beyond: str = "") -> HttpResponse:
    page = {"done": DONE.get(request.GET.get("done", ""), ""), **page}
    return manage_page(request, template, page, beyond=[("PAA Maintenance", reverse(beyond))] if beyond else [])
