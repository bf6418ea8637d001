"""The clerk's page on which attorneys of dockets are tied to an account, and the filer's own cases."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opencmecf.court.appearances import actions, queries
from opencmecf.court.filers.models import CourtAccount
from opencmecf.court.filers.rules import require_manage
from opencmecf.foundation.access import Permission, actor_of, door
from opencmecf.foundation.caching import never_cache
from opencmecf.foundation.errors import NotAllowed, Refused
from opencmecf.foundation.ui.paging import page_of

DONE = {
    "new": "The account has been issued. Dockets of this court print attorneys who may be its holder: please look.",
    "tied": "Tied. From now on these are cases of the account: notices go there, and its holder files as counsel.",
    "declined": "Noted: this is somebody else. Nobody will be asked again.",
    "untied": "The appearance is not the account’s any more.",
    "again": "What was declined before is listed again.",
}


@door(Permission.FILER_MANAGE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def appearances(request: HttpRequest, account_id: int) -> HttpResponse:
    """Who may be the holder, to be tied or declined, and what is tied."""
    actor = actor_of(request)
    account = queries.account(account_id, actor=actor)
    require_manage(account, actor)
    refused: Refused | None = None
    if request.method == "POST":
        is_tying = request.POST.get("button") != "decline"
        act = actions.tie_appearances if is_tying else actions.decline_appearances
        try:
            act(account=account, keys=set(request.POST.getlist("who")), actor=actor)
            return _back(account, "tied" if is_tying else "declined")
        except NotAllowed:
            raise
        except Refused as error:
            refused = error
    page = {
        "account": account,
        "candidates": queries.candidates(account, actor),
        "declined": queries.declined(account, actor),
        "tied": page_of(queries.tied(account, actor), request),
        "refused": refused,
        "done": DONE.get(request.GET.get("done", ""), ""),
        "section": "Utilities",
        "trail": (
            ("Court Accounts", "/court/accounts"),
            (account.name, reverse("court-account", args=[account.pk])),
        ),
        "here": "Appearances",
    }
    return render(request, "appearances/appearances.html", page)


@door(Permission.FILER_MANAGE)
@never_cache
@require_safe
def accounts_to_look_at(request: HttpRequest) -> HttpResponse:
    """The accounts whose holders dockets may print, each with those who agree; each is tied on its own page."""
    actor = actor_of(request)
    found = page_of(queries.accounts_to_look_at(actor), request)
    rows = [(account, queries.candidates(account, actor)) for account in found.shown]
    page = {
        "found": found,
        "rows": [(account, candidates) for account, candidates in rows if candidates],
        "section": "Utilities",
        "here": "Attorneys on Dockets",
    }
    return render(request, "appearances/accounts_to_look_at.html", page)


@door(Permission.FILER_MANAGE)
@require_POST
def untie(request: HttpRequest, account_id: int, appearance_id: int) -> HttpResponse:
    """Takes an appearance off the account."""
    actor = actor_of(request)
    account = queries.account(account_id, actor=actor)
    actions.untie_appearance(account=account, appearance_id=appearance_id, actor=actor)
    return _back(account, "untied")


@door(Permission.FILER_MANAGE)
@require_POST
def look_again(request: HttpRequest, account_id: int) -> HttpResponse:
    """Lists again what was declined."""
    actor = actor_of(request)
    account = queries.account(account_id, actor=actor)
    actions.look_again(account=account, actor=actor)
    return _back(account, "again")


@door(Permission.DOCUMENT_FILE)
@never_cache
@require_safe
def own_cases(request: HttpRequest) -> HttpResponse:
    """Utilities, My Cases: where the filer appears."""
    found = page_of(queries.own_cases(actor_of(request)), request)
    page = {"found": found, "section": "Utilities", "here": "My Cases"}
    return render(request, "appearances/own_cases.html", page)


def _back(account: CourtAccount, done: str) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('account-appearances', args=[account.pk])}?done={done}")
