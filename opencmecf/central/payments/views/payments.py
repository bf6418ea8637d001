"""Manage My Account, Payments: a fee that a court asks for, and what became of a payment."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opencmecf.central.accounts.pages import manage_page
from opencmecf.central.payments import actions, processor, queries, rules
from opencmecf.central.payments.models import CourtFee, FeeKind, FeeState, Outcome, Payment
from opencmecf.central.payments.views.leaving import may_post_to_processor, to_processor
from opencmecf.foundation.access import Permission, actor_of, door
from opencmecf.foundation.caching import never_cache
from opencmecf.foundation.sites import SiteKind, site_of


@door(Permission.ACCOUNT_MANAGE, fresh=True)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def court_fee(request: HttpRequest, fee_id: UUID) -> HttpResponse:
    """A fee that a court asks for; a POST goes to the card processor. Pressed twice it is one payment."""
    actor = actor_of(request)
    fee = queries.fee(fee_id, actor)
    if request.method == "POST":
        return to_processor(request, actions.open_fee_payment(fee=fee, actor=actor))
    page = {
        "fee": fee,
        "is_due": fee.state == FeeState.DUE,
        "payment": fee.payment,
        "has_begun": fee.payments.filter(outcome="").exists(),
        "card": queries.default_card(FeeKind.ADMISSION, actor),
        "has_processor": processor.is_set_up(),
        "at_court": _at_court(request, fee),
        "here": fee.what,
    }
    return may_post_to_processor(request, _page(request, "payments/court_fee.html", page))


@door(Permission.ACCOUNT_MANAGE)
@never_cache
@require_safe
def payment(request: HttpRequest, key: UUID) -> HttpResponse:
    """What became of a payment, with its receipt. Until there is an answer the processor is asked, not the browser."""
    actor = actor_of(request)
    found, is_away = queries.payment(key, actor), False
    try:
        found = actions.look_up(payment=found, actor=actor)
    except processor.ProcessorAway:
        is_away = True
    page = {
        "payment": found,
        "is_away": is_away,
        "remedy": _remedy(found),
        "again": _again(found.fee),
        "at_court": _at_court(request, found.fee) if found.fee else "",
        "here": f"Receipt {found.receipt}" if found.is_paid else "Payment",
    }
    return may_post_to_processor(request, _page(request, "payments/payment.html", page))


@door(Permission.ACCOUNT_MANAGE, fresh=True)
@never_cache
@require_POST
def go_on(request: HttpRequest, key: UUID) -> HttpResponse:
    """Back to the processor's page of a payment that was begun."""
    return to_processor(request, queries.payment(key, actor_of(request)))


@door(Permission.ACCOUNT_MANAGE)
@never_cache
@require_POST
def cancel(request: HttpRequest, key: UUID) -> HttpResponse:
    """End a payment that was begun; if it was made before that, its page says so."""
    actor = actor_of(request)
    actions.cancel_payment(payment=queries.payment(key, actor), actor=actor)
    return HttpResponseRedirect(reverse("payment", args=[key]))


def _remedy(found: Payment) -> str:
    """What to do where it was not paid."""
    if found.fee and found.fee.state == FeeState.CLOSED:
        return "The court has settled this fee otherwise, or asks for another amount."
    return rules.REMEDIES.get(Outcome(found.outcome), "") if found.outcome else ""


def _again(fee: CourtFee | None) -> str:
    """Where somebody goes to try once more, "" where there is nothing to be paid any more."""
    if fee is None:
        return reverse("payments")
    return reverse("court-fee", args=[fee.pk]) if fee.state == FeeState.DUE else ""


def _at_court(request: HttpRequest, fee: CourtFee) -> str:
    return site_of(request).names.url(SiteKind.COURT, fee.path, court=fee.court_id)


def _page(request: HttpRequest, template: str, page: dict[str, object]) -> HttpResponse:
    return manage_page(request, template, page, beyond=[("Payments", reverse("payments"))])
