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
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from django.core import signing
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from opencmecf.foundation.secrets import new_token

Claims = dict[str, Any]

ALGORITHMS = ["ES256", "RS256"]
BACKCHANNEL_LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"
CLOCK_LEEWAY_SECONDS = 60
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
    http: httpx.Client

    def begin(self, *, sign_on_url: str, callback_url: str, return_to: str, **extra: str) -> tuple[str, str]:
        """Where to send the browser, and the value of the cookie to give it on the way.

        `sign_on_url` is Central Sign-On as the browser knows it; `return_to` is the path to show in the end.
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
            "scope": "openid profile email court",
            "state": under_way["state"],
            "nonce": under_way["nonce"],
            "code_challenge": create_s256_code_challenge(under_way["verifier"]),
            "code_challenge_method": "S256",
            **extra,
        }
        return f"{sign_on_url}/signon/authorize?{urlencode(query)}", signing.dumps(under_way, salt=SALT)

    def finish(self, *, cookie: str, query: dict[str, str]) -> tuple[Claims, str, str]:
        """The claims about the person, the ID token, and the path to show.

        `query` is what the browser brought back. Raises `SignOnFailed`.
        """
        under_way = _read_cookie(cookie)
        if not secrets.compare_digest(query.get("state", "").encode(), under_way["state"].encode()):
            raise SignOnFailed("state", "the answer belongs to another sign-in")
        if query.get("iss") != self.issuer:  # RFC 9207, 2.4: a provider that names itself always does
            raise SignOnFailed("issuer", "the answer comes from another provider")
        if "error" in query:
            raise SignOnFailed(query["error"], query.get("error_description", ""))
        id_token = self._exchange(query.get("code", ""), under_way)
        claims = self._verify(id_token)
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
        claims = self._verify(token)
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

    def ask(self, path: str) -> Claims:
        """What the national layer's court register answers at `path`. Raises `SignOnFailed`."""
        try:
            answer = self.http.get(f"{self.issuer}{path}", auth=(self.client_id, self.client_secret))
        except httpx.HTTPError as error:
            raise SignOnFailed("unreachable", "Central Sign-On does not answer") from error
        if answer.status_code != 200:
            raise SignOnFailed("refused", f"Central Sign-On answered {answer.status_code}")
        facts: Claims = answer.json()
        return facts

    def tell(self, path: str, facts: dict[str, Any]) -> None:
        """Put `facts` at `path` of the national layer's court register. Raises `httpx.HTTPError`."""
        url = f"{self.issuer}{path}"
        self.http.put(url, json=facts, auth=(self.client_id, self.client_secret)).raise_for_status()

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

    def _post(self, path: str, form: dict[str, str]) -> httpx.Response:
        try:
            answer = self.http.post(f"{self.issuer}{path}", data=form, auth=(self.client_id, self.client_secret))
        except httpx.HTTPError as error:
            raise SignOnFailed("unreachable", "Central Sign-On does not answer") from error
        if answer.status_code != 200:
            raise SignOnFailed("refused", f"Central Sign-On answered {answer.status_code}")
        return answer

    def _verify(self, token: str) -> Claims:
        claims = self._decode(token)
        now = int(time.time())
        audience = claims.get("aud")
        audiences = audience if isinstance(audience, list) else [audience]
        if claims.get("iss") != self.issuer or self.client_id not in audiences:
            raise SignOnFailed("audience", "the token is meant for somebody else")
        if not isinstance(claims.get("exp"), int) or claims["exp"] < now - CLOCK_LEEWAY_SECONDS:
            raise SignOnFailed("expired", "the token is too old")
        if not isinstance(claims.get("iat"), int) or claims["iat"] > now + CLOCK_LEEWAY_SECONDS:
            raise SignOnFailed("issued", "the token is from the future")
        return claims

    def _decode(self, token: str) -> Claims:
        """The claims of a token with a good signature; keys are fetched again when one is not known yet."""
        for fresh in (False, True):
            try:
                return jwt.decode(token, self._keys(fresh=fresh), algorithms=ALGORITHMS).claims
            except (JoseError, ValueError) as error:
                failure = error
        raise SignOnFailed("signature", "the token is not signed by Central Sign-On") from failure

    def _keys(self, *, fresh: bool) -> KeySet:
        if fresh or self.issuer not in _known_keys:
            _known_keys[self.issuer] = self._fetch_keys()
        return _known_keys[self.issuer]

    def _fetch_keys(self) -> KeySet:
        try:
            return KeySet.import_key_set(self.http.get(f"{self.issuer}/signon/jwks").json())
        except httpx.HTTPError as error:
            raise SignOnFailed("unreachable", "Central Sign-On does not answer") from error


_known_keys: dict[str, KeySet] = {}


def _read_cookie(cookie: str) -> dict[str, str]:
    try:
        result: dict[str, str] = signing.loads(cookie, salt=SALT, max_age=SIGN_IN_TAKES_AT_MOST_SECONDS)
    except signing.BadSignature as error:
        raise SignOnFailed("cookie", "the browser did not bring back the sign-in cookie") from error
    return result
