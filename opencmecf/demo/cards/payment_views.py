"""The stand-in's payments: a merchant announces one, the browser comes and pays or does not, the merchant is told."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from opencmecf.demo.cards import payments, rules
from opencmecf.demo.cards.forms import CardForm
from opencmecf.demo.cards.payments import ToyPayment
from opencmecf.demo.cards.views import for_merchants
from opencmecf.foundation.access import Opening, door
from opencmecf.foundation.caching import never_cache
from opencmecf.foundation.relying_party.transport import InProcess
from opencmecf.foundation.sites import site_of

LASTS_SECONDS = 1800


@door(Opening.MACHINE)
@never_cache
@require_http_methods(["GET", "PUT"])
@for_merchants
def payment(request: HttpRequest, key: UUID) -> HttpResponse:
    """A merchant announces a payment, as often as it likes, or asks what has become of it."""
    made = None
    if request.method == "PUT":
        told = _told(request)
        if not told:
            return HttpResponse(status=400)
        made = ToyPayment(str(key), told["amount_cents"])
    with payments.locked(str(key), made) as found:
        if found is None:
            return HttpResponse(status=404)
        if made is not None and found.amount_cents != made.amount_cents:
            return HttpResponse("This key stands for another amount.\n", status=409, content_type="text/plain")
        if made is not None and not found.answer:
            found.what, found.name, found.cards = str(told["what"]), str(told["name"]), list(told["cards"])
            found.return_url, found.callback_url = str(told["return_url"]), str(told["callback_url"])
            found.may_last(int(told.get("lasts_seconds", LASTS_SECONDS)))
        url = site_of(request).url(reverse("payment-page", args=[key]))
        return JsonResponse({"url": url, "answer": found.answer})


@door(Opening.MACHINE)
@never_cache
@require_POST
@for_merchants
def cancel(request: HttpRequest, key: UUID) -> HttpResponse:
    """A merchant makes sure that a payment is not made, also one that it has not announced; answers how it ended."""
    told = _told(request, "amount_cents")
    if not told:
        return HttpResponse(status=400)
    with payments.locked(str(key), ToyPayment(str(key), told["amount_cents"])) as found:
        assert found is not None
        found.settle("cancelled")
        return JsonResponse({"answer": found.answer})


@door(Opening.PUBLIC)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def payment_page(request: HttpRequest, key: UUID) -> HttpResponse:
    """The page where a stored card is chosen or another one is typed. It ends with an answer, the same ever after."""
    with payments.locked(str(key)) as found:
        if found is None or not found.return_url:
            raise Http404
        form = CardForm(request.POST if request.method == "POST" and "another" in request.POST else None)
        if request.method == "POST" and not found.answer:
            _pay(found, request, form)
    if found.answer:
        return _back(found)
    page = {"payment": found, "form": form, "toys": rules.TOYS}
    answer = render(request, "demo/cards/payment_page.html", page)
    parts = urlsplit(found.return_url)
    answer._csp_update = {"form-action": [f"{parts.scheme}://{parts.netloc}"]}  # type: ignore[attr-defined]
    return answer


def _pay(found: ToyPayment, request: HttpRequest, form: CardForm) -> None:
    """Settle the payment as the page was sent; leaves it open where a card was not typed as it must be."""
    if "cancel" in request.POST:
        found.settle("cancelled")
        return
    chosen = next((one for one in found.offered if one.reference == request.POST.get("stored")), None)
    if chosen is not None:
        found.settle(chosen.outcome, brand=chosen.brand, last_four=chosen.last_four)
    elif form.is_valid():
        facts = form.facts()
        found.settle(form.outcome_of_paying(), brand=facts["brand"], last_four=facts["last_four"])


def _back(found: ToyPayment) -> HttpResponse:
    """Tell the merchant, and send the browser back. A real processor would go on telling for hours."""
    InProcess().post(found.callback_url, json={"answer": found.answer})
    return HttpResponseRedirect(f"{found.return_url}?{urlencode({'answer': found.answer})}")


def _told(request: HttpRequest, *names: str) -> dict[str, Any]:
    """The facts of a JSON message; {} for one in which some are missing."""
    wanted = names or ("amount_cents", "what", "name", "cards", "return_url", "callback_url")
    try:
        told = json.loads(request.body)
        return told if all(name in told for name in wanted) and type(told["amount_cents"]) is int else {}
    except (ValueError, TypeError):
        return {}
