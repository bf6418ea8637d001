"""What programs of others get for a code and for a refresh token, what that opens, and how they end it.

Access tokens are opaque: what a person takes back is gone with the next request, and no other site takes them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from opencmecf.central.accounts.models import Account
from opencmecf.central.directory import queries as directory
from opencmecf.central.signon import codes, consents, keys, refresh, scopes, tokens
from opencmecf.central.signon.codes import ACCESS_TOKEN_LIFE, Granted
from opencmecf.central.signon.models import AuthorizationCode, Client, Consent, RefreshToken
from opencmecf.foundation import secrets


class AnothersToken(Exception):
    """A client wants to end a token that another one got."""


def for_code(granted: Granted, *, code: str, client: Client, access_token: str) -> dict[str, Any] | None:
    """The token endpoint's answer to a program's code; None when what it rests on has ended meanwhile."""
    consent = _consent_of(granted.claims, client)
    if consent is None:
        return None
    consents.note_use(consent)
    told = tokens.answer(granted, client.pk, client.id_token_signed_response_alg, access_token)
    if scopes.OFFLINE_ACCESS in granted.scope.split():
        first_one = refresh.begin(consent=consent, code=code, scope=granted.scope, claims=granted.claims)
        if first_one is None:
            return None
        told["refresh_token"] = first_one
    return told


def for_refresh_token(token: str, *, client: Client) -> dict[str, Any] | None:
    """The token endpoint's answer to a refresh token (RFC 6749, 6; OpenID Connect Core 1.0, 12.2); None if not good.

    The new ID token says when the person really signed in, and has no nonce.
    """
    access_token = secrets.new_token()
    renewed = refresh.renew(token, client=client, access_token=access_token)
    if renewed is None:
        return None
    next_one, row = renewed
    consents.note_use(row.consent)
    scope = scopes.within(row.scope, row.consent.scope, client.allowed_scope)
    granted = Granted(scope=scope, nonce="", claims=row.claims)
    return {
        **tokens.answer(granted, client.pk, client.id_token_signed_response_alg, access_token),
        "refresh_token": next_one,
    }


def claims_behind(access_token: str) -> dict[str, Any] | None:
    """What an access token tells about its person, of whomever it is; None for one that is not good."""
    code = codes.of_access_token(access_token)
    if code is not None and code.client.is_ours:
        return tokens.claims_of(code.session, code.scope)
    consent, scope = _opened_by(access_token, code)
    if consent is None:
        return None
    consents.note_use(consent)
    return claims_to_program(consent, scope)


def claims_to_program(consent: Consent, scope: str) -> dict[str, Any]:
    """The claims about a person that `scope` opens to the program of `consent`, with the name it has for the person."""
    opened = scopes.within(scope, consent.scope, consent.client.allowed_scope)
    known = _known_of(consent.account)
    return {"sub": str(consent.subject), **{name: known[name] for name in scopes.claims_opened(opened)}}


def introspect(token: str, *, client: Client) -> dict[str, Any]:
    """What a program may know about a token of its own (RFC 7662, 2.2); any other one is not active to it."""
    row = refresh.good(token)
    if row is not None:
        ends_at = min(row.created_at + refresh.IDLE_LIFE, row.began_at + refresh.ABSOLUTE_LIFE)
        return _active(row.consent, row.scope, row.created_at, ends_at, client)
    code = codes.of_access_token(token)
    consent, scope = _opened_by(token, code)
    if consent is None:
        return {"active": False}
    issued_at = _issued_at(token, code)
    told = _active(consent, scope, issued_at, issued_at + ACCESS_TOKEN_LIFE, client)
    return {**told, "token_type": "Bearer"} if told["active"] else told


def revoke(token: str, *, client: Client) -> None:
    """End a token (RFC 7009, 2.1), and with a refresh token its whole family; one that is not known is no error.

    Raises `AnothersToken`.
    """
    fingerprint = secrets.fingerprint(token)
    row = RefreshToken.objects.select_related("consent").filter(pk=fingerprint).first()
    if row is not None:
        _check_own(row.consent.client_id, client)
        refresh.end_family(row.family)
        return
    code = AuthorizationCode.objects.filter(token_fingerprint=fingerprint).first() if token else None
    came_with = RefreshToken.objects.select_related("consent").filter(access_fingerprint=fingerprint).first()
    if code is not None:
        _check_own(code.client_id, client)
        AuthorizationCode.objects.filter(pk=code.pk).update(token_fingerprint="")
    elif came_with is not None:
        _check_own(came_with.consent.client_id, client)
        RefreshToken.objects.filter(pk=came_with.pk).update(access_fingerprint="")


def _check_own(client_id: str, client: Client) -> None:
    if client_id != client.pk:
        raise AnothersToken


def _consent_of(claims: Mapping[str, Any], client: Client) -> Consent | None:
    rows = Consent.objects.select_related("account", "client")
    return rows.filter(subject=claims["sub"], client=client, ended_at__isnull=True).first()


def _opened_by(access_token: str, code: AuthorizationCode | None) -> tuple[Consent | None, str]:
    """The consent that a program's access token rests on, and its scope; `code` is what brought it, if a code did."""
    if code is not None:
        return (None if code.client.is_ours else _consent_of(code.claims, code.client)), code.scope
    row = refresh.of_access_token(access_token)
    return (row.consent, row.scope) if row else (None, "")


def _issued_at(access_token: str, code: AuthorizationCode | None) -> datetime:
    row = None if code else refresh.of_access_token(access_token)
    at = row.created_at if row else code.used_at if code else None
    assert at is not None
    return at


def _active(consent: Consent, scope: str, issued_at: datetime, ends_at: datetime, client: Client) -> dict[str, Any]:
    if consent.client_id != client.pk:
        return {"active": False}
    return {
        "active": True,
        "iss": keys.issuer(),
        "client_id": client.pk,
        "sub": str(consent.subject),
        "scope": scopes.within(scope, consent.scope, client.allowed_scope),
        "iat": int(issued_at.timestamp()),
        "exp": int(ends_at.timestamp()),
    }


def _known_of(account: Account) -> dict[str, Any]:
    courts = [
        {"court_id": one.court.court_id, "name": one.court.name} for one in directory.registrations_of(account.number)
    ]
    confirmed = account.email_confirmed_at is not None
    return {**account.claims(), "email_verified": confirmed, "account_number": account.number, "courts": courts}
