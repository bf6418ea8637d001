"""Manage My Account: activating case search, with a card, or with a letter's token."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from opencmecf.central.accounts import queries as accounts
from opencmecf.central.accounts.pages import manage_page
from opencmecf.central.accounts.rules import case_search_status
from opencmecf.central.activation import actions, queries, rules
from opencmecf.central.activation.forms import TokenForm
from opencmecf.central.payments import processor
from opencmecf.central.payments.views.leaving import may_post_to_processor
from opencmecf.foundation import clock
from opencmecf.foundation.access import Permission, actor_of, door
from opencmecf.foundation.caching import never_cache
from opencmecf.foundation.case_search import CaseSearch


@door(Permission.ACCOUNT_MANAGE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def activation(request: HttpRequest) -> HttpResponse:
    """How case search stands, and both ways to activate it; a POST brings the token of a letter."""
    actor = actor_of(request)
    account = accounts.own(actor)
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        token = form.cleaned_data["token"]
        activate = partial(actions.activate_with_token, account=account, token=token, actor=actor)
        if form.carry_out(activate, beside="token"):
            return redirect(reverse("manage") + "?done=account:case-search:activate")
    letter = queries.open_letter_of(account)
    page = {
        "account": account,
        "status": case_search_status(account),
        "waits": account.case_search == CaseSearch.PENDING_TOKEN,
        "form": form,
        "letter": letter,
        "can_ask": letter is None or rules.can_ask_again(letter.written_at, letter.sent_at, clock.now()),
        "has_processor": processor.is_set_up(),
        "asked": "asked" in request.GET,
    }
    return may_post_to_processor(request, manage_page(request, "activation/activation.html", page))


@door(Permission.ACCOUNT_MANAGE)
@never_cache
@require_POST
def ask_for_letter(request: HttpRequest) -> HttpResponse:
    """Have a letter with a token sent."""
    actor = actor_of(request)
    actions.ask_for_letter(account=accounts.own(actor), actor=actor)
    return redirect(reverse("activation") + "?asked")
