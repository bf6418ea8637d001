"""One site's side of OpenID Connect: authorization code flow with PKCE, logout tokens.

The state of a sign-in under way lies in a signed cookie of the browser, so that a restart of either side in
mid-flow loses nothing.
"""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import httpx
from django.core import signing
from joserfc.jwk import KeySet

from opencmecf.foundation import signed_tokens
from opencmecf.foundation.relying_party.transport import Answer, Http
from opencmecf.foundation.secrets import code_challenge, compare, new_token

Claims = dict[str, Any]

CONTACT_CHANGE_EVENT = "urn:opencmecf:event:contact-change"
DELEGATIONS_EVENT = "urn:opencmecf:event:delegations-asked"
FEE_PAYMENT_EVENT = "urn:opencmecf:event:fee-payment"
NOTICE_ADDRESSES_EVENT = "urn:opencmecf:event:notice-addresses-asked"
BACKCHANNEL_LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"
LOGOUT_TOKEN_TYPE = "logout+jwt"
EVENT_TOKEN_TYPE = "secevent+jwt"
ID_TOKEN_TYPES = ("JWT", None)  # other providers may leave it out
CLOCK_LEEWAY_SECONDS = 60
KEYS_FETCHED_AGAIN_AFTER_SECONDS = 60
SIGN_IN_TAKES_AT_MOST_SECONDS = 3600
SALT = "relying-party"


