"""On the way to the card processor's pages."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from opencmecf.central.accounts.pages import manage_page
from opencmecf.central.payments import actions, processor
from opencmecf.central.payments.models import Payment
from opencmecf.foundation.access import actor_of
from opencmecf.foundation.sites import SiteKind, site_of


def may_post_to_processor(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """`answer`, whose forms may lead to the card processor, and to the login page when they are sent too late."""
    if processor.is_set_up():
        login = site_of(request).names.url(SiteKind.LOGIN, "")
        answer._csp_update = {"form-action": [login, processor.origin()]}  # type: ignore[attr-defined]
    return answer


def to_processor(request: HttpRequest, payment: Payment) -> HttpResponse:
    """To the page where a payment is made, or to the one that tells what became of it where that is settled.

    While the processor is away the page says so; the payment can be gone on with later.
    """
    site, here = site_of(request), reverse("payment", args=[payment.key])
    try:
        url = actions.go_on(
            payment=payment,
            return_url=site.url(here),
            callback_url=site.url(reverse("payment-answer")),
            actor=actor_of(request),
        )
    except processor.ProcessorAway as refused:
        beyond = [("Payments", reverse("payments"))]
        return manage_page(request, "payments/away.html", {"refused": refused}, beyond=beyond, status=503)
    return HttpResponseRedirect(url or here)
