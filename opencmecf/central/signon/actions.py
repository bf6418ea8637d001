"""Signing in and out at the centre."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models.functions import Now

from opencmecf.central.accounts.models import Account
from opencmecf.central.accounts.password_age import Due, due_of
from opencmecf.central.second_factor import actions as second_factor
from opencmecf.central.second_factor import queries as second_factors
from opencmecf.central.second_factor import rules as second_factor_rules
from opencmecf.central.signon import keys, refresh, rules, tries
from opencmecf.central.signon.models import (
    Attempt,
    AuthorizationCode,
    CentralSiteKey,
    Client,
    Enrolment,
    PendingSignIn,
    ProgramToken,
    Session,
    SiteSession,
    Way,
)
from opencmecf.foundation import audit, client_code, clock, secrets, throttle
from opencmecf.foundation.access import Actor
from opencmecf.foundation.database.acts import part_of_an_act
from opencmecf.foundation.database.durability import QUICKLY
from opencmecf.foundation.database.prepared import first_line, now_stored
from opencmecf.foundation.errors import Refused
from opencmecf.foundation.jobs import enqueue, enqueue_outside
from opencmecf.foundation.visitor import Visitor

PROGRAM_TOKEN_CHARACTERS = 128
KEPT_AFTER_EXPIRY = timedelta(days=1)

# How the account stands, and the wait for its second factor if it has one: one statement, which is a transaction by
# itself, as every sign-in comes by here. It opens nothing yet, so that a crash of the server may undo it.
AWAIT_SECOND_FACTOR = f"""
WITH standing AS ({second_factors.STANDING}), awaited AS (
    INSERT INTO signon_pending_sign_in (
        key_fingerprint, account_id, client_code, exempt_use, password_fingerprint, tries
    )
    SELECT %(key)s, %(account)s, %(code)s, %(exempt_use)s, %(password)s, 0 FROM standing
    WHERE (has_app OR has_passkey OR has_backup_codes) AND NOT %(is_remembered)s
    RETURNING account_id
), noted AS (
    INSERT INTO signon_attempt (username_fingerprint, account_id, address, succeeded, was_heard, way)
    SELECT %(name)s, account_id, %(place)s, true, true, %(way)s FROM awaited
)
SELECT standing.*, {QUICKLY} FROM standing
"""  # noqa: S608 - no text from outside


# The account as it was when the password was compared. An act that changes it just now is waited for.
HELD = "SELECT FROM account WHERE id = %(account)s AND password = %(password)s AND status = 'active' FOR SHARE"

# One statement as well: the session, the security log and the trail.
_BEGIN = """
begun AS (
    INSERT INTO signon_session (
        sid, key_fingerprint, account_id, client_code, exempt_use, methods, address, device, is_remembered, enrolment,
        second_factor_at
    )
    SELECT %(sid)s, %(key)s, %(account)s, %(code)s, %(exempt_use)s, %(methods)s, %(address)s, %(device)s,
        %(is_remembered)s, %(enrolment)s, {second_factor_at}
    RETURNING started_at
), noted AS (
    INSERT INTO signon_attempt (username_fingerprint, account_id, address, succeeded, was_heard, way)
    SELECT %(name)s, %(account)s, %(place)s, true, true, %(way)s FROM begun
)
SELECT started_at, audit_append(%(chain)s, %(body)s) FROM begun
"""
BEGIN_SESSION = f"""
WITH held AS ({HELD}), {_BEGIN.format(second_factor_at="%(second_factor_at)s::timestamptz FROM held")}
"""
# The same for whoever has shown the second factor just now. Of two requests for one pending sign-in, one wins, and none
# when the account has been closed since the password.
BEGIN_AWAITED_SESSION = f"""
WITH awaited AS (
    DELETE FROM signon_pending_sign_in USING account
    WHERE key_fingerprint = %(awaited)s AND account.id = account_id AND account.status = 'active'
    RETURNING now() AS shown_at
), held AS ({HELD}), {_BEGIN.format(second_factor_at="shown_at FROM awaited, held")}
"""  # noqa: S608 - no text from outside


class RedactionNotAcknowledged(Refused):
    """A filer's program did not say that the filer accepts the redaction duty."""


