"""The card processor, as docs/operations/card-processor.md describes its protocol: it shows the page where a card is
typed, so that no number of a card ever reaches us, and answers with a signed statement.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx
from django.conf import settings
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from opencmecf.central.payments.models import Outcome
from opencmecf.foundation.errors import Refused
from opencmecf.foundation.relying_party.transport import TIMEOUT_SECONDS, Http, InProcess
from opencmecf.foundation.sites.names import find_site

MERCHANT = "pacer"


class ProcessorAway(Refused):
    """The card processor does not answer, or not as agreed."""

    def __init__(self) -> None:
        super().__init__(
            "The card processor does not answer at the moment. No card was stored and nothing was charged.",
            "Try again in some minutes.",
        )


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


def is_set_up() -> bool:
    """Whether this deployment has a card processor."""
    return bool(settings.CARD_PROCESSOR_URL and settings.CARD_PROCESSOR_SECRET)


def origin() -> str:
    """Where the processor's pages are, for the Content-Security-Policy of pages whose forms lead there."""
    parts = urlsplit(settings.CARD_PROCESSOR_URL)
    return f"{parts.scheme}://{parts.netloc}"


def begin(*, reference: str, name: str, return_url: str, callback_url: str) -> str:
    """The address of the processor's page for a new visit. Raises `ProcessorAway`."""
    if not is_set_up():
        raise ProcessorAway
    asked = {
        "reference": reference,
        "purpose": "store",
        "name": name,
        "return_url": return_url,
        "callback_url": callback_url,
    }
    try:
        url = f"{settings.CARD_PROCESSOR_URL}/sessions"
        told = _http().post(url, json=asked, auth=(MERCHANT, settings.CARD_PROCESSOR_SECRET)).raise_for_status().json()
    except (httpx.HTTPError, ValueError) as error:
        raise ProcessorAway from error
    page = told.get("url", "") if isinstance(told, dict) else ""
    if not isinstance(page, str) or not page.startswith(f"{origin()}/"):
        raise ProcessorAway
    return page


def read(signed: str) -> Answer | None:
    """What a signed answer says; None for one that the processor has not signed, or that makes no sense."""
    if not is_set_up():
        return None
    try:
        claims = jwt.decode(signed, OctKey.import_key(settings.CARD_PROCESSOR_SECRET), algorithms=["HS256"]).claims
        return _answer(claims)
    except (JoseError, ValueError, KeyError, TypeError):
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


def _http() -> Http:
    """The client for the processor; the demonstration's own stand-in is called within the process."""
    ours = find_site(urlsplit(settings.CARD_PROCESSOR_URL).netloc, settings.SITE_NAMES)
    return InProcess() if ours else httpx.Client(timeout=TIMEOUT_SECONDS)
