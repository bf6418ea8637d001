"""Beginning and ending sessions at a court."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models.functions import Now

from opencmecf.court.filers import actions as filers
from opencmecf.court.filers import rules as filers_rules
from opencmecf.court.filers.models import CourtAccount, Person
from opencmecf.court.filers.queries import PERSON_AS_CLAIMED, person_as_claimed
from opencmecf.court.filers.tokens import reset_token
from opencmecf.court.profile.models import Court
from opencmecf.court.sessions import queries, rules
from opencmecf.court.sessions.models import CourtSession, EndedSignOn
from opencmecf.foundation import audit, client_code, clock, secrets
from opencmecf.foundation.access import Actor, Permission, anonymous
from opencmecf.foundation.database.durability import may_be_lost
from opencmecf.foundation.database.prepared import first_line
from opencmecf.foundation.errors import Refused
from opencmecf.foundation.password_rules import password_rule

# Every sign-on writes this, so it is one statement: in one round trip to the database, a transaction by itself.
BEGIN_BY_SIGN_ON = f"""
WITH person AS ({PERSON_AS_CLAIMED}), still_signed_on AS (
    SELECT WHERE NOT EXISTS (SELECT FROM court_ended_sign_on WHERE court_id = %(court)s::text AND sid = %(sid)s)
), former AS (
    DELETE FROM court_session WHERE key_fingerprint = %(former)s AND EXISTS (SELECT FROM still_signed_on, person)
)
INSERT INTO court_session (
    key_fingerprint, court_id, person_id, court_account_id, sid, id_token, client_code, is_exempt,
    has_second_factor, second_factor_at
)
SELECT %(key)s, %(court)s::text, person.id, %(court_account)s, %(sid)s, %(id_token)s, %(client_code)s, %(is_exempt)s,
    %(has_second_factor)s, %(second_factor_at)s
FROM still_signed_on, person
"""  # noqa: S608 - no text from outside


def begin_by_sign_on(
    *, court: Court, claims: dict[str, Any], id_token: str, former: CourtSession | None, log_out_url: str
) -> str:
    """A session for whoever Central Sign-On says it is; returns the cookie's key.

    A session with a court-issued login goes on inside the new one. Raises `Refused` when the sign-on has ended
    meanwhile, and for a firm's account, which neither searches nor files: it is shown the way out, `log_out_url`.
    """
    if claims.get("account_class") == "firm":
        raise Refused(
            "This is a PACER Administrative Account. It manages and pays for other accounts; it neither searches nor "
            "files.",
            "Log out, and log in here with your individual PACER account.",
            links=(("Log Out", log_out_url),),
        )
    key = secrets.new_token()
    has_second_factor, shown_at = rules.proof_in(claims)
    facts = {
        "key": secrets.fingerprint(key),
        **person_as_claimed(court.pk, claims),
        "court_account": former.court_account_id if former else None,
        "sid": claims["sid"],
        "id_token": id_token,
        "client_code": claims.get("client_code", ""),
        "is_exempt": bool(claims.get("exempt_use")) and not court.is_nextgen,
        "has_second_factor": has_second_factor,
        "second_factor_at": shown_at,
        "former": former.pk if former else "",
    }
    if first_line(may_be_lost(BEGIN_BY_SIGN_ON), facts) is None:
        filers.remember_person(court=court, claims=claims)  # who is new here, or has changed since
        if first_line(may_be_lost(BEGIN_BY_SIGN_ON), facts) is None:
            raise Refused("You have logged out in the meantime.", "Log in again.")
    return key


def begin_by_court_login(*, court: Court, login: str, password: str, address: str) -> str:
    """A session with a court-issued login, at a CurrentGen court (S2); returns the cookie's key. Raises `Refused`."""
    if court.is_nextgen:
        raise Refused(
            "This court has moved to NextGen. Logins that the court has issued do not sign in any more.",
            "Log in with your PACER account, and link your CM/ECF account to it under Utilities.",
        )
    account = filers.prove_account(court=court, login=login, password=password, address=address, person=None)
    life = password_rule().life
    if filers_rules.password_has_expired(account.password_set_at, clock.now(), life=life):
        raise filers_rules.password_expired(f"/reset-login?token={reset_token(account)}")
    return _begin_for_account(court, account)


