"""Signing in and out at the centre."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models.functions import Now

from opencmecf.central.accounts.models import Account
from opencmecf.central.directory.queries import is_registered_filer
from opencmecf.central.signon import keys, rules
from opencmecf.central.signon.models import (
    AccessToken,
    Attempt,
    AuthorizationCode,
    CentralSiteKey,
    Client,
    ProgramToken,
    Session,
    SiteSession,
)
from opencmecf.foundation import audit, client_code, clock, secrets, throttle
from opencmecf.foundation.access import Actor
from opencmecf.foundation.errors import Refused
from opencmecf.foundation.jobs import enqueue
from opencmecf.foundation.visitor import Visitor

PROGRAM_TOKEN_CHARACTERS = 128
KEPT_AFTER_EXPIRY = timedelta(days=1)


class RedactionNotAcknowledged(Refused):
    """A filer's program did not say that the filer accepts the redaction duty."""


@dataclass(frozen=True)
class NewSession:
    """A session that has just begun, and the key that its cookie holds."""

    session: Session
    key: str


def sign_in(*, username: str, password: str, code: str, visitor: Visitor) -> NewSession:
    """Begin a browser session. Raises `Refused`; every try is in the security log."""
    code = client_code.checked(code)
    account = prove(username=username, password=password, visitor=visitor, way="login page")
    return _begin_session(account, code, visitor)


def prove(*, username: str, password: str, visitor: Visitor, way: str) -> Account:
    """The account whose user name and password these are. Raises `Refused` for any other and when it may not sign in.

    An unknown user name costs as much time as a wrong password, and is answered alike.
    """
    fingerprint = throttle.name_fingerprint(username)
    failures = throttle.recent_failures(Attempt, "username_fingerprint", fingerprint, visitor.address)
    pause = throttle.pause_seconds(failures, clock.now())
    if pause:
        _log_attempt(None, fingerprint, visitor, way, succeeded=False, was_heard=False)
        raise Refused(*rules.too_many_tries(pause))
    account = Account.objects.by_username(username)
    if account is None:
        make_password(password)
    right = account is not None and account.check_password(password)
    refusal = rules.why_not(account) if right and account else None
    if not right or refusal:
        _log_attempt(account, fingerprint, visitor, way, succeeded=False)
        raise Refused(*(refusal or (rules.WRONG, rules.WRONG_REMEDY)))
    assert account is not None
    return account


@transaction.atomic
def _begin_session(account: Account, code: str, visitor: Visitor) -> NewSession:
    key = secrets.new_token()
    session = Session.objects.create(
        key_fingerprint=secrets.fingerprint(key),
        account=account,
        client_code=code,
        address=visitor.address,
        device=visitor.device,
    )
    _log_attempt(account, throttle.name_fingerprint(account.username), visitor, "login page", succeeded=True)
    actor = Actor(label=account.chain, site="login", account_id=account.pk)
    audit.record("signon:session:begin", chain=account.chain, by=actor, target=f"session:{session.sid}")
    return NewSession(session, key)


def sign_in_program(*, username: str, password: str, code: str, redaction_acknowledged: bool, visitor: Visitor) -> str:
    """A `nextGenCSO` token of 128 characters for an existing program (wire contract 2.1).

    Raises `RedactionNotAcknowledged` for a filer who did not accept the redaction duty, `Refused` otherwise.
    """
    code = client_code.checked(code)
    account = prove(username=username, password=password, visitor=visitor, way="cso-auth")
    if not redaction_acknowledged and is_registered_filer(account.number):
        fingerprint = throttle.name_fingerprint(account.username)
        _log_attempt(account, fingerprint, visitor, "cso-auth without redactFlag", succeeded=False, was_heard=False)
        raise RedactionNotAcknowledged(rules.REDACTION)
    return _issue_program_token(account, code, redaction_acknowledged, visitor)


