"""Telling a court what has happened: a security event token (RFC 8417), delivered by HTTP (RFC 8935).

A court knows our keys already, so no secret of the court is needed here; the token names the court, lives for two
minutes, and carries the event's own id, so that it can arrive twice.
"""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from joserfc import jwt

from opencmecf.central.signon import keys
from opencmecf.central.signon.queries import client as client_of
from opencmecf.foundation.relying_party.transport import Answer, Http
from opencmecf.foundation.sites import SiteKind

TOKEN_SECONDS = 120


def deliver(*, court_id: str, path: str, token: str, http: Http) -> Answer:
    """What the court answers to a token at `path`. Raises `httpx.HTTPError` when it does not take note."""
    url = settings.SITE_NAMES[0].url(SiteKind.COURT, path, court=court_id)
    answer: Answer = http.post(
        url, content=token, headers={"Content-Type": "application/secevent+jwt"}
    ).raise_for_status()
    return answer


def token_for(*, court_id: str, event: str, account_number: str, event_id: str, told: dict[str, Any]) -> str:
    """The token that tells a court of an event that concerns an account."""
    client = client_of(f"court-{court_id}")
    if client is None:
        raise RuntimeError(f"Central Sign-On does not know the court {court_id}")
    now = int(time.time())
    claims = {
        "iss": keys.issuer(),
        "aud": client.client_id,
        "sub": account_number,
        "iat": now,
        "exp": now + TOKEN_SECONDS,
        "jti": event_id,
        "events": {event: told},
    }
    algorithm = client.id_token_signed_response_alg
    key = keys.signing_key(algorithm)
    return jwt.encode({"alg": algorithm, "kid": key.kid, "typ": "secevent+jwt"}, claims, key, [algorithm])
