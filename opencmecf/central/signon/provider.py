"""The OpenID Connect provider: the authorization code flow, and refresh tokens for programs of others.

PKCE by S256 from every client, redirect addresses compared letter by letter, the issuer in every answer, codes good
once and for a minute (RFC 9700, 2.1). Every check names the rule that it comes from; `tests/test_authorize.py` and
`tests/test_token.py` try each.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from opencmecf.central.signon import codes, consents, keys, program_tokens, queries, redirects, refresh, tokens
from opencmecf.central.signon.assurance import Acr
from opencmecf.central.signon.models import Client, Session
from opencmecf.foundation import secrets

# RFC 6749, 3.1 and 3.2: what we read may come once. Anything else may be there and says nothing to us.
AUTHORIZATION_PARAMETERS = (
    *("client_id", "redirect_uri", "response_type", "scope", "state"),
    *("nonce", "code_challenge", "code_challenge_method", "prompt", "max_age", "acr_values"),
    *("request", "request_uri", "registration"),
)
TOKEN_PARAMETERS = (
    *("grant_type", "code", "redirect_uri", "code_verifier", "client_id", "client_secret"),
    *("refresh_token", "scope"),
)
SECRET_METHODS = ("client_secret_basic", "client_secret_post")
GRANT_TYPES = ("authorization_code", "refresh_token")
# OpenID Connect Core 1.0, 6 and 7.2.1: a request in a signed object, or with a registration, is refused, never read.
NOT_SUPPORTED = {name: f"{name}_not_supported" for name in ("request", "request_uri", "registration")}
PKCE = re.compile(r"[A-Za-z0-9\-._~]{43,128}")  # a verifier and a challenge alike (RFC 7636, 4.1 and 4.2)


class Unanswerable(Exception):
    """A request that does not say, in a way to be trusted, where an answer may go; a page tells the person."""


class NotGranted(Exception):
    """A request that is refused; the site is told an `error` of RFC 6749 and a `description` for its makers."""

    def __init__(self, error: str, description: str) -> None:
        super().__init__(f"{error}: {description}")
        self.error = error
        self.description = description


@dataclass(frozen=True)
class AuthorizationRequest:
    """What a site asks for by sending a browser here, from an address to which an answer may go."""

    client: Client
    redirect_uri: str
    parameters: Mapping[str, str]

    @property
    def scope(self) -> str:
        """The part of what is asked for that the client may have."""
        return " ".join(word for word in self._scopes if word in self.client.allowed_scope.split())

    @property
    def _scopes(self) -> list[str]:
        return self.parameters.get("scope", "").split()

    def check(self) -> None:
        """Raise `NotGranted` for a request that this provider does not answer with a code."""
        asked = self.parameters
        if asked.get("response_type") != "code":
            raise NotGranted("unsupported_response_type", "response_type must be code.")
        if asked.get("code_challenge_method") != "S256" or not PKCE.fullmatch(asked.get("code_challenge", "")):
            raise NotGranted("invalid_request", "PKCE with code_challenge_method=S256 is required.")
        if not set(self._scopes) <= set(tokens.SCOPES):
            raise NotGranted("invalid_scope", f"The scopes are {' '.join(tokens.SCOPES)}.")
        if "openid" in self._scopes and self.client.is_ours and not asked.get("nonce"):
            raise NotGranted("invalid_request", "A nonce is required.")
        if not self.client.is_ours and "openid" not in self.scope.split():
            raise NotGranted("invalid_scope", "The scope openid is required.")
        for name, error in NOT_SUPPORTED.items():
            if name in asked:
                raise NotGranted(error, f"The parameter {name} is not supported.")
        prompts = asked.get("prompt", "").split()
        if "none" in prompts and len(prompts) > 1:  # OpenID Connect Core 1.0, 3.1.2.1
            raise NotGranted("invalid_request", "prompt=none stands alone.")

    def granted(self, session: Session) -> str:
        """The address that brings the browser back with a code for `session`. Raises `NotGranted` without a consent."""
        code = secrets.new_token()
        codes.issue(
            code,
            self.told_of(session),
            client=self.client,
            session=session,
            redirect_uri=self.redirect_uri,
            code_challenge=self.parameters["code_challenge"],
        )
        return self.back(code=code)

    def told_of(self, session: Session) -> codes.Granted:
        """What the client learns with a code for `session`. Raises `NotGranted` without a consent."""
        asked = {"scope": self.scope, "nonce": self.parameters.get("nonce", "")}
        if self.client.is_ours:
            return tokens.granted_to(session, **asked)
        consent = consents.live(session.account, self.client)
        if consent is None:
            raise NotGranted("access_denied", "The person has taken the consent back.")
        return tokens.granted_to_program(session, consent, **asked)

    def refused(self, error: NotGranted) -> str:
        """The address that brings the browser back with what was wrong."""
        return self.back(error=error.error, error_description=error.description)

    def back(self, **answer: str) -> str:
        """The address with which the browser takes `answer` to the site."""
        state = {"state": self.parameters["state"]} if self.parameters.get("state") else {}
        query = urlencode({**answer, **state, "iss": keys.issuer()})  # RFC 9207, 2
        return f"{self.redirect_uri}{'&' if '?' in self.redirect_uri else '?'}{query}"


def granted_to_own_site(query: QueryDict, session: Session) -> str:
    """The address that brings a browser with `session` back to a site of ours: every sign-on comes by here.

    Whether it is one, and has registered that address, is asked by the statement that issues the code. "" for anything
    else, be it for others or wrong; nothing is written then, and `authorization_request` finds out what it is.
    """
    try:
        parameters = _each_once(query, AUTHORIZATION_PARAMETERS)
        assumed = Client(client_id=parameters.get("client_id", ""), allowed_scope=parameters.get("scope", ""))
        asked = AuthorizationRequest(assumed, parameters.get("redirect_uri", ""), parameters)
        asked.check()
    except (Unanswerable, NotGranted):
        return ""
    code = secrets.new_token()
    is_issued = codes.issue_to_own_site(
        code,
        asked.told_of(session),
        client_id=assumed.client_id,
        session=session,
        redirect_uri=asked.redirect_uri,
        code_challenge=parameters["code_challenge"],
    )
    return asked.back(code=code) if is_issued else ""


def authorization_request(query: QueryDict) -> AuthorizationRequest:
    """What `query` asks for, not yet checked. Raises `Unanswerable`."""
    asked = _each_once(query, AUTHORIZATION_PARAMETERS)
    client = queries.client(asked.get("client_id", ""))
    if client is None:
        raise Unanswerable("invalid_client: the site is not registered.")
    redirect_uri = asked.get("redirect_uri", "")
    if not redirects.is_registered(redirect_uri, client):
        raise Unanswerable("invalid_request: the site has not registered the address to go back to.")
    return AuthorizationRequest(client, redirect_uri, asked)


def exchange_by_own_site(form: QueryDict, client_id: str, secret: str) -> dict[str, Any] | None:
    """What a site of ours gets for a good code, for all of which one statement asks: every sign-on comes by here.

    None for anything else, be it for others or wrong. Nothing is used up then, and `exchange` finds out what it is.
    """
    if form.get("grant_type") != "authorization_code":
        return None
    try:
        shown = _each_once(form, TOKEN_PARAMETERS)
    except Unanswerable:
        return None
    code, verifier = shown.get("code", ""), shown.get("code_verifier", "")
    if not code or not PKCE.fullmatch(verifier):
        return None
    access_token = secrets.new_token()
    redeemed = codes.redeem_by_own_site(
        code,
        client_id=client_id,
        secret=secret,
        redirect_uri=shown.get("redirect_uri", ""),
        code_challenge=secrets.code_challenge(verifier),
        access_token=access_token,
    )
    if redeemed is None:
        return None
    granted, algorithm = redeemed
    return tokens.answer(granted, client_id, algorithm, access_token)


def exchange(form: QueryDict, client: Client | None) -> dict[str, Any]:
    """What a site gets for its code (RFC 6749, 4.1.3; RFC 7636, 4.6); `client` has proved itself, or is None.

    Raises `NotGranted`. A code that comes with something wrong, or a second time, opens nothing more.
    """
    if form.get("grant_type") not in GRANT_TYPES:
        raise NotGranted("unsupported_grant_type", f"grant_type must be {' or '.join(GRANT_TYPES)}.")
    if client is None:
        raise NotGranted("invalid_client", "Prove yourself by HTTP Basic or by client_id and client_secret.")
    try:
        shown = _each_once(form, TOKEN_PARAMETERS)
    except Unanswerable as error:
        raise NotGranted("invalid_request", "A parameter comes twice.") from error
    if shown["grant_type"] == "refresh_token":
        return _renew(shown, client)
    code, verifier = shown.get("code", ""), shown.get("code_verifier", "")
    if not code or not PKCE.fullmatch(verifier):
        raise NotGranted("invalid_request", "The code or its code_verifier is missing.")
    access_token = secrets.new_token()
    granted = codes.redeem(
        code,
        client=client,
        redirect_uri=shown.get("redirect_uri", ""),
        code_challenge=secrets.code_challenge(verifier),
        access_token=access_token,
    )
    if granted is None:
        codes.spoil(code, client)
        if not client.is_ours:
            refresh.end_family_of(code, client)
        raise NotGranted("invalid_grant", "The code is not good, or not for this address and verifier.")
    if client.is_ours:
        return tokens.answer(granted, client.pk, client.id_token_signed_response_alg, access_token)
    told = program_tokens.for_code(granted, code=code, client=client, access_token=access_token)
    if told is None:
        raise NotGranted("invalid_grant", "The person has logged out, or has taken the consent back.")
    return told


def _renew(shown: Mapping[str, str], client: Client) -> dict[str, Any]:
    """What a program gets for its refresh token (RFC 6749, 6); the scope stays what the person has agreed to."""
    if client.is_ours:
        raise NotGranted("unauthorized_client", "Refresh tokens are for programs of others.")
    token = shown.get("refresh_token", "")
    if not token:
        raise NotGranted("invalid_request", "The refresh token is missing.")
    if not refresh.grants(token, shown.get("scope", "")):
        raise NotGranted("invalid_scope", "The scope is more than what was granted.")
    told = program_tokens.for_refresh_token(token, client=client)
    if told is None:
        raise NotGranted("invalid_grant", "The refresh token is not good; the person has to sign in again.")
    return told


def _each_once(parameters: QueryDict, names: tuple[str, ...]) -> dict[str, str]:
    """Those of `parameters` that are in `names`. Raises `Unanswerable` when one comes twice."""
    twice = [name for name in names if len(parameters.getlist(name)) > 1]
    if twice:
        raise Unanswerable(f"invalid_request: {' and '.join(twice)} must come once.")
    return {name: str(parameters[name]) for name in names if name in parameters}


def metadata(base: str, *, documentation: str) -> dict[str, Any]:
    """The discovery document (OpenID Connect Discovery 1.0, 3; RFC 8414, 2); `documentation` is the accounts site."""
    return {
        "issuer": base,
        "authorization_endpoint": f"{base}/signon/authorize",
        "token_endpoint": f"{base}/signon/token",
        "userinfo_endpoint": f"{base}/signon/userinfo",
        "jwks_uri": f"{base}/signon/jwks",
        "end_session_endpoint": f"{base}/signon/logout",
        "introspection_endpoint": f"{base}/signon/introspect",
        "revocation_endpoint": f"{base}/signon/revoke",
        "scopes_supported": list(tokens.SCOPES),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": list(GRANT_TYPES),
        "subject_types_supported": ["public", "pairwise"],
        "id_token_signing_alg_values_supported": list(keys.ALGORITHMS),
        "token_endpoint_auth_methods_supported": [*SECRET_METHODS, "none"],
        "introspection_endpoint_auth_methods_supported": list(SECRET_METHODS),
        "revocation_endpoint_auth_methods_supported": [*SECRET_METHODS, "none"],
        "code_challenge_methods_supported": ["S256"],
        "authorization_response_iss_parameter_supported": True,
        "backchannel_logout_supported": True,
        "backchannel_logout_session_supported": True,
        "acr_values_supported": [level.value for level in Acr],
        "prompt_values_supported": ["none", "login", "consent"],
        "claims_parameter_supported": False,
        "request_parameter_supported": False,
        "request_uri_parameter_supported": False,
        "service_documentation": f"{documentation}/help/programs",
        "claims_supported": sorted({"sub", "sid", "auth_time", "acr", "amr", *tokens.CLAIMS}),
    }