@transaction.atomic
def _begin_for_account(court: Court, account: CourtAccount) -> str:
    """A session of an account whose password was right. Raises `Refused` when it has changed since then."""
    rows = CourtAccount.objects.select_for_update(no_key=True).filter(is_active=True, person__isnull=True)
    if not rows.filter(pk=account.pk, credentials_version=account.credentials_version).exists():
        raise Refused("Your CM/ECF account was changed at this very moment.", "Log in once more.")
    key = secrets.new_token()
    CourtSession.objects.create(key_fingerprint=secrets.fingerprint(key), court=court, court_account=account)
    actor = Actor(label=account.chain, site=court.pk, court_account_id=account.pk)
    audit.record("court:session:begin", chain=account.chain, by=actor)
    return key


@transaction.atomic
def end(*, session: CourtSession) -> None:
    """End one session of this court."""
    session.delete()


@transaction.atomic
def end_sign_on(*, court: Court, sid: str) -> int:
    """End every session that came from the sign-on `sid`, and let none come from it later; returns how many ended.

    Called by Central Sign-On's logout token; calling again changes nothing.
    """
    EndedSignOn.objects.bulk_create([EndedSignOn(court=court, sid=sid)], ignore_conflicts=True)
    ended, _ = CourtSession.objects.filter(court=court, sid=sid).delete()
    if ended:
        audit.record("court:session:end", chain=court.chain, by=anonymous(court.pk), target=f"sign-on:{sid}")
    return ended


@transaction.atomic
def end_login_sessions(*, court_account_id: int, begun_until: datetime) -> int:
    """End every session that began with a court-issued login until then; returns how many there were.

    Those that began later go on: their holder has signed in since, with the new password.
    """
    rows = CourtSession.objects.filter(court_account_id=court_account_id, started_at__lte=begun_until)
    return rows.delete()[0]


@transaction.atomic
def forget_old() -> None:
    """Remove sessions past their limit, and notes of sign-ons that no token can speak of any more."""
    CourtSession.objects.filter(started_at__lt=Now() - rules.ABSOLUTE_LIMIT).delete()
    EndedSignOn.objects.filter(ended_at__lt=Now() - 2 * rules.ABSOLUTE_LIMIT).delete()


@transaction.atomic
def change_client_code(*, session: CourtSession, code: str, actor: Actor) -> str:
    """Take a new client code for what is viewed from now on; returns it as kept.

    Raises `Refused` when it is too long, or is not what the firm that pays asks for.
    """
    actor.require(Permission.CLIENT_CODE_CHANGE)
    code = client_code.checked(code)
    client_code.require(code, actor.client_code_rule)
    if code == session.client_code:
        return code
    CourtSession.objects.filter(pk=session.pk).update(client_code=code)
    audit.record(
        "session:client-code:change",
        chain=f"person:{session.court_id}:{actor.account_number}",
        by=actor,
        former=session.client_code,
        now=code,
    )
    return code


@transaction.atomic
def switch_exemption(*, session: CourtSession, on: bool, actor: Actor) -> None:
    """Use PACER as exempt from now on, or not any more. Switching to what is so already is no event.

    Raises `Refused` when no exemption covers this court today, and at a CurrentGen court, where one logs in with X-.
    """
    actor.require(Permission.EXEMPTION_SWITCH)
    if session.is_exempt == on:
        return
    if on and not session.court.is_nextgen:
        raise Refused(
            "At this court you cannot switch while you are logged in.",
            "Log out, and log in with X- before your PACER username.",
        )
    if on and queries.usable_exemption(session) is None:
        raise Refused(
            "You have no exemption that covers this court today.",
            "Your exemptions are listed in Manage My Account. The PACER Service Center grants them.",
        )
    _set_exempt(session, on, actor)


@transaction.atomic
def end_exempt_use(*, session: CourtSession, actor: Actor) -> None:
    """Switch a session back to not exempt because no exemption covers it any more."""
    if session.is_exempt:
        _set_exempt(session, False, actor)


@transaction.atomic
def learn_standing(*, person: Person, standing: dict[str, Any]) -> None:
    """Take over what Central Sign-On says of an account now: exemptions, the rule of its firm, case search."""
    facts = {name: standing[name] for name in ("case_search", "exemptions", "client_code_rule")}
    if any(getattr(person, name) != value for name, value in facts.items()):
        Person.objects.filter(pk=person.pk).update(**facts, updated_at=Now())
        for name, value in facts.items():
            setattr(person, name, value)


def _set_exempt(session: CourtSession, on: bool, actor: Actor) -> None:
    CourtSession.objects.filter(pk=session.pk).update(is_exempt=on)
    session.is_exempt = on
    chain = f"person:{session.court_id}:{actor.account_number}"
    audit.record("session:exemption:switch", chain=chain, by=actor, now="exempt" if on else "not exempt")
