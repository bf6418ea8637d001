"""The keys that tokens are signed with, and their rotation.

A new key is published and signs at once: sites fetch the keys again when they meet one that they do not know. An old
one stays published for a day after its last signature.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now
from joserfc.jwk import ECKey, Key, KeySet, RSAKey

from opencmecf.central.signon import consents
from opencmecf.central.signon.models import Client, Session, SigningKey
from opencmecf.foundation import audit, secrets, signed_tokens
from opencmecf.foundation.access import Actor
from opencmecf.foundation.relying_party.client import BACKCHANNEL_LOGOUT_EVENT
from opencmecf.foundation.sites import SiteKind

ID_TOKEN_TYPE = "JWT"
ALGORITHMS = signed_tokens.ALGORITHMS
LOGOUT_TOKEN_SECONDS = 120
PUBLISHED_AFTER_RETIREMENT = timedelta(days=1)

REMEMBERED_SECONDS = 5
_imported: dict[str, Key] = {}
_current: dict[str, tuple[float, Key]] = {}


def issuer() -> str:
    """The name of Central Sign-On in every token: its address under the canonical set of site names."""
    return settings.SITE_NAMES[0].url(SiteKind.LOGIN, "")


@transaction.atomic
def rotate(*, by: Actor) -> list[str]:
    """Make a new key for each algorithm and sign with it from now on; returns the new key ids."""
    SigningKey.objects.filter(retired_at__isnull=True).update(retired_at=Now())
    _current.clear()
    made = [_make(algorithm) for algorithm in ALGORITHMS]
    audit.record("signon:keys:rotate", chain="signon-keys", by=by, keys=made)
    return made


def make_first(*, by: Actor) -> None:
    """Make the first keys; does nothing when there are any."""
    if not SigningKey.objects.exists():
        rotate(by=by)


def signing_key(algorithm: str) -> Key:
    """The private key to sign with now; it knows its `kid`. Raises `RuntimeError` before the first rotation.

    Remembered for some seconds: a process that signs with a key just retired does no harm, since that key stays
    published for a day.
    """
    looked_up, key = _current.get(algorithm, (0.0, None))
    if key is None or time.monotonic() - looked_up > REMEMBERED_SECONDS:
        row = SigningKey.objects.filter(algorithm=algorithm, retired_at__isnull=True).order_by("-created_at").first()
        if row is None:
            raise RuntimeError("Central Sign-On has no keys yet; run `cmecf keys rotate`")
        key = _import(row)
        _current[algorithm] = (time.monotonic(), key)
    return key


def signed(claims: Mapping[str, Any], *, algorithm: str, kind: str) -> str:
    """The token of the type `kind` that says `claims`, signed with the current key of `algorithm`."""
    return signed_tokens.write(claims, signing_key(algorithm), algorithm=algorithm, kind=kind)


def published() -> dict[str, list[dict[str, Any]]]:
    """The public keys as a JWK set: those that sign, and those whose tokens may still be about."""
    recent = Q(retired_at__isnull=True) | Q(retired_at__gt=Now() - PUBLISHED_AFTER_RETIREMENT)
    return {"keys": [_public(row) for row in SigningKey.objects.filter(recent).order_by("created_at")]}


def read_own_token(token: str) -> dict[str, Any] | None:
    """The claims of an ID token that we have signed, expired or not; None for any other string.

    The other tokens that we sign say by their `typ` that they are none (RFC 8725, 3.11).
    """
    ours = KeySet([_import(row) for row in SigningKey.objects.all()])
    try:
        claims = signed_tokens.read(token, ours, types=[ID_TOKEN_TYPE]).claims
    except signed_tokens.NotGood:
        return None
    return claims if claims.get("iss") == issuer() and _names_session(claims) else None


def _names_session(claims: dict[str, Any]) -> bool:
    audience, sid = claims.get("aud"), claims.get("sid")
    return isinstance(audience, list) and bool(audience) and isinstance(sid, str)


def logout_token(*, client: Client, session: Session) -> str:
    """A logout token for one site (OpenID Connect Back-Channel Logout 1.0, 2.4)."""
    now = int(time.time())
    claims = {
        "iss": issuer(),
        "aud": client.client_id,
        **({"sub": session.account.number} if client.is_ours else {}),  # a program of others knows another name
        "sid": consents.sid_at(client, session),
        "iat": now,
        "exp": now + LOGOUT_TOKEN_SECONDS,
        "jti": uuid.uuid4().hex,
        "events": {BACKCHANNEL_LOGOUT_EVENT: {}},
    }
    return signed(claims, algorithm=client.id_token_signed_response_alg, kind="logout+jwt")


def _make(algorithm: str) -> str:
    key = ECKey.generate_key("P-256") if algorithm == "ES256" else RSAKey.generate_key(2048)
    kid = f"{algorithm.lower()}-{uuid.uuid4().hex[:12]}"
    SigningKey.objects.create(kid=kid, algorithm=algorithm, sealed_pem=secrets.seal(key.as_pem(private=True).decode()))
    return kid


def _import(row: SigningKey) -> Key:
    if row.kid not in _imported:
        kind = ECKey if row.algorithm == "ES256" else RSAKey
        _imported[row.kid] = kind.import_key(secrets.unseal(row.sealed_pem), {"kid": row.kid, "use": "sig"})
    return _imported[row.kid]


def _public(row: SigningKey) -> dict[str, Any]:
    return {**_import(row).as_dict(private=False), "kid": row.kid, "alg": row.algorithm, "use": "sig"}
