"""Manage My Account, Settings: Manage MFA Settings."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opencmecf.central.accounts import queries as accounts
from opencmecf.central.accounts.models import Account
from opencmecf.central.accounts.pages import manage_page
from opencmecf.central.second_factor import actions, codes, queries
from opencmecf.central.second_factor.forms import AppForm, MailedCodeForm
from opencmecf.central.second_factor.models import MOST_APPS
from opencmecf.foundation import secrets
from opencmecf.foundation.access import Opening, Permission, actor_of, door
from opencmecf.foundation.caching import never_cache
from opencmecf.foundation.errors import NotFound
from opencmecf.foundation.sites import SiteKind, site_of

METHODS = "Multifactor Authentication Methods"
DONE = {
    "app": "The authenticator app was added. From now on logging in takes a code from it.",
    "passkey": "The passkey was added. From now on you can log in with it.",
    "deleted": "Done. We have sent you a notice by e-mail.",
}


@door(Permission.ACCOUNT_MANAGE, fresh=True)
@never_cache
@require_safe
def methods(request: HttpRequest) -> HttpResponse:
    """Multifactor Authentication Methods: what there is, and what can be added."""
    account = _own(request)
    standing = queries.standing(account)
    kinds = sum((standing.has_app, standing.has_passkey, standing.has_backup_codes))
    page = {
        "standing": standing,
        "apps": queries.apps_of(account),
        "most_apps": MOST_APPS,
        "passkeys": queries.passkeys_of(account),
        "codes_left": queries.backup_codes_left(account),
        "devices": queries.devices_of(account),
        "wants_second": kinds == 1,
        "reset": queries.open_reset(account),
        "done": DONE.get(request.GET.get("done", ""), "") if standing.has_method else "",
    }
    return _page(request, "second_factor/methods.html", page)


@door(Permission.ACCOUNT_MANAGE, fresh=True)
@require_POST
def begin(request: HttpRequest, what: str) -> HttpResponse:
    """Add App, Add Passkey, Get New Codes: a code by e-mail first, unless one was typed a moment ago."""
    _check(what)
    sent = actions.begin_enrolment(account=_own(request), actor=actor_of(request))
    return redirect("second-factor-confirm", what) if sent else _go_on(request, what)


@door(Permission.ACCOUNT_MANAGE, fresh=True)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, what: str) -> HttpResponse:
    """Type the code from the e-mail message."""
    _check(what)
    account, form = _own(request), MailedCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        confirm = partial(actions.confirm_enrolment, account=account, actor=actor_of(request), **form.cleaned_data)
        if form.carry_out(confirm, beside="code"):
            return _go_on(request, what)
    return _page(request, "second_factor/confirm.html", {"form": form, "account": account, "what": what})


@door(Permission.ACCOUNT_MANAGE, fresh=True)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add_app(request: HttpRequest) -> HttpResponse:
    """The QR code and the secret; name the app; type what it shows."""
    account, form = _own(request), AppForm(request.POST or None)
    secret = _secret(request, account)
    if not secret:
        return redirect("second-factor")
    if request.method == "POST" and form.is_valid():
        add = partial(actions.add_app, account=account, actor=actor_of(request), **form.cleaned_data)
        if form.carry_out(add):
            return redirect(reverse("second-factor") + "?done=app")
    return _page(request, "second_factor/add_app.html", {"form": form, "secret": codes.in_groups(secret)})


@door(Permission.ACCOUNT_MANAGE, fresh=True)
@never_cache
@require_safe
def app_code(request: HttpRequest) -> HttpResponse:
    """The picture that an authenticator app reads."""
    account = _own(request)
    secret = _secret(request, account)
    if not secret:
        raise NotFound
    return HttpResponse(codes.qr_svg(codes.uri(secret, account.username)), content_type="image/svg+xml")


@door(Permission.ACCOUNT_MANAGE, fresh=True)
@require_POST
def delete_app(request: HttpRequest, app_id: int) -> HttpResponse:
    """Delete an authenticator app."""
    actions.delete_app(account=_own(request), app_id=app_id, actor=actor_of(request))
    return redirect(reverse("second-factor") + "?done=deleted")


@door(Permission.ACCOUNT_MANAGE, fresh=True)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def backup_codes(request: HttpRequest) -> HttpResponse:
    """Ten new codes; the page with them is the answer to the button and is shown once."""
    account = _own(request)
    made = actions.make_backup_codes(account=account, actor=actor_of(request)) if request.method == "POST" else []
    page = {"codes": made, "account": account, "had_codes": queries.backup_codes_left(account)}
    return _page(request, "second_factor/codes.html", page)


@door(Permission.ACCOUNT_MANAGE, fresh=True)
@require_POST
def delete_codes(request: HttpRequest) -> HttpResponse:
    """Make every backup code void."""
    actions.delete_backup_codes(account=_own(request), actor=actor_of(request))
    return redirect(reverse("second-factor") + "?done=deleted")


@door(Permission.ACCOUNT_MANAGE, fresh=True)
@require_POST
def delete_passkey(request: HttpRequest, passkey_id: int) -> HttpResponse:
    """Delete a passkey."""
    actions.delete_passkey(account=_own(request), passkey_id=passkey_id, actor=actor_of(request))
    return redirect(reverse("second-factor") + "?done=deleted")


@door(Permission.ACCOUNT_MANAGE, fresh=True)
@require_POST
def forget_device(request: HttpRequest, device_id: int) -> HttpResponse:
    """Have a remembered browser asked for the second factor again."""
    actions.forget_device(account=_own(request), device_id=device_id, actor=actor_of(request))
    return redirect("second-factor")


@door(Permission.ACCOUNT_MANAGE, fresh=True)
@require_POST
def programs(request: HttpRequest) -> HttpResponse:
    """Whether programs may sign in without a second factor."""
    allowed = request.POST.get("allowed") == "yes"
    actions.let_programs_alone(account=_own(request), allowed=allowed, actor=actor_of(request))
    return redirect("second-factor")


@door(Opening.PUBLIC)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop_reset(request: HttpRequest) -> HttpResponse:
    """The link in the mail that keeps the service center from removing the second factor; the button does it."""
    token = request.POST.get("token") or request.GET.get("token", "")
    reset = queries.reset_of_link(token)
    if request.method == "POST" and reset is not None:
        actions.stop_reset_by_link(token=token, actor=actor_of(request))
    stopped = request.method == "POST" and reset is not None
    return render(request, "second_factor/stop_reset.html", {"token": token, "reset": reset, "stopped": stopped})


def _own(request: HttpRequest) -> Account:
    return accounts.own(actor_of(request))


def _secret(request: HttpRequest, account: Account) -> str:
    """The secret for the next app; "" until the code from the mail was typed."""
    enrolment = queries.enrolment_of(account, actor_of(request).session_id)
    return secrets.unseal(enrolment.sealed_secret) if enrolment else ""


def _check(what: str) -> None:
    if what not in ("app", "codes", "passkey"):
        raise NotFound


def _go_on(request: HttpRequest, what: str) -> HttpResponse:
    if what == "passkey":
        return redirect(site_of(request).names.url(SiteKind.LOGIN, "/signon/passkeys/add"))
    return redirect("second-factor-add-app" if what == "app" else "second-factor-codes")


def _page(request: HttpRequest, template: str, page: dict[str, Any]) -> HttpResponse:
    is_first = template == "second_factor/methods.html"
    return manage_page(request, template, page, beyond=[] if is_first else [(METHODS, reverse("second-factor"))])
