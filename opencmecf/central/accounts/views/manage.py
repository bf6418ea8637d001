"""Manage My Account."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opencmecf.central.accounts import actions, history, links, queries, rules
from opencmecf.central.accounts.fields import ADDRESS, AddressFields
from opencmecf.central.accounts.forms import (
    ChangeEmailForm,
    ChangePasswordForm,
    ChangeUsernameForm,
    ProofForm,
)
from opencmecf.central.accounts.models import Account, AccountClass, AccountType
from opencmecf.central.accounts.pages import manage_page
from opencmecf.central.directory import queries as directory
from opencmecf.central.directory.models import RegisteredFiler
from opencmecf.foundation import clock
from opencmecf.foundation.access import Opening, Permission, actor_of, door
from opencmecf.foundation.caching import never_cache
from opencmecf.foundation.case_search import CaseSearch
from opencmecf.foundation.errors import Refused
from opencmecf.foundation.sites import SiteKind, site_of

JUST_NOW = timedelta(minutes=10)
LONGEST_HISTORY = 200
EMAIL_INFORMATION = "/utilities/email"  # at every court


@door(Permission.ACCOUNT_MANAGE)
@never_cache
@require_safe
def manage(request: HttpRequest) -> HttpResponse:
    """The account at a glance, and everything that its holder can do."""
    account = queries.own(actor_of(request))
    page = {
        "account": account,
        "is_legacy": account.account_type == AccountType.LEGACY,
        "is_firm": account.account_class == AccountClass.FIRM,
        "case_search": rules.case_search_status(account),
        "waits": account.case_search == CaseSearch.PENDING_TOKEN,
        "lost_mailbox": queries.open_lost_mailbox(account),
        "done": _just_done(account, request.GET.get("done", "")),
    }
    return manage_page(request, "accounts/manage.html", page)


@door(Permission.ACCOUNT_MANAGE, fresh=True)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change_password(request: HttpRequest) -> HttpResponse:
    """Settings: Change Password."""
    account = queries.own(actor_of(request))
    form = ChangePasswordForm(request.POST or None, account=account)
    if _accepted(request, form):
        told = form.cleaned_data
        change = {"current_password": told["current_password"], "password": told["password"]}
        if _done(form, actions.change_password, account=account, actor=actor_of(request), **change):
            return redirect("password-changed")
    return manage_page(request, "accounts/change_password.html", {"form": form, "account": account})


@door(Permission.ACCOUNT_MANAGE, fresh=True)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change_username(request: HttpRequest) -> HttpResponse:
    """Settings: Change Username."""
    account = queries.own(actor_of(request))
    form = ChangeUsernameForm(request.POST or None, account=account)
    if _accepted(request, form) and _done(
        form, actions.change_username, account=account, actor=actor_of(request), **form.cleaned_data
    ):
        return redirect(reverse("manage") + "?done=account:username:change")
    return manage_page(request, "accounts/change_username.html", {"form": form, "account": account})


@door(Permission.ACCOUNT_MANAGE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change_address(request: HttpRequest) -> HttpResponse:
    """Maintenance: Update Address Information."""
    account = queries.own(actor_of(request))
    form = AddressFields(request.POST or None, initial={name: getattr(account, name) for name in ADDRESS})
    if _accepted(request, form):
        actions.change_address(account=account, address=form.place(), actor=actor_of(request))
        return redirect(reverse("manage") + "?done=account:address:change")
    return manage_page(request, "accounts/change_address.html", {"form": form, "account": account})


@door(Permission.ACCOUNT_MANAGE, fresh=True)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change_email(request: HttpRequest) -> HttpResponse:
    """Maintenance: Update E-mail Address. It changes when the new address has been confirmed."""
    account = queries.own(actor_of(request))
    form = ChangeEmailForm(request.POST or None, account=account)
    if _accepted(request, form):
        told = form.cleaned_data
        change = {"current_password": told["current_password"], "email": told["email"]}
        if _done(form, actions.request_email_change, account=account, actor=actor_of(request), **change):
            return redirect("change-email-sent")
    return manage_page(request, "accounts/change_email.html", {"form": form, "account": account})


@door(Permission.ACCOUNT_MANAGE)
@never_cache
@require_safe
def change_email_sent(request: HttpRequest) -> HttpResponse:
    """What to do with the message to the new address."""
    return manage_page(request, "accounts/change_email_sent.html", {"account": queries.own(actor_of(request))})


@door(Opening.PUBLIC)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_email(request: HttpRequest) -> HttpResponse:
    """Confirm a new e-mail address, from whatever device the mail is read on; the button does it."""
    token = request.POST.get("token") or request.GET.get("token", "")
    if request.method == "POST":
        account = actions.change_email(token=token, actor=actor_of(request))
        return render(request, "accounts/email_confirmed.html", {"account": account})
    return render(request, "accounts/confirm_email.html", {"token": token, "account": queries.of_email_token(token)})


@door(Permission.ACCOUNT_MANAGE)
@never_cache
@require_POST
def cancel_email_change(request: HttpRequest) -> HttpResponse:
    """Keep the e-mail address that the account has."""
    account = queries.own(actor_of(request))
    actions.cancel_email_change(account=account, why="the holder kept the old one", actor=actor_of(request))
    return redirect("change-email-sent")


@door(Opening.PUBLIC)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop_email_change(request: HttpRequest) -> HttpResponse:
    """“This was not me”: cancel a change by the link in the old mailbox; the button does it."""
    token = request.POST.get("token") or request.GET.get("token", "")
    if request.method == "POST":
        account = actions.stop_email_change(token=token, actor=actor_of(request))
        return render(request, "accounts/email_change_stopped.html", {"account": account})
    page = {"token": token, "account": queries.of_stop_token(token), "telephone": links.service_center()}
    return render(request, "accounts/stop_email_change.html", page)


@door(Permission.ACCOUNT_MANAGE)
@never_cache
@require_safe
def registered_courts(request: HttpRequest) -> HttpResponse:
    """Maintenance: Display Registered Courts."""
    account = queries.own(actor_of(request))
    page = {"account": account, "rows": _at_registered_courts(request, account, "/")}
    return manage_page(request, "accounts/registered_courts.html", page)


@door(Permission.ACCOUNT_MANAGE)
@never_cache
@require_safe
def email_noticing(request: HttpRequest) -> HttpResponse:
    """Maintenance: Update E-Filer Email Noticing and Frequency. Each court keeps its own; this is the way there."""
    account = queries.own(actor_of(request))
    page = {"account": account, "rows": _at_registered_courts(request, account, EMAIL_INFORMATION)}
    return manage_page(request, "accounts/email_noticing.html", page)


@door(Permission.ACCOUNT_MANAGE)
@never_cache
@require_safe
def account_history(request: HttpRequest) -> HttpResponse:
    """What happened to this account, or to one that was merged into it."""
    own = queries.own(actor_of(request))
    account = queries.own_or_merged(own, request.GET.get("account", ""))
    happenings = history.of_account(account)
    page = {
        "account": account,
        "is_own": account == own,
        "merged": queries.merged_accounts(own),
        "happenings": happenings[:LONGEST_HISTORY],
        "count": len(happenings),
        "longest": LONGEST_HISTORY,
    }
    return manage_page(request, "accounts/history.html", page)


def _at_registered_courts(request: HttpRequest, account: Account, path: str) -> list[tuple[RegisteredFiler, str]]:
    """The filing accounts that are linked to `account`, each with the address of `path` at its court."""
    names = site_of(request).names
    return [
        (row, names.url(SiteKind.COURT, path, court=row.court_id)) for row in directory.registrations_of(account.number)
    ]


def _accepted(request: HttpRequest, form: Any) -> bool:
    return request.method == "POST" and bool(form.is_valid())


def _done(form: ProofForm, change: Any, **arguments: Any) -> bool:
    """Whether `change` was made; if it was refused, the form says why, with everything else that was typed."""
    try:
        change(**arguments)
    except actions.WrongPassword as refused:
        form.refuse(refused, beside="current_password")
    except actions.UsernameTaken as refused:
        form.refuse(refused, beside="username")
    except Refused as refused:
        form.refuse(refused)
    return form.is_valid()


def _just_done(account: Account, act: str) -> str:
    """What `act` has done to the account a moment ago, in words; "" when it has not, whatever the URL says."""
    if not act:
        return ""
    latest = next((one for one in history.of_account(account) if one.act == act), None)
    return latest.what if latest and latest.at > clock.now() - JUST_NOW else ""
