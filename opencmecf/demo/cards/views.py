"""The stand-in's pages: a visit is announced, the browser comes, a card is typed, and the browser goes back."""

from __future__ import annotations

import base64
import binascii
import json
import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from joserfc import jwt
from joserfc.jwk import OctKey

from opencmecf.demo.cards import rules, sessions
from opencmecf.demo.cards.forms import CardForm
from opencmecf.demo.cards.sessions import CardSession, KeptCard
from opencmecf.foundation import clock
from opencmecf.foundation.access import Opening, door
from opencmecf.foundation.caching import never_cache
from opencmecf.foundation.relying_party.transport import InProcess
from opencmecf.foundation.secrets import compare
from opencmecf.foundation.sites import site_of


@door(Opening.PUBLIC)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What this site is."""
    return render(request, "demo/cards/home.html", {"toys": rules.TOYS})


def for_merchants(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer only to a merchant that proves itself by HTTP Basic."""

    @wraps(view)
    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not _is_merchant(request):
            return HttpResponse(status=401, headers={"WWW-Authenticate": 'Basic realm="cards"'})
        return view(request, **kwargs)

    return guarded


@door(Opening.MACHINE)
@require_POST
@for_merchants
def announce(request: HttpRequest) -> HttpResponse:
    """A merchant announces a visit, and gets the address of the page for it."""
    try:
        told = json.loads(request.body)
        asked = {name: str(told[name]) for name in ("reference", "name", "return_url", "callback_url")}
    except (ValueError, KeyError, TypeError):
        return HttpResponse(status=400)
    session = sessions.begin(**asked)
    url = site_of(request).url(reverse("card-page", args=[session.key]))
    return JsonResponse({"session": session.key, "url": url}, status=201)


@door(Opening.PUBLIC)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def card_page(request: HttpRequest, key: str) -> HttpResponse:
    """The page where the card is typed. It ends with an answer, which is the same ever after."""
    session = sessions.find(key)
    if session is None:
        raise Http404
    if session.answer:
        return HttpResponseRedirect(_back(session))
    form = CardForm(request.POST if request.method == "POST" and "cancel" not in request.POST else None)
    if request.method == "POST" and "cancel" in request.POST:
        return _end(session, "cancelled")
    if request.method == "POST" and form.is_valid():
        outcome = form.outcome()
        if outcome == "approved":
            return _end(session, outcome, {**form.facts(), "token": _keep(session, form)})
        return _end(session, outcome)
    page = {"form": form, "session": session, "toys": rules.TOYS}
    answer = render(request, "demo/cards/card_page.html", page)
    parts = urlsplit(session.return_url)
    answer._csp_update = {"form-action": [f"{parts.scheme}://{parts.netloc}"]}  # type: ignore[attr-defined]
    return answer


@door(Opening.MACHINE)
@require_POST
@for_merchants
def forget(request: HttpRequest, reference: str) -> HttpResponse:
    """A merchant has the card forgotten that was stored in one of its visits; forgotten before is fine."""
    sessions.forget_card(reference)
    return HttpResponse(status=204)


def _keep(session: CardSession, form: CardForm) -> str:
    """Keep the card that was typed; the token for it."""
    facts, token = form.facts(), f"tok_{secrets.token_urlsafe(18)}"
    card = KeptCard(session.reference, token, facts["brand"], facts["last_four"], form.outcome_of_paying())
    sessions.keep_card(card)
    return token


def _end(session: CardSession, outcome: str, facts: dict[str, Any] | None = None) -> HttpResponse:
    claims = {
        "reference": session.reference,
        "outcome": outcome,
        "iat": int(clock.now().timestamp()),
        **(facts or {}),
    }
    key = OctKey.import_key(settings.CARD_PROCESSOR_SECRET)
    session.answer = jwt.encode({"alg": "HS256"}, claims, key)
    sessions.save(session)
    # A real processor goes on trying for hours; here the browser brings the same answer in the next moment.
    InProcess().post(session.callback_url, json={"answer": session.answer})
    return HttpResponseRedirect(_back(session))


def _back(session: CardSession) -> str:
    return f"{session.return_url}?{urlencode({'answer': session.answer})}"


def _is_merchant(request: HttpRequest) -> bool:
    scheme, _, encoded = request.headers.get("Authorization", "").partition(" ")
    try:
        _, _, secret = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return False
    known = settings.CARD_PROCESSOR_SECRET
    return scheme.lower() == "basic" and bool(known) and compare(secret, known)
