"""Signing in, the second step: the second factor after the password, a passkey alone, and showing it once more."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now

from opencmecf.central.accounts.models import Account
from opencmecf.central.second_factor import actions as second_factor
from opencmecf.central.second_factor import passkeys
from opencmecf.central.second_factor import queries as second_factors
from opencmecf.central.signon import rules, tries
from opencmecf.central.signon.actions import NewSession, begin_awaited_session, begin_session
from opencmecf.central.signon.models import CentralSiteKey, Enrolment, PendingSignIn, Session, Way
from opencmecf.foundation import audit, client_code, clock, secrets, throttle
from opencmecf.foundation.access import Actor
from opencmecf.foundation.errors import Refused
from opencmecf.foundation.mail import actions as mail
from opencmecf.foundation.sites import Site
from opencmecf.foundation.visitor import Visitor

PASSKEY_ALONE = "user mfa"  # RFC 8176: the passkey has checked the person by itself


class StartAgain(Refused):
    """The pending sign-in has ended; the password comes first again."""


def finish_by_code(*, pending: PendingSignIn, code: str, visitor: Visitor) -> NewSession:
    """Begin the session that waits for a passcode or a backup code. Raises `Refused`, `StartAgain`."""
    holder = _holder(pending.account, visitor)

    def show() -> NewSession:
        method = second_factor.prove_by_code(account=pending.account, code=code, actor=holder)
        return _finish(pending, method, visitor)

    return _shown(pending, visitor, show)


def finish_by_passkey(*, pending: PendingSignIn, site: Site, answer: str, key: str, visitor: Visitor) -> NewSession:
    """Begin the session that waits for a passkey. Raises `Refused`, `StartAgain`."""

    def show() -> NewSession:
        proved = second_factor.prove_by_passkey(site=site, answer=answer, key=key, account=pending.account)
        return _finish(pending, second_factor.amr_of(proved), visitor)

    return _shown(pending, visitor, show)


def sign_in_by_passkey(*, site: Site, answer: str, key: str, code: str, visitor: Visitor) -> NewSession:
    """Begin a session for whoever holds a passkey; no user name, no password. Raises `Refused`."""
    code = client_code.checked(code)
    credential_id = passkeys.credential_id_in(answer)
    fingerprint = throttle.name_fingerprint(f"passkey {credential_id}")
    tries.not_too_fast(fingerprint, visitor)
    try:
        passkey = second_factor.prove_by_passkey(site=site, answer=answer, key=key)
    except second_factor.WrongProof:
        holder = second_factors.holder_of_passkey(credential_id, passkeys.host_of(site))
        tries.log_attempt(holder, fingerprint, visitor, Way.PASSKEY, succeeded=False)
        raise
    refusal = rules.why_not(passkey.account)
    if refusal:
        tries.log_attempt(passkey.account, fingerprint, visitor, Way.PASSKEY, succeeded=False)
        raise Refused(*refusal)
    methods = f"{second_factor.amr_of(passkey)} {PASSKEY_ALONE}"
    return begin_session(passkey.account, code, visitor, way=Way.PASSKEY, methods=methods, second_factor_at=clock.now())


def show_again_by_code(*, session: Session, code: str, visitor: Visitor, actor: Actor) -> str:
    """Note a passcode or backup code that was shown again in a live session; returns its new key. Raises `Refused`."""

    def show() -> str:
        return second_factor.prove_by_code(account=session.account, code=code, actor=actor)

    return _shown_again(session, tries.shown(session.account, visitor, Way.SECOND_FACTOR, show), actor)


def show_again_by_passkey(
    *, session: Session, site: Site, answer: str, key: str, visitor: Visitor, actor: Actor
) -> str:
    """Note a passkey that was shown again in a live session; returns its new key. Raises `Refused`."""

    def show() -> str:
        proved = second_factor.prove_by_passkey(site=site, answer=answer, key=key, account=session.account)
        return second_factor.amr_of(proved)

    return _shown_again(session, tries.shown(session.account, visitor, Way.SECOND_FACTOR, show), actor)


@transaction.atomic
def skip_enrolment(*, session: Session, actor: Actor) -> None:
    """Go on without a second factor this time. Raises `Refused` when that was done three times."""
    second_factor.skip_enrolment(account=session.account, actor=actor)
    Session.objects.filter(pk=session.pk).update(enrolment=Enrolment.NOT_ASKED)


def must_enrol_first(session: Session) -> bool:
    """Whether the session must say something about a second factor; not any more once a method is set up."""
    if not session.enrolment:
        return False
    if not second_factors.standing(session.account).has_method:
        return True
    Session.objects.filter(pk=session.pk).update(enrolment=Enrolment.NOT_ASKED)
    session.enrolment = Enrolment.NOT_ASKED
    return False


def forget_old_pending() -> int:
    """Delete the sign-ins whose second factor never came; returns how many."""
    return PendingSignIn.objects.filter(began_at__lt=Now() - rules.PENDING_LIFE).delete()[0]


def _finish(pending: PendingSignIn, method: str, visitor: Visitor) -> NewSession:
    """Begin the session; of two requests that come to this point for one pending sign-in, one wins."""
    begun = begin_awaited_session(pending=pending, visitor=visitor, methods=f"pwd {method} mfa")
    if begun is not None:
        return begun
    if not PendingSignIn.objects.filter(pk=pending.pk).delete()[0]:
        raise _start_again()
    pending.account.refresh_from_db()  # it has been closed since the password
    refusal = rules.why_not(pending.account)
    raise Refused(*refusal) if refusal else _start_again()


def _shown(pending: PendingSignIn, visitor: Visitor, show: Callable[[], NewSession]) -> NewSession:
    """What `show` returns; the fifth wrong try ends the pending sign-in."""
    try:
        return tries.shown(pending.account, visitor, Way.SECOND_FACTOR, show)
    except second_factor.WrongProof:
        PendingSignIn.objects.filter(pk=pending.pk).update(tries=F("tries") + 1)
        worn_out = PendingSignIn.objects.filter(pk=pending.pk, tries__gte=rules.CODES_PER_PASSWORD).exists()
        if not worn_out:
            raise
    _give_up(pending)
    raise _start_again()


@transaction.atomic
def _give_up(pending: PendingSignIn) -> None:
    """End the pending sign-in and tell the holder that somebody knows the password."""
    if PendingSignIn.objects.filter(pk=pending.pk).delete()[0]:
        to = pending.account.email
        mail.write(to=to, template="second_factor/mail/guessed.txt", account=pending.account)


@transaction.atomic
def _shown_again(session: Session, method: str, actor: Actor) -> str:
    """Note the proof, and give the session a new key: whoever knows the old one has not proved anything.

    So it is with its keys at the other central sites, where the browser signs on anew without a question.
    """
    key = secrets.new_token()
    methods = [*(word for word in session.methods.split() if word != "mfa"), method, "mfa"]
    known = " ".join(dict.fromkeys(methods))
    proved = {"second_factor_at": Now(), "methods": known, "key_fingerprint": secrets.fingerprint(key)}
    Session.objects.filter(pk=session.pk).update(**proved)
    CentralSiteKey.objects.filter(session=session).delete()
    audit.record("signon:session:prove-again", chain=session.account.chain, by=actor, target=f"session:{session.pk}")
    return key


def _holder(account: Account, visitor: Visitor) -> Actor:
    return Actor(label=account.chain, site="login", address=visitor.address, account_id=account.pk)


def _start_again() -> StartAgain:
    return StartAgain("There were too many wrong codes.", "Log in with your username and password again.")