class SignOnFailed(Exception):
    """The answer of Central Sign-On could not be used; `code` says why in one word."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code


@dataclass(frozen=True)
class RelyingParty:
    """A site that Central Sign-On knows as `client_id`."""

    client_id: str
    client_secret: str
    issuer: str  # also where our own servers reach Central Sign-On
    http: Http

    def begin(
        self, *, sign_on_url: str, callback_url: str, return_to: str, scope: str = "openid", **extra: str
    ) -> tuple[str, str]:
        """Where to send the browser, and the value of the cookie to give it on the way.

        `sign_on_url` is Central Sign-On as the browser knows it; `return_to` is the path to show in the end; `scope` is
        what the site needs to know of the person, without it which session it is alone.
        """
        under_way = {
            "state": new_token(22),
            "nonce": new_token(22),
            "verifier": secrets.token_urlsafe(48),
            "return_to": return_to,
            "callback": callback_url,
        }
        query = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": callback_url,
            "scope": scope,
            "state": under_way["state"],
            "nonce": under_way["nonce"],
            "code_challenge": code_challenge(under_way["verifier"]),
            "code_challenge_method": "S256",
            **extra,
        }
        return f"{sign_on_url}/signon/authorize?{urlencode(query)}", signing.dumps(under_way, salt=SALT)

    def finish(self, *, cookie: str, query: dict[str, str]) -> tuple[Claims, str, str]:
        """The claims about the person, the ID token, and the path to show.

        `query` is what the browser brought back. Raises `SignOnFailed`.
        """
        under_way = _read_cookie(cookie)
        if not compare(query.get("state", ""), under_way["state"]):
            raise SignOnFailed("state", "the answer belongs to another sign-in")
        if query.get("iss") != self.issuer:  # RFC 9207, 2.4: a provider that names itself always does
            raise SignOnFailed("issuer", "the answer comes from another provider")
        if "error" in query:
            raise SignOnFailed(query["error"], query.get("error_description", ""))
        id_token = self._exchange(query.get("code", ""), under_way)
        claims = self._verify(id_token, types=ID_TOKEN_TYPES)
        if claims.get("nonce") != under_way["nonce"]:
            raise SignOnFailed("nonce", "the token belongs to another sign-in")
        return claims, id_token, under_way["return_to"]

    def end_session_url(self, *, sign_on_url: str, id_token: str, return_url: str) -> str:
        """Where to send the browser to end every session that the sign-on began."""
        query = {"client_id": self.client_id, "post_logout_redirect_uri": return_url}
        if id_token:
            query["id_token_hint"] = id_token
        return f"{sign_on_url}/signon/logout?{urlencode(query)}"

    def read_logout_token(self, token: str) -> Claims:
        """The claims of a back-channel logout token (`sid`, `jti`). Raises `SignOnFailed` for anything else."""
        claims = self._verify(token, types=(LOGOUT_TOKEN_TYPE,))
        events, sid, jti = (claims.get(name) for name in ("events", "sid", "jti"))
        says_so = isinstance(events, dict) and BACKCHANNEL_LOGOUT_EVENT in events and "nonce" not in claims
        if not (says_so and sid and isinstance(sid, str) and jti):
            raise SignOnFailed("logout_token", "this is no logout token that names a session")
        return claims

    def introspect(self, token: str) -> Claims:
        """What Central Sign-On knows about a token of `cso-auth`; `{"active": False}` for one that is not valid."""
        answer = self._post("/signon/introspect", {"token": token})
        result: Claims = answer.json()
        return result

    def look_up(self, path: str) -> Claims:
        """What the national layer's court register answers at `path`. Raises `SignOnFailed`."""
        try:
            answer = self.http.get(f"{self.issuer}{path}", auth=(self.client_id, self.client_secret))
        except httpx.HTTPError as error:
            raise SignOnFailed("unreachable", "Central Sign-On does not answer") from error
        if answer.status_code != 200:
            raise SignOnFailed("refused", f"Central Sign-On answered {answer.status_code}")
        facts: Claims = answer.json()
        return facts

    def tell(self, path: str, facts: dict[str, Any]) -> Claims:
        """Put `facts` at `path` of the national layer's court register; what it answers, {} for nothing.

        Raises `httpx.HTTPError`.
        """
        url = f"{self.issuer}{path}"
        answer = self.http.put(url, json=facts, auth=(self.client_id, self.client_secret)).raise_for_status()
        result: Claims = answer.json() if answer.status_code == 200 else {}
        return result

    def ask(self, path: str, facts: dict[str, Any]) -> dict[str, Any]:
        """What the national layer answers to `facts` at `path` of its court register. Raises `httpx.HTTPError`."""
        url = f"{self.issuer}{path}"
        answer = self.http.post(url, json=facts, auth=(self.client_id, self.client_secret)).raise_for_status()
        result: dict[str, Any] = answer.json()
        return result

    def read_event_token(self, token: str, event: str) -> tuple[Claims, dict[str, Any]]:
        """The claims of a security event token (RFC 8417), and what it says of `event`. Raises `SignOnFailed`."""
        claims = self._verify(token, types=(EVENT_TOKEN_TYPE,))
        events, jti = claims.get("events"), claims.get("jti")
        told = events.get(event) if isinstance(events, dict) else None
        if not isinstance(told, dict) or not isinstance(jti, str) or not isinstance(claims.get("sub"), str):
            raise SignOnFailed("event_token", "this is no token about such an event")
        return claims, told

    def _exchange(self, code: str, under_way: dict[str, str]) -> str:
        answer = self._post(
            "/signon/token",
            {
                "grant_type": "authorization_code",
                "code": code,
                "redirect_uri": under_way["callback"],
                "code_verifier": under_way["verifier"],
            },
        )
        id_token: str = answer.json().get("id_token", "")
        return id_token

    def _post(self, path: str, form: dict[str, str]) -> Answer:
        try:
            answer = self.http.post(f"{self.issuer}{path}", data=form, auth=(self.client_id, self.client_secret))
        except httpx.HTTPError as error:
            raise SignOnFailed("unreachable", "Central Sign-On does not answer") from error
        if answer.status_code != 200:
            raise SignOnFailed("refused", f"Central Sign-On answered {answer.status_code}")
        return answer

    def _verify(self, token: str, *, types: tuple[str | None, ...]) -> Claims:
        """The claims of a token of one of `types`, so that none passes for one of another kind (RFC 8725, 3.11)."""
        claims = self._decode(token, types)
        now = int(time.time())
        audience = claims.get("aud")
        audiences = audience if isinstance(audience, list) else [audience]
        if claims.get("iss") != self.issuer or self.client_id not in audiences:
            raise SignOnFailed("audience", "the token is meant for somebody else")
        if not isinstance(claims.get("exp"), int) or claims["exp"] < now - CLOCK_LEEWAY_SECONDS:
            raise SignOnFailed("expired", "the token is too old")
        if not isinstance(claims.get("iat"), int) or claims["iat"] > now + CLOCK_LEEWAY_SECONDS:
            raise SignOnFailed("issued", "the token is from the future")
        if not isinstance(claims.get("nbf", now), int) or claims.get("nbf", now) > now + CLOCK_LEEWAY_SECONDS:
            raise SignOnFailed("not yet", "the token is not good yet")
        return claims

    def _decode(self, token: str, types: tuple[str | None, ...]) -> Claims:
        """The claims of a token with a good signature; keys are fetched again when one is not known yet."""
        known = _known_keys.get(self.issuer) or self._fetch_keys()
        try:
            return _signed_claims(token, known, types)
        except SignOnFailed:
            if not known.may_have_changed(token):
                raise
        return _signed_claims(token, self._fetch_keys(), types)

    def _fetch_keys(self) -> _Published:
        try:
            keys = KeySet.import_key_set(self.http.get(f"{self.issuer}/signon/jwks").json())
        except httpx.HTTPError as error:
            raise SignOnFailed("unreachable", "Central Sign-On does not answer") from error
        _known_keys[self.issuer] = _Published(keys, time.monotonic())
        return _known_keys[self.issuer]


@dataclass(frozen=True)
class _Published:
    """The keys of a provider as they were at a time of `time.monotonic`."""

    keys: KeySet
    fetched_at: float

    def may_have_changed(self, token: str) -> bool:
        """Whether the keys of today could make `token` good: it names a new one, or they were fetched long ago.

        Anybody can send a token with a bad signature; that alone must not make us ask again each time.
        """
        kid = signed_tokens.kid_of(token)
        is_new = bool(kid) and kid not in {key.kid for key in self.keys.keys}
        return is_new or time.monotonic() - self.fetched_at > KEYS_FETCHED_AGAIN_AFTER_SECONDS


_known_keys: dict[str, _Published] = {}


def _signed_claims(token: str, known: _Published, types: tuple[str | None, ...]) -> Claims:
    try:
        return signed_tokens.read(token, known.keys, types=types).claims
    except signed_tokens.NotGood as error:
        raise SignOnFailed("signature", str(error)) from error


def _read_cookie(cookie: str) -> dict[str, str]:
    try:
        result: dict[str, str] = signing.loads(cookie, salt=SALT, max_age=SIGN_IN_TAKES_AT_MOST_SECONDS)
    except signing.BadSignature as error:
        raise SignOnFailed("cookie", "the browser did not bring back the sign-in cookie") from error
    return result
