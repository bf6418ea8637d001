"""Where the national layer tells that a fee was paid by card."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from opencmecf.court.admissions import actions
from opencmecf.court.profile.queries import court_of
from opencmecf.foundation.access import Opening, door, system
from opencmecf.foundation.caching import never_cache
from opencmecf.foundation.errors import NotFound, Refused
from opencmecf.foundation.relying_party import SignOnFailed
from opencmecf.foundation.relying_party.client import FEE_PAYMENT_EVENT


@door(Opening.MACHINE)
@never_cache
@require_POST
def fee_payment(request: HttpRequest) -> HttpResponse:
    """Central Sign-On tells of a payment by a security event token (RFC 8417, RFC 8935); it may come twice."""
    court = court_of(request)
    try:
        claims, told = court.relying_party().read_event_token(request.body.decode(errors="replace"), FEE_PAYMENT_EVENT)
        actions.record_card_payment(
            court_id=court.court_id,
            fee_key=UUID(str(told["fee"])),
            account_number=claims["sub"],
            cents=int(told["amount_cents"]),
            receipt=str(told["receipt"]),
            card=str(told["card"]),
            actor=system("pacer", court.court_id),
        )
    except (SignOnFailed, Refused, NotFound, KeyError, TypeError, ValueError) as failed:
        return JsonResponse({"err": "invalid_request", "description": str(failed)}, status=400)
    return HttpResponse(status=202)
