"""Making a passkey, at the login site."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from opencmecf.central.accounts import queries as accounts
from opencmecf.central.second_factor import actions, queries
from opencmecf.central.second_factor.forms import PasskeyForm
from opencmecf.foundation import cookies
from opencmecf.foundation.access import Permission, actor_of, door
from opencmecf.foundation.caching import never_cache
from opencmecf.foundation.sites import SiteKind, site_of


@door(Permission.ACCOUNT_MANAGE, fresh=True)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Name the passkey and have the browser make it."""
    account, actor = accounts.own(actor_of(request)), actor_of(request)
    methods = site_of(request).names.url(SiteKind.PACER, "/manage/mfa")
    if queries.enrolment_of(account, actor.session_id) is None:
        return redirect(methods)
    form = PasskeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        key = request.COOKIES.get(cookies.PASSKEY_CHALLENGE, "")
        made = {"name": form.cleaned_data["name"], "answer": request.POST.get("credential", ""), "key": key}
        if form.carry_out(lambda: actions.add_passkey(account=account, site=site_of(request), actor=actor, **made)):
            return redirect(f"{methods}?done=passkey")
    page = render(request, "second_factor/add_passkey.html", {"form": form, "methods": methods})
    page._csp_update = {"form-action": [site_of(request).names.url(SiteKind.PACER, "")]}  # type: ignore[attr-defined]
    return page


@door(Permission.ACCOUNT_MANAGE, fresh=True)
@never_cache
@require_POST
def options(request: HttpRequest) -> HttpResponse:
    """What the browser is to make."""
    account, actor = accounts.own(actor_of(request)), actor_of(request)
    asked, key = actions.ask_to_make_passkey(account=account, site=site_of(request), actor=actor)
    answer = JsonResponse(asked)
    cookies.give(request, answer, cookies.PASSKEY_CHALLENGE, key)
    return answer
