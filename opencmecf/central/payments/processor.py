"""The card processor, as docs/operations/card-processor.md describes its protocol: it shows the pages where a card is
typed or chosen, so that no number of a card ever reaches us, and answers with signed statements.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import httpx
from django.conf import settings
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from opencmecf.central.payments.models import Outcome, Payment
from opencmecf.central.payments.rules import PAYMENT_LASTS
from opencmecf.foundation.errors import Refused
from opencmecf.foundation.relying_party.transport import TIMEOUT_SECONDS, Http, InProcess
from opencmecf.foundation.sites.names import find_site

MERCHANT = "pacer"
CURRENCY = "USD"


class ProcessorAway(Refused):
    """The card processor does not answer, or not as agreed."""

    def __init__(self, message: str = "", remedy: str = "") -> None:
        super().__init__(
            message or "The card processor does not answer at the moment. No card was stored and nothing was charged.",
            remedy or "Try again in some minutes.",
        )


class ProcessorOutOfReach(ProcessorAway):
    """Nothing came back at all."""


class NotKnown(ProcessorAway):
    """The processor has never heard of what it was asked about."""


@dataclass(frozen=True)
class Answer:
    """What the processor says of one visit."""

    reference: str
    outcome: Outcome
    token: str = ""
    brand: str = ""
    last_four: str = ""
    expires_year: int = 0
    expires_month: int = 0


@dataclass(frozen=True)
class PaymentAnswer:
    """What the processor says of one payment; it says it once and for all."""

    key: UUID
    outcome: Outcome
    amount_cents: int
    card: str = ""


def is_set_up() -> bool:
    """Whether this deployment has a card processor."""
    return bool(settings.CARD_PROCESSOR_URL and settings.CARD_PROCESSOR_SECRET)


def origin() -> str:
    """Where the processor's pages are, for the Content-Security-Policy of pages whose forms lead there."""
    parts = urlsplit(settings.CARD_PROCESSOR_URL)
    return f"{parts.scheme}://{parts.netloc}"


def begin(*, reference: str, name: str, return_url: str, callback_url: str) -> str:
    """The address of the processor's page for a new visit. Raises `ProcessorAway`."""
    asked = {
        "reference": reference,
        "purpose": "store",
        "name": name,
        "return_url": return_url,
        "callback_url": callback_url,
    }
    return _page_in(_tell("POST", "/sessions", asked))


def announce(
    payment: Payment, *, name: str, cards: Sequence[str], return_url: str, callback_url: str
) -> str | PaymentAnswer:
    """The address of the processor's page for a payment, or what has become of it where that is settled already.

    The payment's key is the processor's key: announced again it is the same payment. `cards` are the tokens of the
    cards that the page offers, the proposed one first. Raises `ProcessorAway`.
    """
    asked = {
        "amount_cents": payment.amount_cents,
        "currency": CURRENCY,
        "what": payment.what,
        "name": name,
        "cards": list(cards),
        "lasts_seconds": int(PAYMENT_LASTS.total_seconds()),
        "return_url": return_url,
        "callback_url": callback_url,
    }
    told = _tell("PUT", f"/payments/{payment.key}", asked)
    return _settled(told, payment) or _page_in(told)


def look_up(payment: Payment) -> PaymentAnswer | None:
    """What has become of a payment, None while it can still be made. Raises `ProcessorAway`; `NotKnown` is one."""
    return _settled(_tell("GET", f"/payments/{payment.key}"), payment)


def cancel(payment: Payment) -> PaymentAnswer:
    """Make sure that a payment cannot be made any more; tells what has become of it, for it may have been made before.

    The processor remembers this of a key that it has never heard of as well, so that announcing it late does not help.
    Raises `ProcessorAway`.
    """
    asked = {"amount_cents": payment.amount_cents, "currency": CURRENCY}
    answer = _settled(_tell("POST", f"/payments/{payment.key}/cancel", asked), payment)
    if answer is None:
        raise ProcessorAway
    return answer


