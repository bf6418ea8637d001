"""What a site gets for a code: an access token, and an ID token that says who signed in, how and when."""

from __future__ import annotations

import hashlib
import time
from typing import Any

from opencmecf.central.signon import consents, keys, scopes
from opencmecf.central.signon.assurance import acr_of
from opencmecf.central.signon.codes import ACCESS_TOKEN_LIFE, Granted
from opencmecf.central.signon.models import Consent, Session
from opencmecf.foundation import secrets

ID_TOKEN_SECONDS = 600
CLAIMS_OF_SCOPE = {
    "openid": (),
    "profile": ("name", "given_name", "middle_name", "family_name", "generation"),
    "email": ("email",),
    "court": (
        *("account_class", "account_type", "shared"),
        *("case_search", "client_code", "client_code_rule", "exemptions", "exempt_use"),
    ),
}
SCOPES = tuple(dict.fromkeys([*CLAIMS_OF_SCOPE, *(one.name for one in scopes.FOR_PROGRAMS)]))
CLAIMS = tuple(dict.fromkeys([*(name for names in CLAIMS_OF_SCOPE.values() for name in names), *scopes.CLAIMS]))


def granted_to(session: Session, *, scope: str, nonce: str) -> Granted:
    """What a site learns when somebody signs on with `session`: who it is, how sure that is, and since when."""
    claims = {**proof_of(session), "sid": str(session.pk), **claims_of(session, scope)}
    return Granted(scope=scope, nonce=nonce, claims=claims)


def granted_to_program(session: Session, consent: Consent, *, scope: str, nonce: str) -> Granted:
    """The same for a program of others. All about the person is behind the access token; names are for it alone."""
    claims = {**proof_of(session), "sid": consents.sid_at(consent.client, session), "sub": str(consent.subject)}
    return Granted(scope=scope, nonce=nonce, claims=claims)


def proof_of(session: Session) -> dict[str, Any]:
    """When and how the person of `session` proved who they are (OpenID Connect Core 1.0, 2)."""
    return {
        "auth_time": int(session.proved_at.timestamp()),
        "acr": acr_of(session).value,
        "amr": session.methods.split(),
    }


def answer(granted: Granted, client_id: str, algorithm: str, access_token: str) -> dict[str, Any]:
    """The token endpoint's answer (RFC 6749, 5.1; OpenID Connect Core 1.0, 3.1.3.3); its ID token is signed so."""
    told = {
        "token_type": "Bearer",
        "access_token": access_token,
        "expires_in": int(ACCESS_TOKEN_LIFE.total_seconds()),
        "scope": granted.scope,
    }
    if "openid" in granted.scope.split():
        told["id_token"] = id_token(granted, client_id, algorithm, access_token)
    return told


def id_token(granted: Granted, client_id: str, algorithm: str, access_token: str) -> str:
    """The ID token (OpenID Connect Core 1.0, 2 and 3.1.3.6), signed with the current key of the client's algorithm."""
    now = int(time.time())
    claims = {
        "iss": keys.issuer(),
        "aud": [client_id],
        "iat": now,
        "exp": now + ID_TOKEN_SECONDS,
        **({"nonce": granted.nonce} if granted.nonce else {}),
        "at_hash": secrets.base64url(hashlib.sha256(access_token.encode()).digest()[:16]),
        **granted.claims,
    }
    return keys.signed(claims, algorithm=algorithm, kind=keys.ID_TOKEN_TYPE)


def claims_of(session: Session, scope: str) -> dict[str, Any]:
    """The claims about the person that `scope` opens, with the subject."""
    known = {**session.account.claims(), "client_code": session.client_code, "exempt_use": session.exempt_use}
    names = [name for word in scope.split() for name in CLAIMS_OF_SCOPE.get(word, ())]
    return {"sub": known["sub"], **{name: known[name] for name in names}}