@dataclass(frozen=True)
class NewSession:
    """A session that has just begun, and the key that its cookie holds."""

    session: Session
    key: str


@dataclass(frozen=True)
class SecondFactorAwaited:
    """The password was right; the key is for the cookie that goes with the second factor, by one of these methods."""

    key: str
    methods: second_factor_rules.Standing


def sign_in(
    *, username: str, password: str, code: str, visitor: Visitor, device: str = ""
) -> NewSession | SecondFactorAwaited:
    """Begin a browser session, or the wait for the second factor of an account that has one.

    `device` is the token of a browser that was remembered. Raises `Refused`; every try is in the security log.
    """
    code = client_code.checked(code)
    username, exempt_use = rules.username_and_use(username)
    account = prove(username=username, password=password, visitor=visitor, way=Way.LOGIN_PAGE)
    if not account.client_code_rule.fits(code):
        fingerprint = throttle.name_fingerprint(account.username)
        tries.log_attempt(account, fingerprint, visitor, Way.LOGIN_PAGE, succeeded=False, was_heard=False)
        raise client_code.ClientCodeRequired(account.client_code_rule, code)
    key = secrets.new_token()
    is_remembered = second_factor.is_remembered(account=account, token=device)
    waits = {"key": secrets.fingerprint(key), "is_remembered": is_remembered, "code": code, "exempt_use": exempt_use}
    standing = _await_second_factor(account, visitor, **waits)
    if not standing.has_method:
        asked = Enrolment(second_factors.demand(standing).value)
        return begin_session(account, code, visitor, enrolment=asked, exempt_use=exempt_use)
    if is_remembered:
        return begin_session(account, code, visitor, is_remembered=True, exempt_use=exempt_use)
    return SecondFactorAwaited(key, standing)


def prove(*, username: str, password: str, visitor: Visitor, way: Way) -> Account:
    """The account whose user name and password these are. Raises `Refused` for any other and when it may not sign in.

    An unknown user name costs as much time as a wrong password, and is answered alike.
    """
    fingerprint = throttle.name_fingerprint(username)
    pause = throttle.seconds_to_wait(Attempt, "username_fingerprint", fingerprint, visitor.place)
    if pause:
        tries.log_attempt(None, fingerprint, visitor, way, succeeded=False, was_heard=False)
        raise Refused(*rules.too_many_tries(pause))
    account = Account.objects.by_username(username)
    if account is None:
        make_password(password)
    right = account is not None and account.check_password(password)
    refusal = rules.why_not(account) if right and account else None
    if not right or refusal:
        tries.log_attempt(account, fingerprint, visitor, way, succeeded=False)
        raise Refused(*(refusal or (rules.WRONG, rules.WRONG_REMEDY)))
    assert account is not None
    return account


def begin_session(
    account: Account, code: str, visitor: Visitor, *, way: Way = Way.LOGIN_PAGE, **facts: Any
) -> NewSession:
    """A session of somebody who has proved who they are; `facts` say how.

    Raises `Refused` when the password was replaced or the account closed while they proved it: such an act ends the
    sessions that it finds.
    """
    session = Session(account=account, client_code=code, address=visitor.address, device=visitor.device, **facts)
    begun = _begin(BEGIN_SESSION, session, visitor, way, second_factor_at=session.second_factor_at)
    if begun is None:
        raise Refused(*rules.CHANGED_MEANWHILE)
    return begun


@part_of_an_act
def begin_awaited_session(*, pending: PendingSignIn, visitor: Visitor, methods: str) -> NewSession | None:
    """The session that has waited for a second factor, which was shown just now.

    None when it does not wait any more, or when the account is not active any more.
    """
    session = Session(
        account=pending.account,
        client_code=pending.client_code,
        exempt_use=pending.exempt_use,
        methods=methods,
        address=visitor.address,
        device=visitor.device,
    )
    begun = _begin(BEGIN_AWAITED_SESSION, session, visitor, Way.LOGIN_PAGE, awaited=pending.pk)
    session.second_factor_at = session.started_at  # both are the time of the transaction
    return begun


