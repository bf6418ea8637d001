"""Asking a court at which addresses it reaches somebody, where all of them must hear of something."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from opencmecf.central.accounts import actions as accounts
from opencmecf.central.accounts.notices import unsealed
from opencmecf.central.signon.event_tokens import CONTENT_TYPE, event_token
from opencmecf.foundation import clock
from opencmecf.foundation.access import system
from opencmecf.foundation.errors import Refused
from opencmecf.foundation.relying_party.client import NOTICE_ADDRESSES_EVENT
from opencmecf.foundation.relying_party.transport import Http
from opencmecf.foundation.sites import SiteKind

PATH = "/internal/notice-addresses"
MOST_OF_A_COURT = 50


def write_at_court(*, account_number: str, court_id: str, sealed: str, http: Http) -> None:
    """Write a sealed notice to the addresses that a court names; one that comes too late is dropped.

    Raises `httpx.HTTPError` or `Refused` when the court does not answer, so that the job tries again.
    """
    notice = unsealed(sealed)
    if notice.is_late(clock.now()):
        return
    token = event_token(
        court_id=court_id, account_number=account_number, event=NOTICE_ADDRESSES_EVENT, facts={}, key=str(uuid4())
    )
    url = settings.SITE_NAMES[0].url(SiteKind.COURT, PATH, court=court_id)
    answer = http.post(url, content=token, headers={"Content-Type": CONTENT_TYPE}).raise_for_status().json()
    accounts.write_at_court(
        account_number=account_number,
        court_id=court_id,
        notice=notice,
        addresses=addresses_in(answer),
        actor=system("accounts", "pacer"),
    )


def addresses_in(answer: object) -> list[str]:
    """The e-mail addresses that a court's answer names; what is none is left aside.

    Raises `Refused` for what is no such answer.
    """
    named = answer.get("addresses") if isinstance(answer, Mapping) else None
    if not isinstance(named, list) or len(named) > MOST_OF_A_COURT:
        raise Refused("The court has given no answer that can be read.")
    return [one for one in named if _is_address(one)]


def _is_address(named: object) -> bool:
    if not isinstance(named, str):
        return False
    try:
        validate_email(named)
    except ValidationError:
        return False
    return True
