"""Telling a court that a fee which it has asked for was paid by card."""

from __future__ import annotations

from django.conf import settings

from opencmecf.central.payments.models import Payment
from opencmecf.central.signon.event_tokens import CONTENT_TYPE, event_token
from opencmecf.foundation.relying_party.client import FEE_PAYMENT_EVENT
from opencmecf.foundation.relying_party.transport import Http
from opencmecf.foundation.sites import SiteKind

PATH = "/internal/fee-payments"


def send(*, payment_id: int, http: Http) -> None:
    """Tell the court; telling twice changes nothing there. Raises `httpx.HTTPError` when it does not take note."""
    payment = Payment.objects.select_related("account", "fee").get(pk=payment_id)
    if payment.fee is None or not payment.is_paid:
        return
    token = event_token(
        court_id=payment.fee.court_id,
        account_number=payment.account.number,
        event=FEE_PAYMENT_EVENT,
        facts={"fee": str(payment.fee.pk), **payment.told_to_court()},
        key=str(payment.key),
    )
    url = settings.SITE_NAMES[0].url(SiteKind.COURT, PATH, court=payment.fee.court_id)
    http.post(url, content=token, headers={"Content-Type": CONTENT_TYPE}).raise_for_status()
