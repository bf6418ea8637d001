"""Authorization codes, from the browser that is sent to a site to the access token that the site gets for its code.

Every sign-on at every court writes here, so each act is one statement, written out: in one round trip to the database,
a transaction by itself.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models.functions import Now

from opencmecf.central.accounts.models import AccountStatus
from opencmecf.central.signon.models import AuthorizationCode, Client, Session
from opencmecf.foundation import secrets
from opencmecf.foundation.database.durability import may_be_lost
from opencmecf.foundation.database.prepared import first_line

CODE_LIFE = timedelta(minutes=1)
ACCESS_TOKEN_LIFE = timedelta(minutes=10)
GRANTED = ("scope", "nonce", "claims")

ISSUE = """
WITH reached AS (
    INSERT INTO signon_site_session (session_id, client_id) VALUES (%(session)s, %(client)s) ON CONFLICT DO NOTHING
)
INSERT INTO signon_code (code_fingerprint, client_id, session_id, redirect_uri, code_challenge, scope, nonce, claims)
VALUES (%(code)s, %(client)s, %(session)s, %(redirect_uri)s, %(code_challenge)s, %(scope)s, %(nonce)s, %(claims)s)
"""

# To a site of ours, for whose rights the very statement asks.
ISSUE_TO_OWN_SITE = """
WITH own AS (
    SELECT client_id FROM signon_client
    WHERE client_id = %(client)s AND is_ours AND stopped_at IS NULL AND redirect_uris ? %(redirect_uri)s
        AND string_to_array(%(scope)s, ' ') <@ string_to_array(allowed_scope, ' ')
), reached AS (
    INSERT INTO signon_site_session (session_id, client_id) SELECT %(session)s, client_id FROM own
    ON CONFLICT DO NOTHING
)
INSERT INTO signon_code (code_fingerprint, client_id, session_id, redirect_uri, code_challenge, scope, nonce, claims)
SELECT %(code)s, client_id, %(session)s, %(redirect_uri)s, %(code_challenge)s, %(scope)s, %(nonce)s, %(claims)s
FROM own
"""

_REDEEM = """
UPDATE signon_code SET used_at = now(), token_fingerprint = %(token)s {for_whom}
WHERE code_fingerprint = %(code)s AND used_at IS NULL AND created_at > now() - %(life)s
    AND (signon_code.client_id, redirect_uri, code_challenge) = (%(client)s, %(redirect_uri)s, %(code_challenge)s)
    AND EXISTS (SELECT FROM signon_session WHERE sid = session_id AND ended_at IS NULL)
"""

REDEEM = _REDEEM.format(for_whom="")
# A site of ours proves itself by its secret in the very statement.
REDEEM_BY_OWN_SITE = f"""{_REDEEM.format(for_whom="FROM signon_client AS own")}
    AND own.client_id = %(client)s AND own.secret_fingerprint = %(secret)s
    AND own.is_ours AND NOT own.is_public AND own.stopped_at IS NULL
"""


@dataclass(frozen=True, kw_only=True)
class Granted:
    """What a site may be told for its code; `claims` are those of the ID token about the person and the session."""

    scope: str
    nonce: str
    claims: dict[str, Any]


def issue(
    code: str, granted: Granted, *, client: Client, session: Session, redirect_uri: str, code_challenge: str
) -> None:
    """Keep `code` for a minute, with all that must match later, and note that the session has reached this site."""
    matches = {"redirect_uri": redirect_uri, "code_challenge": code_challenge}
    facts = _issued(code, granted, client.pk, session, matches)
    first_line(may_be_lost(ISSUE), facts)


def issue_to_own_site(
    code: str, granted: Granted, *, client_id: str, session: Session, redirect_uri: str, code_challenge: str
) -> bool:
    """The same for a site of ours that has registered `redirect_uri` and may have the whole scope.

    False, and nothing is written, when there is no such site.
    """
    if "\0" in client_id + redirect_uri + granted.scope + granted.nonce:
        return False
    matches = {"redirect_uri": redirect_uri, "code_challenge": code_challenge}
    facts = _issued(code, granted, client_id, session, matches)
    return first_line(may_be_lost(ISSUE_TO_OWN_SITE), facts) is not None


def _issued(code: str, granted: Granted, client_id: str, session: Session, matches: dict[str, str]) -> dict[str, Any]:
    return {
        "code": secrets.fingerprint(code),
        "client": client_id,
        "session": session.pk,
        "scope": granted.scope,
        "nonce": granted.nonce,
        "claims": json.dumps(granted.claims),
        **matches,
    }


def redeem(code: str, *, client: Client, redirect_uri: str, code_challenge: str, access_token: str) -> Granted | None:
    """What `code` was issued for; it is used up, and `access_token` opens what it opened.

    None for a code that is not this client's, not fresh or not unused, that was issued for another address or
    challenge, and when its session has ended. Of two requests with one code, one wins.
    """
    if "\0" in redirect_uri:
        return None
    facts = _shown(code, client.pk, redirect_uri, code_challenge, access_token)
    line = first_line(may_be_lost(REDEEM, *GRANTED), facts)
    return _granted(line) if line is not None else None


def redeem_by_own_site(
    code: str, *, client_id: str, secret: str, redirect_uri: str, code_challenge: str, access_token: str
) -> tuple[Granted, str] | None:
    """What `redeem` gives to a site of ours, which proves itself by its `secret`, and how its ID tokens are signed.

    None when anything does not fit, be it the code or the secret; the code is as it was then.
    """
    if "\0" in client_id + redirect_uri:
        return None
    facts = _shown(code, client_id, redirect_uri, code_challenge, access_token)
    facts["secret"] = secrets.fingerprint(secret)
    line = first_line(may_be_lost(REDEEM_BY_OWN_SITE, *GRANTED, "own.id_token_signed_response_alg"), facts)
    return (_granted(line), line[len(GRANTED)]) if line is not None else None


def _shown(code: str, client_id: str, redirect_uri: str, code_challenge: str, access_token: str) -> dict[str, Any]:
    return {
        "code": secrets.fingerprint(code),
        "client": client_id,
        "redirect_uri": redirect_uri,
        "code_challenge": code_challenge,
        "life": CODE_LIFE,
        "token": secrets.fingerprint(access_token),
    }


def _granted(line: tuple[Any, ...]) -> Granted:
    scope, nonce, claims, *_ = line
    return Granted(scope=scope, nonce=nonce, claims=json.loads(claims))


def spoil(code: str, client: Client) -> None:
    """A code of `client` that was shown with something wrong, or twice, opens nothing more (RFC 6749, 4.1.2)."""
    rows = AuthorizationCode.objects.filter(pk=secrets.fingerprint(code), client=client)
    rows.update(used_at=Now(), token_fingerprint="")


def of_access_token(token: str) -> AuthorizationCode | None:
    """The code that brought the access token `token`, with its session and account, while the token is good."""
    rows = AuthorizationCode.objects.select_related("session__account", "client")
    return rows.filter(
        client__stopped_at__isnull=True,
        session__account__status=AccountStatus.ACTIVE,
        token_fingerprint=secrets.fingerprint(token),
        used_at__gt=Now() - ACCESS_TOKEN_LIFE,
        session__ended_at__isnull=True,
    ).first()