@transaction.atomic
def _issue_program_token(account: Account, code: str, redaction_acknowledged: bool, visitor: Visitor) -> str:
    token = secrets.new_token(PROGRAM_TOKEN_CHARACTERS)
    ProgramToken.objects.create(
        token_fingerprint=secrets.fingerprint(token),
        account=account,
        client_code=code,
        redaction_acknowledged=redaction_acknowledged,
        address=visitor.address,
    )
    _log_attempt(account, throttle.name_fingerprint(account.username), visitor, "cso-auth", succeeded=True)
    actor = Actor(label=account.chain, site="login", account_id=account.pk, by_program=True)
    audit.record("signon:program-token:issue", chain=account.chain, by=actor)
    return token


@transaction.atomic
def end_program_token(token: str) -> bool:
    """End a token of `cso-auth`; whether there was one to end."""
    rows = ProgramToken.objects.filter(token_fingerprint=secrets.fingerprint(token), ended_at__isnull=True)
    ended = rows.select_related("account").first()
    if ended is None:
        return False
    rows.update(ended_at=Now())
    actor = Actor(label=ended.account.chain, site="login", account_id=ended.account_id, by_program=True)
    audit.record("signon:program-token:end", chain=ended.account.chain, by=actor)
    return True


@transaction.atomic
def end_session(*, session: Session, by: Actor, reason: str = "logged out") -> None:
    """End a session everywhere: at once here, and at every court by a logout token. Ending twice is one event."""
    if not Session.objects.filter(pk=session.pk, ended_at__isnull=True).update(ended_at=Now()):
        return
    for site in SiteSession.objects.filter(session=session).exclude(client__backchannel_logout_uri=""):
        enqueue("signon:tell-site", site_session_id=site.pk)
    audit.record(
        "signon:session:end", chain=session.account.chain, by=by, target=f"session:{session.pk}", reason=reason
    )


@transaction.atomic
def end_all_sessions(*, account: Account, by: Actor, reason: str, keep: str = "") -> int:
    """End every program token of `account` and every session but `keep` (a sid); returns how many sessions ended."""
    sessions = [
        session for session in Session.objects.filter(account=account, ended_at__isnull=True) if str(session.pk) != keep
    ]
    for session in sessions:
        end_session(session=session, by=by, reason=reason)
    ProgramToken.objects.filter(account=account, ended_at__isnull=True).update(ended_at=Now())
    return len(sessions)


@transaction.atomic
def forget_expired() -> None:
    """Remove codes, access tokens and cookies that have been worthless for a day."""
    AuthorizationCode.objects.filter(created_at__lt=Now() - KEPT_AFTER_EXPIRY).delete()
    AccessToken.objects.filter(expires_at__lt=Now() - KEPT_AFTER_EXPIRY).delete()
    CentralSiteKey.objects.filter(session__started_at__lt=Now() - rules.ABSOLUTE_LIMIT - KEPT_AFTER_EXPIRY).delete()


@transaction.atomic
def open_central_site(*, sid: str, site: str) -> str:
    """The cookie's key for the session `sid` at another central site. Raises `Refused` when the session has ended."""
    session = Session.objects.filter(sid=sid, ended_at__isnull=True).first()
    if session is None:
        raise Refused("You have logged out in the meantime.", "Log in again.")
    key = secrets.new_token()
    CentralSiteKey.objects.create(key_fingerprint=secrets.fingerprint(key), session=session, site=site)
    return key


def tell_site(site_session: SiteSession, *, http: Any) -> None:
    """Tell a site that the session has ended. Raises `httpx.HTTPError` when it does not take note."""
    if site_session.told_at:
        return
    client: Client = site_session.client
    token = keys.logout_token(client=client, session=site_session.session)
    http.post(client.backchannel_logout_uri, data={"logout_token": token}).raise_for_status()
    SiteSession.objects.filter(pk=site_session.pk).update(told_at=Now())


def _log_attempt(
    account: Account | None,
    fingerprint: str,
    visitor: Visitor,
    way: str,
    *,
    succeeded: bool,
    was_heard: bool = True,
) -> None:
    Attempt.objects.create(
        username_fingerprint=fingerprint,
        account=account,
        address=visitor.address,
        succeeded=succeeded,
        was_heard=was_heard,
        way=way,
    )
