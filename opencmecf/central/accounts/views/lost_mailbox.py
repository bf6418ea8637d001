"""A lost mailbox: the page of the service center, and what the links in the mails lead to."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from opencmecf.central.accounts import actions, queries, rules
from opencmecf.central.accounts.forms import LostMailboxForm, NewMailboxForm
from opencmecf.central.directory import queries as directory
from opencmecf.foundation.access import Opening, Permission, actor_of, door
from opencmecf.foundation.caching import never_cache

SECTION = "Service Center"


@door(Permission.ACCOUNT_MAILBOX_REPLACE, fresh=True)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: HttpRequest, account_number: str) -> HttpResponse:
    """Where the account is reached, and the request for another address. Every look is in the account's history."""
    holder, actor = queries.numbered(account_number), actor_of(request)
    actions.look_at_mailbox(account=holder, actor=actor)
    form = LostMailboxForm(request.POST or None, holder=holder)
    if request.method == "POST" and form.is_valid():
        told = {"new_email": form.cleaned_data["email"], "reason": form.cleaned_data["reason"]}
        if form.carry_out(lambda: actions.report_lost_mailbox(account=holder, **told, actor=actor)):
            return redirect("desk-lost-mailbox", account_number)
    page = {
        "form": form,
        "holder": holder,
        "addresses": queries.addresses_of(holder),
        "is_filer": directory.is_registered_filer(holder.number),
        "lost": queries.open_lost_mailbox(holder),
        "wait": rules.wait_in_words(settings.LOST_MAILBOX_WAIT_HOURS),
        "section": SECTION,
        "trail": [("Find a person", reverse("desk")), (holder.name, reverse("desk-person", args=[holder.number]))],
    }
    return render(request, "accounts/desk_lost_mailbox.html", page)


@door(Permission.ACCOUNT_MAILBOX_REPLACE, fresh=True)
@require_POST
def withdraw(request: HttpRequest, account_number: str) -> HttpResponse:
    """Withdraw the request: the account keeps its address."""
    actions.withdraw_lost_mailbox(account=queries.numbered(account_number), actor=actor_of(request))
    return redirect("desk-lost-mailbox", account_number)


@door(Permission.ACCOUNT_MANAGE)
@require_POST
def keep_own_address(request: HttpRequest) -> HttpResponse:
    """The holder, logged in, keeps the address of the account."""
    account = queries.own(actor_of(request))
    actions.stop_lost_mailbox(account=account, how="its holder kept the old one", actor=actor_of(request))
    return redirect(reverse("manage") + "?done=account:lost-mailbox:stop")


@door(Opening.PUBLIC)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def keep_address(request: HttpRequest) -> HttpResponse:
    """The link in the mail to every address of the account that keeps the present one; the button does it."""
    token = request.POST.get("token") or request.GET.get("token", "")
    lost = queries.lost_mailbox_to_stop(token)
    stopped = request.method == "POST" and lost is not None
    if stopped:
        actions.stop_lost_mailbox_by_link(token=token, actor=actor_of(request))
    return render(request, "accounts/keep_address.html", {"token": token, "lost": lost, "stopped": stopped})


@door(Opening.PUBLIC)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_new_mailbox(request: HttpRequest) -> HttpResponse:
    """The link in the mail to the new address: whoever reads it there says which account it is."""
    token = request.POST.get("token") or request.GET.get("token", "")
    lost = queries.lost_mailbox_to_confirm(token)
    form = NewMailboxForm(request.POST or None)
    if request.method == "POST" and lost is not None and form.is_valid():
        told = {"token": token, "named": form.cleaned_data["named"]}
        if form.carry_out(lambda: actions.confirm_new_mailbox(**told, actor=actor_of(request)), beside="named"):
            lost = queries.lost_mailbox_to_confirm(token)
    return render(request, "accounts/confirm_new_mailbox.html", {"token": token, "lost": lost, "form": form})