def _begin(statement: str, session: Session, visitor: Visitor, way: Way, **more: Any) -> NewSession | None:
    """The session, written by `statement`, which is a transaction by itself unless it is a part of one."""
    key = secrets.new_token()
    session.key_fingerprint = secrets.fingerprint(key)
    account = session.account
    actor = Actor(label=account.chain, site="login", account_id=account.pk)
    facts = {
        "sid": session.sid,
        "key": session.key_fingerprint,
        "account": account.pk,
        "password": account.password,
        "code": session.client_code,
        "exempt_use": session.exempt_use,
        "methods": session.methods,
        "address": session.address,
        "device": session.device,
        "is_remembered": session.is_remembered,
        "enrolment": session.enrolment,
        "name": throttle.name_fingerprint(account.username),
        "place": visitor.place,
        "way": way.value,
        "chain": account.chain,
        "body": audit.body_of("signon:session:begin", by=actor, target=f"session:{session.sid}"),
    }
    line = first_line(statement, {**facts, **more})
    if line is None:
        return None
    session.started_at, _ = line
    now_stored(session)
    return NewSession(session, key)


def _await_second_factor(account: Account, visitor: Visitor, **waits: Any) -> second_factor_rules.Standing:
    """How `account` stands; what `waits` is written down if a second factor is to be shown."""
    noted = {
        "password": secrets.fingerprint(account.password),
        "name": throttle.name_fingerprint(account.username),
        "place": visitor.place,
        "way": Way.PASSWORD.value,
    }
    line = first_line(AWAIT_SECOND_FACTOR, {**second_factors.whose_standing(account), **waits, **noted})
    assert line is not None
    return second_factors.standing_in(line[:-1], account)


def sign_in_program(
    *,
    username: str,
    password: str,
    code: str,
    redaction_acknowledged: bool,
    visitor: Visitor,
    one_time_code: str = "",
) -> str:
    """A `nextGenCSO` token of 128 characters for an existing program (wire contract 2.1).

    `one_time_code` is needed when the account has a second factor, unless its holder lets programs in without.
    Raises `RedactionNotAcknowledged` for a filer who did not accept the redaction duty, `Refused` otherwise.
    """
    code = client_code.checked(code)
    username, exempt_use = rules.username_and_use(username)
    account = prove(username=username, password=password, visitor=visitor, way=Way.PROGRAM)
    if due_of(account) is Due.MUST_CHANGE:
        raise Refused("Your password is too old.", "Log in with a browser and change it.")
    standing = second_factors.standing(account)
    if standing.is_filer and not redaction_acknowledged:
        fingerprint = throttle.name_fingerprint(account.username)
        tries.log_attempt(account, fingerprint, visitor, Way.PROGRAM_UNREDACTED, succeeded=False, was_heard=False)
        raise RedactionNotAcknowledged(rules.REDACTION)
    needs_code = second_factor_rules.program_needs_code(standing, second_factors.demand(standing))
    if needs_code:
        _take_code_of_program(account, one_time_code, visitor)
    waived = standing.has_method and not needs_code
    facts = {"client_code": code, "exempt_use": exempt_use, "redaction_acknowledged": redaction_acknowledged}
    return _issue_program_token(account, visitor, waived=waived, **facts)


def _take_code_of_program(account: Account, code: str, visitor: Visitor) -> None:
    """Raises `Refused` for a wrong code, in the words for a wrong password."""
    actor = Actor(label=account.chain, site="login", address=visitor.address, account_id=account.pk, by_program=True)

    def show() -> str:
        return second_factor.prove_by_code(account=account, code=code, actor=actor)

    try:
        tries.shown(account, visitor, Way.PROGRAM_CODE, show)
    except second_factor.WrongProof:
        raise Refused(rules.WRONG, rules.WRONG_REMEDY) from None


