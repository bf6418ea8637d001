"""What a court tells the national layer, and asks it, about the people behind its accounts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_http_methods, require_POST

from opencmecf.central.accounts.readiness import MOST_AT_ONCE, Filer, states_of
from opencmecf.central.contact_changes import actions as contact_changes
from opencmecf.central.efile import actions as efile
from opencmecf.central.payments import actions as payments
from opencmecf.central.payments import processor
from opencmecf.central.payments.models import CourtFee
from opencmecf.central.payments.rules import fee_in
from opencmecf.central.signon.machine_views import court_actor, for_our_clients, json_object
from opencmecf.central.signon.models import Client
from opencmecf.foundation.access import Actor, Opening, door
from opencmecf.foundation.caching import never_cache
from opencmecf.foundation.errors import NotFound, Refused


@door(Opening.MACHINE)
@require_http_methods(["PUT"])
@for_our_clients
def contact_change(request: HttpRequest, *, client: Client, court_id: str, change_id: UUID) -> HttpResponse:
    """A court tells what its clerk has decided about a change that it was told of."""
    if client.court_id != court_id:
        return HttpResponse(status=403)
    told = json_object(request.body) or {}
    state, reason = str(told.get("state", "")), str(told.get("reason", ""))
    actor = Actor(label=f"court:{court_id}", site=court_id)
    try:
        contact_changes.note_decision(
            court_id=court_id, change_id=str(change_id), state=state, reason=reason, actor=actor
        )
    except NotFound:
        return HttpResponse(status=404)
    except Refused as refused:
        return HttpResponse(f"{refused.message}\n", status=400, content_type="text/plain; charset=utf-8")
    return HttpResponse(status=204)


@door(Opening.MACHINE)
@require_http_methods(["PUT"])
@for_our_clients
def efile_request(request: HttpRequest, *, client: Client, court_id: str, request_id: UUID) -> HttpResponse:
    """A court tells how a request for admission or e-file registration stands."""
    if client.court_id != court_id:
        return HttpResponse(status=403)
    told = json_object(request.body) or {}
    actor = Actor(label=f"court:{court_id}", site=court_id)
    try:
        efile.record_request(court_id=court_id, request_id=request_id, facts=told, actor=actor)
    except Refused as refused:
        return HttpResponse(f"{refused.message}\n", status=400, content_type="text/plain; charset=utf-8")
    return HttpResponse(status=204)


@door(Opening.MACHINE)
@require_http_methods(["PUT"])
@for_our_clients
def fee(request: HttpRequest, *, client: Client, court_id: str, fee_id: UUID) -> HttpResponse:
    """A court tells of a fee that somebody may pay by card; it is answered how the fee stands."""
    return _fee(request, client, court_id, fee_id, payments.record_fee)


@door(Opening.MACHINE)
@require_POST
@for_our_clients
def close_fee(request: HttpRequest, *, client: Client, court_id: str, fee_id: UUID) -> HttpResponse:
    """A court settles a fee otherwise; it is answered how the fee stands, for it may have been paid by card."""
    return _fee(request, client, court_id, fee_id, payments.close_fee)


@door(Opening.MACHINE)
@never_cache
@require_POST
@for_our_clients
def readiness(request: HttpRequest, *, client: Client, court_id: str) -> HttpResponse:
    """A court that rehearses its go-live asks how the PACER accounts of its filers stand; a word for each."""
    if client.court_id != court_id:
        return HttpResponse(status=403)
    filers = _filers(json_object(request.body) or {})
    if filers is None:
        return HttpResponse(
            f"Name up to {MOST_AT_ONCE} filers.\n", status=400, content_type="text/plain; charset=utf-8"
        )
    return JsonResponse({"states": states_of(filers)})


def _fee(
    request: HttpRequest, client: Client, court_id: str, fee_id: UUID, act: Callable[..., CourtFee]
) -> HttpResponse:
    if client.court_id != court_id:
        return HttpResponse(status=403)
    try:
        told = fee_in(json_object(request.body) or {})
        found = act(court_id=court_id, fee_id=fee_id, told=told, actor=court_actor(court_id))
    except processor.ProcessorAway as refused:
        return HttpResponse(f"{refused.message}\n", status=503, content_type="text/plain; charset=utf-8")
    except Refused as refused:
        return HttpResponse(f"{refused.message}\n", status=400, content_type="text/plain; charset=utf-8")
    return JsonResponse({**found.told_to_court(), "takes_cards": processor.is_set_up()})


def _filers(told: dict[str, Any]) -> list[Filer] | None:
    rows = told.get("filers")
    if not isinstance(rows, list) or len(rows) > MOST_AT_ONCE or not all(isinstance(row, dict) for row in rows):
        return None
    names = ("email", "first_name", "last_name")
    return [Filer(*(str(row.get(name, "")).replace("\0", "") for name in names)) for row in rows]
