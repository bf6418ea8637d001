"""Manage My Account, Payments: stored cards, and the way to the card processor and back."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opencmecf.central.accounts import queries as accounts
from opencmecf.central.accounts.pages import manage_page
from opencmecf.central.payments import actions, processor, queries, rules
from opencmecf.central.payments.forms import DefaultsForm
from opencmecf.central.payments.models import MOST_CARDS, Outcome
from opencmecf.central.payments.views.leaving import may_post_to_processor
from opencmecf.foundation.access import Opening, Permission, actor_of, anonymous, door
from opencmecf.foundation.caching import never_cache
from opencmecf.foundation.errors import Refused
from opencmecf.foundation.sites import site_of

DONE = {
    "removed": "The card was removed. We keep nothing with which it could be charged.",
    "defaults": "Your choice is saved.",
}


@door(Permission.ACCOUNT_MANAGE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def cards(request: HttpRequest) -> HttpResponse:
    """Manage My Stored Payment Information; a POST chooses which card is taken for which fees."""
    actor = actor_of(request)
    account = accounts.own(actor)
    shown = queries.list_of(actor)
    form = DefaultsForm(
        request.POST or None,
        kinds=rules.kinds_of(account.account_class),
        cards=[one.card for one in shown],
        chosen=queries.defaults_of(actor),
    )
    if request.method == "POST" and form.is_valid():
        actions.choose_defaults(account=account, chosen=form.chosen(), actor=actor)
        return redirect(reverse("cards") + "?done=defaults")
    page = {
        "account": account,
        "cards": shown,
        "form": form,
        "most": MOST_CARDS,
        "is_full": len(shown) >= MOST_CARDS,
        "has_processor": processor.is_set_up(),
        "done": DONE.get(request.GET.get("done", ""), ""),
    }
    return may_post_to_processor(request, _page(request, "payments/cards.html", page))


@door(Permission.ACCOUNT_MANAGE, fresh=True)
@never_cache
@require_POST
def add_card(request: HttpRequest) -> HttpResponse:
    """Go to the card processor's page, where the card is typed."""
    actor = actor_of(request)
    site = site_of(request)
    try:
        url = actions.begin_storing(
            account=accounts.own(actor),
            return_url=site.url(reverse("card-return")),
            callback_url=site.url(reverse("card-answer")),
            actor=actor,
        )
    except processor.ProcessorAway as refused:
        return _page(request, "payments/away.html", {"refused": refused, "is_storing": True}, status=503)
    return HttpResponseRedirect(url)


@door(Permission.ACCOUNT_MANAGE)
@never_cache
@require_safe
def card_return(request: HttpRequest) -> HttpResponse:
    """Back from the processor: what became of it. The signed answer counts, whichever way it arrives first."""
    actor = actor_of(request)
    answer = processor.read(request.GET.get("answer", ""))
    visit = queries.visit(answer.reference if answer else "", actor)
    if not visit.outcome:
        visit = actions.record_answer(signed=request.GET["answer"], actor=actor)
    outcome = Outcome(visit.outcome)
    page = {
        "account": accounts.own(actor),
        "visit": visit,
        "outcome": outcome,
        "remedy": rules.REMEDIES.get(outcome, ""),
        "is_stored": outcome is Outcome.APPROVED,
    }
    return may_post_to_processor(request, _page(request, "payments/answer.html", page))


@door(Opening.MACHINE)
@never_cache
@require_POST
def card_answer(request: HttpRequest) -> HttpResponse:
    """The processor tells what became of a visit, by a signed answer; also when the browser never comes back."""
    return taken_over(request, actions.record_answer)


@door(Opening.MACHINE)
@never_cache
@require_POST
def payment_answer(request: HttpRequest) -> HttpResponse:
    """The processor tells what became of a payment, likewise."""
    return taken_over(request, actions.record_outcome)


def taken_over(request: HttpRequest, act: Callable[..., object]) -> HttpResponse:
    """204 where `act` takes the signed answer that the processor has sent, 400 with the reason where it does not."""
    try:
        told = json.loads(request.body)
    except ValueError:
        return HttpResponse(status=400)
    signed = told.get("answer", "") if isinstance(told, dict) else ""
    try:
        act(signed=str(signed), actor=anonymous("card-processor"))
    except Refused as refused:
        return HttpResponse(f"{refused.message}\n", status=400, content_type="text/plain; charset=utf-8")
    return HttpResponse(status=204)


@door(Permission.ACCOUNT_MANAGE, fresh=True)
@require_POST
def remove_card(request: HttpRequest, card_id: int) -> HttpResponse:
    """Forget a card."""
    actor = actor_of(request)
    actions.remove_card(card=queries.card(card_id, actor), actor=actor)
    return redirect(reverse("cards") + "?done=removed")


def _page(request: HttpRequest, template: str, page: dict[str, Any], *, status: int = 200) -> HttpResponse:
    is_first = template == "payments/cards.html"
    beyond = [] if is_first else [("Manage My Stored Payment Information", reverse("cards"))]
    return manage_page(request, template, page, beyond=beyond, status=status)