def forget_card(reference: str) -> None:
    """Have the processor forget the card that was stored in the visit `reference`; forgotten before is fine.

    Raises `ProcessorAway`.
    """
    try:
        _tell("POST", f"/cards/{reference}/forget", {})
    except NotKnown:
        return


def read(signed: str) -> Answer | None:
    """What a signed answer about a stored card says; None for one that the processor has not signed, or no sense."""
    claims = _claims(signed)
    if claims is None:
        return None
    try:
        return _answer(claims)
    except (ValueError, KeyError, TypeError):
        return None


def read_payment(signed: str) -> PaymentAnswer | None:
    """What a signed answer about a payment says; None as above, and for another currency than ours."""
    claims = _claims(signed)
    if claims is None or claims.get("currency") != CURRENCY or type(claims.get("amount_cents")) is not int:
        return None
    brand, last_four = (str(claims.get(name, "")) for name in ("brand", "last_four"))
    try:
        return PaymentAnswer(
            key=UUID(str(claims["payment"])),
            outcome=Outcome(claims["outcome"]),
            amount_cents=claims["amount_cents"],
            card=f"{brand} ending in {last_four}" if last_four else "",
        )
    except (ValueError, KeyError):
        return None


def _claims(signed: str) -> dict[str, Any] | None:
    if not is_set_up():
        return None
    try:
        key = OctKey.import_key(settings.CARD_PROCESSOR_SECRET)
        return dict(jwt.decode(signed, key, algorithms=["HS256"]).claims)
    except (JoseError, ValueError, TypeError):
        return None


def _answer(claims: dict[str, Any]) -> Answer:
    year, _, month = str(claims.get("expires", "0-0")).partition("-")
    return Answer(
        reference=str(claims["reference"]),
        outcome=Outcome(claims["outcome"]),
        token=str(claims.get("token", "")),
        brand=str(claims.get("brand", "")),
        last_four=str(claims.get("last_four", "")),
        expires_year=int(year),
        expires_month=int(month),
    )


def _settled(told: dict[str, Any], payment: Payment) -> PaymentAnswer | None:
    """The answer in what the processor has told; None where there is none yet. Raises `Refused` for nonsense."""
    if not told.get("answer"):
        return None
    answer = read_payment(str(told["answer"]))
    if answer is None or answer.key != payment.key:
        raise Refused(
            "The card processor has not answered as agreed, and nobody can tell what became of the payment.",
            "Do not pay again. Call the PACER Service Center.",
        )
    return answer


def _page_in(told: dict[str, Any]) -> str:
    page = told.get("url", "")
    if not isinstance(page, str) or not page.startswith(f"{origin()}/"):
        raise ProcessorAway
    return page


def _tell(method: str, path: str, facts: dict[str, Any] | None = None) -> dict[str, Any]:
    """What the processor answers, {} for nothing. Raises `ProcessorAway`, and `NotKnown` for a 404."""
    if not is_set_up():
        raise ProcessorAway
    url, http, proof = f"{settings.CARD_PROCESSOR_URL}{path}", _http(), (MERCHANT, settings.CARD_PROCESSOR_SECRET)
    try:
        match method:
            case "GET":
                answer = http.get(url, auth=proof)
            case "PUT":
                answer = http.put(url, json=facts, auth=proof)
            case _:
                answer = http.post(url, json=facts, auth=proof)
        if answer.status_code == 404:
            raise NotKnown
        told = answer.raise_for_status().json() if answer.status_code != 204 else {}
    except httpx.TransportError as error:
        raise ProcessorOutOfReach from error
    except (httpx.HTTPError, ValueError) as error:
        raise ProcessorAway from error
    return told if isinstance(told, dict) else {}


def _http() -> Http:
    """The client for the processor; the demonstration's own stand-in is called within the process."""
    ours = find_site(urlsplit(settings.CARD_PROCESSOR_URL).netloc, settings.SITE_NAMES)
    return InProcess() if ours else httpx.Client(timeout=TIMEOUT_SECONDS)
