"""The pages of linking (L5 to L9), and “Forgot login/password” (S11)."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from opencmecf.court.filers import actions, queries, rules
from opencmecf.court.filers.forms import CourtPasswordForm, ForgotLoginForm, LinkForm
from opencmecf.court.filers.tokens import account_of_invitation, account_of_token
from opencmecf.court.profile.queries import court_of
from opencmecf.foundation.access import Opening, Permission, actor_of, door
from opencmecf.foundation.caching import never_cache
from opencmecf.foundation.errors import Refused, SignInRequired
from opencmecf.foundation.sites import SiteKind, site_of
from opencmecf.foundation.unsent.browser import marks_of
from opencmecf.foundation.unsent.queries import forms_waiting

FRESH = "fresh"  # in the address: Central Sign-On has just told again who the person is


@door(Permission.FILER_LINK, fresh=True)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def link_account(request: HttpRequest) -> HttpResponse:
    """Asks for the court-issued login and password (L6)."""
    court = court_of(request)
    person = queries.person_of(actor_of(request))
    if person.is_legacy and FRESH not in request.GET and request.method != "POST":
        raise SignInRequired(return_to=f"{request.path}?{FRESH}")  # the account may have been upgraded a minute ago
    actions.check_ready_to_link(person, **_ways_out(request))
    form = LinkForm(request.POST or None, hint=court.settings.login_hint)
    refused: Refused | None = None
    if request.method == "POST" and form.is_valid():
        try:
            begun = actions.begin_link(
                court=court.settings,
                login=form.cleaned_data["login"],
                password=form.cleaned_data["password"],
                actor=actor_of(request),
                **_ways_out(request),
            )
            return HttpResponseRedirect(reverse("confirm-link", args=[begun.pk]))
        except Refused as error:
            refused = error
    page = {"form": form, "refused": refused, "court": court, "section": "Utilities"}
    return render(request, "filers/link_account.html", page)


@door(Permission.FILER_LINK, fresh=True)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_link(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    """Shows both names and links on Submit (L8)."""
    actor = actor_of(request)
    link_request = queries.link_request(request_id, actor=actor)
    if request.method == "POST":
        actions.link_account(request=link_request, actor=actor)
    if request.method == "POST" or link_request.used_at:
        return HttpResponseRedirect(reverse("linked", args=[request_id]))
    account, person = link_request.court_account, link_request.person
    page = {
        "court": court_of(request),
        "account": account,
        "person": person,
        "names_match": rules.names_match(account.name_parts, person.name_parts),
        "section": "Utilities",
    }
    return render(request, "filers/confirm_link.html", page)


@door(Permission.FILER_LINK)
@never_cache
@require_safe
def linked(request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
    """Says that the accounts are linked (L9)."""
    actor = actor_of(request)
    link_request = queries.link_request(request_id, actor=actor)
    if link_request.used_at is None:
        return HttpResponseRedirect(reverse("confirm-link", args=[request_id]))
    page = {
        "account": link_request.court_account,
        "court": court_of(request),
        "waiting": forms_waiting(actor, marks=marks_of(request)),
        "section": "Utilities",
    }
    return render(request, "filers/linked.html", page)


@door(Permission.FILER_LINK)
@never_cache
@require_safe
def pacer_account(request: HttpRequest) -> HttpResponse:
    """Shows the PACER account in use and the CM/ECF account of this court that it is linked to, if any."""
    person, court = queries.person_of(actor_of(request)), court_of(request)
    page = {
        "person": person,
        "account": queries.linked_account(person),
        "court": court,
        "may_link": court.settings.is_nextgen and not court.settings.is_archive,
        "unfit": rules.unfit_to_link(person, **_other_accounts(request)),
        "manage_url": site_of(request).names.url(SiteKind.PACER, "/manage"),
        "section": "Utilities",
    }
    return render(request, "filers/pacer_account.html", page)


@door(Opening.PUBLIC)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def forgot_login(request: HttpRequest) -> HttpResponse:
    """Mails the login and a way to a new password; answers alike whether or not there is an account."""
    form = ForgotLoginForm(request.POST or None)
    court = court_of(request)
    if request.method != "POST" or not form.is_valid():
        return render(request, "filers/forgot_login.html", {"form": form, "court": court})
    actions.note_password_request(
        court=court.settings, email=form.cleaned_data["email"], reset_url=site_of(request).url("/reset-login?token=")
    )
    return render(request, "filers/forgot_login_sent.html", {"email": form.cleaned_data["email"], "court": court})


@door(Opening.PUBLIC)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reset_login(request: HttpRequest) -> HttpResponse:
    """Takes a new court-issued password from whoever has the mailed token."""
    court = court_of(request)
    account = account_of_token(request.GET.get("token", ""), court_id=court.court_id)
    if account is None:
        raise Refused(
            "This link is not good any more.",
            "It works for two hours and only once. Ask for a new one.",
            links=(("Forgot login/password", reverse("forgot-login")),),
        )
    form = CourtPasswordForm(request.POST or None, account=account)
    if request.method != "POST" or not form.is_valid():
        return render(request, "filers/reset_login.html", {"form": form, "account": account, "court": court})
    actions.reset_password(account=account, password=form.cleaned_data["password"], actor=actor_of(request))
    return render(request, "filers/reset_login_done.html", {"account": account, "court": court})


@door(Opening.PUBLIC)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest) -> HttpResponse:
    """Where an invitation's link leads: to a first password at a CurrentGen court, to linking at a NextGen one."""
    court, token = court_of(request), request.GET.get("token", "")
    account = account_of_invitation(token, court_id=court.court_id)
    if account is None:
        raise rules.stale_invitation()
    page = {"account": account, "court": court, "token": token}
    if court.settings.is_nextgen:
        return render(request, "filers/invitation.html", page)
    form = CourtPasswordForm(request.POST or None, account=account)
    if request.method != "POST" or not form.is_valid():
        return render(request, "filers/reset_login.html", {**page, "form": form})
    actions.reset_password(account=account, password=form.cleaned_data["password"], actor=actor_of(request))
    return render(request, "filers/reset_login_done.html", page)


@door(Permission.FILER_LINK, fresh=True)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def accept_invitation(request: HttpRequest) -> HttpResponse:
    """Goes on from an invitation to the page with both names; whoever had to log in first presses once more."""
    token = request.GET.get("token", "")
    if request.method != "POST":
        return HttpResponseRedirect(f"{reverse('invitation')}?{urlencode({'token': token})}")
    begun = actions.accept_invitation(token=token, actor=actor_of(request), **_ways_out(request))
    return HttpResponseRedirect(reverse("confirm-link", args=[begun.pk]))


def _ways_out(request: HttpRequest) -> dict[str, str]:
    return {"court_name": court_of(request).reference.name, **_other_accounts(request)}


def _other_accounts(request: HttpRequest) -> dict[str, str]:
    """Where a PACER account is made one that can be linked, and where another one is registered."""
    names = site_of(request).names
    return {
        "upgrade_url": names.url(SiteKind.PACER, "/manage/upgrade"),
        "register_url": names.url(SiteKind.PACER, "/register"),
    }