@transaction.atomic
def _issue_program_token(account: Account, visitor: Visitor, *, waived: bool, **facts: Any) -> str:
    if first_line(HELD, {"account": account.pk, "password": account.password}) is None:
        raise Refused(*rules.CHANGED_MEANWHILE)
    token = secrets.new_token(PROGRAM_TOKEN_CHARACTERS)
    ProgramToken.objects.create(
        token_fingerprint=secrets.fingerprint(token),
        account=account,
        address=visitor.address,
        **facts,
    )
    tries.log_attempt(account, throttle.name_fingerprint(account.username), visitor, Way.PROGRAM, succeeded=True)
    actor = Actor(label=account.chain, site="login", account_id=account.pk, by_program=True)
    audit.record("signon:program-token:issue", chain=account.chain, by=actor, address=visitor.address)
    if waived:
        audit.record("signon:second-factor:waive", chain=account.chain, by=actor, address=visitor.address)
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
def end_own_program_token(*, token: ProgramToken, actor: Actor) -> None:
    """End the token of a program that is logged in. Ending twice is one event."""
    if ProgramToken.objects.filter(pk=token.pk, ended_at__isnull=True).update(ended_at=Now()):
        audit.record("signon:program-token:end", chain=token.account.chain, by=actor)


@transaction.atomic
def end_session(*, session: Session, by: Actor, reason: str = "logged out") -> None:
    """End a session everywhere: at once here, and at every court by a logout token. Ending twice is one event."""
    if not Session.objects.filter(pk=session.pk, ended_at__isnull=True).update(ended_at=Now()):
        return
    reached = SiteSession.objects.filter(session=session).exclude(client__backchannel_logout_uri="")
    for site in reached.select_related("client"):
        if site.client.is_ours:
            enqueue("signon:tell-site", site_session_id=site.pk)
        else:
            enqueue_outside("signon:tell-program", site_session_id=site.pk)
    audit.record(
        "signon:session:end", chain=session.account.chain, by=by, target=f"session:{session.pk}", reason=reason
    )


@transaction.atomic
def end_all_sessions(
    *, account: Account, by: Actor, reason: str, but: str = "", begun_until: datetime | None = None
) -> int:
    """End every token of programs of `account` and every session `but` one (a sid); returns how many sessions ended.

    With `begun_until` those that began later go on: their holder has signed in since then, with the new password.
    """
    until = begun_until or clock.moment()
    refresh.end_of_account(account)
    rows = Session.objects.select_related("account").filter(account=account, ended_at=None, started_at__lte=until)
    sessions = list(rows.exclude(pk=but) if but else rows)
    for session in sessions:
        end_session(session=session, by=by, reason=reason)
    ProgramToken.objects.filter(account=account, ended_at=None, created_at__lte=until).update(ended_at=Now())
    PendingSignIn.objects.filter(account=account, began_at__lte=until).delete()
    return len(sessions)


@transaction.atomic
def forget_expired() -> None:
    """Remove codes, access tokens and cookies that have been worthless for a day."""
    AuthorizationCode.objects.filter(created_at__lt=Now() - KEPT_AFTER_EXPIRY).delete()
    refresh.forget_ended()
    CentralSiteKey.objects.filter(session__started_at__lt=Now() - rules.ABSOLUTE_LIMIT - KEPT_AFTER_EXPIRY).delete()


@transaction.atomic
def open_central_site(*, sid: str, site: str, former: str) -> str:
    """The cookie's key for the session `sid` at another central site; the `former` one of the browser opens no more.

    Raises `Refused` when the session has ended.
    """
    session = Session.objects.filter(sid=sid, ended_at__isnull=True).first()
    if session is None:
        raise Refused("You have logged out in the meantime.", "Log in again.")
    key = secrets.new_token()
    CentralSiteKey.objects.filter(key_fingerprint=secrets.fingerprint(former), site=site).delete()
    CentralSiteKey.objects.create(key_fingerprint=secrets.fingerprint(key), session=session, site=site)
    return key


def tell_site(site_session: SiteSession, *, post: Callable[[str, Mapping[str, str]], None]) -> None:
    """Tell a site by `post` that the session has ended. Raises `httpx.HTTPError` when it does not take note."""
    if site_session.told_at:
        return
    client: Client = site_session.client
    token = keys.logout_token(client=client, session=site_session.session)
    post(client.backchannel_logout_uri, {"logout_token": token})
    SiteSession.objects.filter(pk=site_session.pk).update(told_at=Now())
