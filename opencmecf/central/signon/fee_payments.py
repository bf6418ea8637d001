"""Telling a court that a fee which it has asked for was paid by card."""

from __future__ import annotations

from opencmecf.central.payments.models import Payment
from opencmecf.central.signon import event_tokens
from opencmecf.foundation.relying_party.client import FEE_PAYMENT_EVENT
from opencmecf.foundation.relying_party.transport import Http

PATH = "/internal/fee-payments"


def send(*, payment_id: int, http: Http) -> None:
    """Tell the court; telling twice changes nothing there. Raises `httpx.HTTPError` when it does not take note."""
    payment = Payment.objects.select_related("account", "fee").get(pk=payment_id)
    if payment.fee is None or not payment.is_paid:
        return
    token = event_tokens.token_for(
        court_id=payment.fee.court_id,
        event=FEE_PAYMENT_EVENT,
        account_number=payment.account.number,
        event_id=str(payment.key),
        told={"fee": str(payment.fee.pk), **payment.told_to_court()},
    )
    event_tokens.deliver(court_id=payment.fee.court_id, path=PATH, token=token, http=http)
