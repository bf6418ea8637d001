"""Security event tokens (RFC 8417) with which a court is told or asked something about a person.

A court knows our keys already, so no secret of the court is needed; a token names the court and lives for two minutes.
"""

from __future__ import annotations

import time
from typing import Any

from opencmecf.central.signon import keys
from opencmecf.central.signon.queries import client as client_of

TOKEN_SECONDS = 120
CONTENT_TYPE = "application/secevent+jwt"


class UnknownCourt(RuntimeError):
    """Central Sign-On does not know the court."""


def event_token(*, court_id: str, account_number: str, event: str, facts: dict[str, Any], key: str) -> str:
    """The token that says `event` of a PACER account to a court, which knows it by `key` when it comes twice.

    Raises `UnknownCourt` for one that is no client of Central Sign-On.
    """
    client = client_of(f"court-{court_id}")
    if client is None:
        raise UnknownCourt(court_id)
    now = int(time.time())
    claims = {
        "iss": keys.issuer(),
        "aud": client.client_id,
        "sub": account_number,
        "iat": now,
        "exp": now + TOKEN_SECONDS,
        "jti": key,
        "events": {event: facts},
    }
    return keys.signed(claims, algorithm=client.id_token_signed_response_alg, kind="secevent+jwt")
