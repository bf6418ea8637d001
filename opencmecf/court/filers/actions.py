"""Issuing court accounts, proving that one is yours, and linking it to a PACER account."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models.functions import Lower, Now

from opencmecf.court.filers import links, queries, rules
from opencmecf.court.filers.models import BarStatus, CourtAccount, CredentialAttempt, LinkRequest, Person
from opencmecf.court.filers.tokens import account_of_invitation, invitation_token, reset_token
from opencmecf.court.profile import rules as profile
from opencmecf.court.profile.models import Court
from opencmecf.foundation import audit, clock, reference, secrets, throttle
from opencmecf.foundation.access import Actor, Permission
from opencmecf.foundation.audit.queries import times_of
from opencmecf.foundation.database.acts import part_of_an_act
from opencmecf.foundation.errors import Refused
from opencmecf.foundation.failpoints import failpoint
from opencmecf.foundation.jobs import enqueue, enqueue_in_turn
from opencmecf.foundation.mail import actions as mail


class LoginTaken(Refused):
    """Another account of the court has the login."""

    def __init__(self, login: str) -> None:
        super().__init__(f"The login {login} is taken at this court.", "Choose another one.")


@transaction.atomic
def issue_account(*, court: Court, login: str, password: str = "", actor: Actor, **person: Any) -> CourtAccount:
    """A new court account. `person` is its role, names, bar number, e-mail and the like.

    It has no password unless one is given; `invite` mails a link to set one. Raises `NotAllowed` to whoever may not
    issue accounts of this role at the court, `LoginTaken`.
    """
    account = CourtAccount(court=court, login=login.strip(), **person)
    rules.require_manage(account, actor)
    if CourtAccount.objects.alias(lower=Lower("login")).filter(court=court, lower=account.login.lower()).exists():
        raise LoginTaken(account.login)
    if password:
        account.set_password(password)
    account.save()
    audit.record("filer:account:issue", chain=account.chain, by=actor, login=account.login, role=account.role)
    return account


@transaction.atomic
def issue_linked(*, person: Person, login: str, actor: Actor, **facts: Any) -> CourtAccount:
    """A new account of a filer that is linked to a PACER account from the beginning, and never has a password.

    `facts` are its kind of filer, bar number, address and the like; the name and e-mail are those of `person`. Raises
    as `issue_account` does, and `Refused` when `person` has an account at the court already.
    """
    person = Person.objects.select_for_update().select_related("court").get(pk=person.pk)
    linked = queries.linked_account(person)
    if linked is not None:
        raise rules.already_linked(linked)
    account = issue_account(
        court=person.court,
        login=login,
        actor=actor,
        first_name=person.first_name,
        middle_name=person.middle_name,
        last_name=person.last_name,
        generation=person.generation,
        email=person.email,
        **facts,
    )
    account.person, account.linked_at = person, clock.now()
    account.credentials_version += 1
    account.save(update_fields=["person", "linked_at", "credentials_version"])
    _record_link(account, person, actor, tell_holder=False)
    return account


@transaction.atomic
def change_bar_status(*, account: CourtAccount, status: BarStatus, since: date, reason: str, actor: Actor) -> None:
    """Note an attorney's standing before the court, which counts at once, and write to the attorney.

    The same status again is no event. Raises `NotAllowed`, and `Refused` for a date to come or no attorney.
    """
    rules.require_manage(account, actor)
    account = CourtAccount.objects.select_for_update(of=("self",)).select_related("court").get(pk=account.pk)
    court = reference.court(account.court_id)
    rules.check_status_date(since, today=clock.today(court.zone))
    if not account.is_attorney:
        raise Refused("This account is not that of an attorney.", "Disable it if its holder may not file any more.")
    former = account.bar_status
    if (former, account.bar_status_since, account.bar_status_reason) == (status, since, reason):
        return
    account.bar_status, account.bar_status_since, account.bar_status_reason = status, since, reason
    account.save(update_fields=["bar_status", "bar_status_since", "bar_status_reason"])
    told = {"former": former, "status": status.value, "since": since.isoformat(), "reason": reason}
    audit.record("filer:bar-status:change", chain=account.chain, by=actor, **told)
    if status is not BarStatus.DECEASED:
        mail.write(to=account.email, template="filers/mail/bar_status.txt", account=account, court_name=court.name)


@transaction.atomic
def invite(*, account: CourtAccount, actor: Actor) -> None:
    """Mail the holder of an account that is not linked a link that is good once and for a week.

    It sets a court password at a CurrentGen court, and links the account at a NextGen one. No password is ever
    mailed. Raises `Refused` for an account that is linked or disabled.
    """
    rules.require_manage(account, actor)
    account = CourtAccount.objects.select_for_update().get(pk=account.pk)
    if account.person_id:
        raise Refused("This account is linked to a PACER account.", "Its holder logs in with that one.")
    if not account.is_active:
        raise Refused("This account is disabled.", "Enable it first.")
    audit.record("filer:account:invite", chain=account.chain, by=actor, email=account.email)
    mail.write(
        to=account.email,
        template="filers/mail/invitation.txt",
        account=account,
        court_name=reference.court(account.court_id).name,
        is_nextgen=account.court.is_nextgen,
        url=links.to(account.court_id, f"/account-invitation?token={invitation_token(account)}"),
    )


@transaction.atomic
def accept_invitation(*, token: str, court_name: str, upgrade_url: str, register_url: str, actor: Actor) -> LinkRequest:
    """The step before linking, for whoever has the link of an invitation. Raises `Refused`, saying why."""
    actor.require(Permission.FILER_LINK)
    person = queries.person_of(actor)
    check_ready_to_link(person, court_name=court_name, upgrade_url=upgrade_url, register_url=register_url)
    account = account_of_invitation(token, court_id=person.court_id)
    if account is None:
        raise rules.stale_invitation()
    rules.check_reserved(account, person)
    return LinkRequest.objects.create(person=person, court_account=account)


@transaction.atomic
def unlink_account(*, account: CourtAccount, reason: str, actor: Actor) -> CourtAccount:
    """Undo a link: the PACER account files no more with this court account, which works again after a reset.

    Both addresses are written to, and the PACER account's own history tells it with the reason. An account that is
    not linked is no event. Raises `NotAllowed`, and `Refused` for one's own account.
    """
    rules.require_manage(account, actor)
    account = CourtAccount.objects.select_for_update(of=("self",)).select_related("person", "court").get(pk=account.pk)
    person = account.person
    if person is None:
        return account
    rules.check_not_own(account, actor)
    account.person, account.linked_at = None, None
    account.credentials_version += 1
    account.unlinkings += 1
    account.save(update_fields=["person", "linked_at", "credentials_version", "unlinkings"])
    LinkRequest.objects.filter(court_account=account, used_at=None).delete()
    number = person.account_number
    audit.record(
        "filer:account:unlink",
        chain=account.chain,
        by=actor,
        target=f"account:{number}",
        account_number=number,
        reason=reason,
    )
    tell_register(court_id=account.court_id, account_number=number, reason=reason)
    _end_login_sessions(account)
    enqueue("delegation:end-of-account", court_account_id=account.pk)
    name = reference.court(account.court_id).name
    url = links.to(account.court_id, "/forgot-login")
    facts = {"account": account, "person": person, "reason": reason, "court_name": name, "url": url}
    for address in {account.email.lower(), person.email.lower()} - {""}:
        mail.write(to=address, template="filers/mail/unlinked.txt", **facts)
    return account


@part_of_an_act
def tell_register(*, court_id: str, account_number: str, reason: str = "") -> None:
    """Have the national register told how a PACER account stands here, in the transaction of what has changed it."""
    turn = f"register:{court_id}:{account_number}"
    told = {"court_id": court_id, "account_number": account_number} | ({"reason": reason} if reason else {})
    enqueue_in_turn("filer:tell-register", turn=turn, **told)


def remember_person(*, court: Court, claims: dict[str, Any]) -> Person:
    """The court's row for the PACER account that `claims` describe, made or brought up to date."""
    facts = queries.facts_in(claims)
    person = queries.person_of_account(court.pk, claims["sub"])
    if person is not None and all(getattr(person, name) == value for name, value in facts.items()):
        return person  # as nearly always
    person, _ = Person.objects.update_or_create(
        court=court, account_number=claims["sub"], defaults={**facts, "updated_at": Now()}
    )
    person.refresh_from_db()
    return person


def prove_account(*, court: Court, login: str, password: str, address: str, person: Person | None) -> CourtAccount:
    """The court account whose login and password these are.

    Raises `Refused` for any other, and while the person must wait after too many wrong tries. Every try is in the
    security log.
    """
    fingerprint = throttle.name_fingerprint(login)
    scope = {"court": court.pk}
    address = throttle.place_of(address)
    pause = throttle.seconds_to_wait(CredentialAttempt, "login_fingerprint", fingerprint, address, **scope)
    if pause:
        CredentialAttempt.objects.create(
            court=court, login_fingerprint=fingerprint, address=address, person=person, succeeded=False, was_heard=False
        )
        raise Refused(
            f"There were too many wrong tries. Wait {pause} seconds, then try again.",
            "If you do not know your CM/ECF login or password, choose “Forgot login/password”.",
        )
    logins = CourtAccount.objects.alias(lower=Lower("login"))  # as the index has them
    account = logins.filter(court=court, lower=login.strip().lower()).first()
    if account is None:
        make_password(password)
    right = account is not None and account.has_password(password)
    CredentialAttempt.objects.create(
        court=court, login_fingerprint=fingerprint, address=address, person=person, succeeded=right
    )
    if account is None or not right:
        raise rules.wrong_credentials()
    if not account.is_active:
        raise Refused("This CM/ECF account is not active.", "Call the court's help desk.")
    return account


def begin_link(
    *, court: Court, court_name: str, login: str, password: str, upgrade_url: str, register_url: str, actor: Actor
) -> LinkRequest:
    """The first page of linking (L6): proves the court account. Raises `Refused`, saying why and what to do."""
    actor.require(Permission.FILER_LINK)
    person = queries.person_of(actor)
    check_ready_to_link(person, court_name=court_name, upgrade_url=upgrade_url, register_url=register_url)
    account = prove_account(court=court, login=login, password=password, address=actor.address, person=person)
    rules.check_reserved(account, person)
    return LinkRequest.objects.create(person=person, court_account=account)


def check_ready_to_link(person: Person, *, court_name: str, upgrade_url: str, register_url: str) -> None:
    """Raise `Refused` when the court or the PACER account is not ready, before any login is asked for."""
    court = person.court
    profile.check_files(court)
    rules.check_court_is_live(is_nextgen=court.is_nextgen, go_live_on=court.go_live_on, court_name=court_name)
    rules.check_may_link(person, upgrade_url=upgrade_url, register_url=register_url)
    linked = queries.linked_account(person)
    if linked is not None:
        raise rules.already_linked(linked)


@transaction.atomic
def link_account(*, request: LinkRequest, actor: Actor) -> CourtAccount:
    """Link a court account to a PACER account: one to one, for good (L8). Submitting twice is one link.

    Raises `Refused` when either side has been linked or the court account closed or changed meanwhile, or the request
    is too old.
    """
    actor.require(Permission.FILER_LINK)
    account = CourtAccount.objects.select_for_update().get(pk=request.court_account_id)
    person = Person.objects.select_for_update().get(pk=request.person_id)
    if account.person_id == person.pk:
        LinkRequest.objects.filter(pk=request.pk, used_at__isnull=True).update(used_at=Now())
        return account
    _check_still_free(request, account, person)
    account.person, account.linked_at, account.password = person, clock.now(), ""
    account.credentials_version += 1
    account.save(update_fields=["person", "linked_at", "password", "credentials_version"])
    failpoint("link:between-writes")
    LinkRequest.objects.filter(pk=request.pk).update(used_at=Now())
    _record_link(account, person, actor)
    return account


@transaction.atomic
def note_password_request(*, court: Court, email: str, reset_url: str) -> None:
    """Have “Forgot login/password” answered by a job, so that the page comes as soon for everybody.

    What was typed is sealed, since people type passwords into the wrong box.
    """
    sealed = secrets.seal(json.dumps({"email": email, "reset_url": reset_url}))
    enqueue("filer:answer-stranger", court_id=court.pk, sealed=sealed)


def request_password(*, court: Court, court_name: str, email: str, reset_url: str) -> None:
    """“Forgot login/password” (S11): mail the login and a way to a new password to whoever has an account here.

    Says nothing about whether there is one. `reset_url` gets the token appended.
    """
    for account in CourtAccount.objects.filter(court=court, email__iexact=email.strip(), is_active=True):
        _mail_reset(account, court_name, reset_url)


@transaction.atomic
def _mail_reset(account: CourtAccount, court_name: str, reset_url: str) -> None:
    earlier = times_of("filer:password:request", chain=account.chain, within=timedelta(hours=1))
    if len(earlier) >= rules.RESET_MAILS_PER_HOUR:
        return
    mail.write(
        to=account.email,
        template="filers/mail/forgot.txt",
        account=account,
        court_name=court_name,
        url=f"{reset_url}{reset_token(account)}",
    )
    actor = Actor(label="anonymous", site=account.court_id)
    audit.record("filer:password:request", chain=account.chain, by=actor)


@transaction.atomic
def reset_password(*, account: CourtAccount, password: str, actor: Actor) -> None:
    """Take a new court password and tell the holder by mail; `account` is what the link in a mail stands for.

    Raises `Refused` when the account has been linked, and has no password any more, and when the link was used while
    this request waited.
    """
    found, account = account, CourtAccount.objects.select_for_update().get(pk=account.pk)
    if account.person_id:
        raise Refused(
            "This CM/ECF account is linked to a PACER account and has no password of its own any more.",
            "Log in with your PACER account.",
        )
    if account.credentials_version != found.credentials_version:
        raise Refused(
            "This link is not good any more.", "It was used at this very moment. Log in, or ask for a new one."
        )
    account.set_password(password)
    account.save(update_fields=["password", "password_set_at", "credentials_version"])
    LinkRequest.objects.filter(court_account=account, used_at=None).delete()  # begun with the password of before
    _end_login_sessions(account)
    audit.record("filer:password:reset", chain=account.chain, by=actor)
    name, url = reference.court(account.court_id).name, links.to(account.court_id, "/forgot-login")
    if account.email:
        mail.write(to=account.email, template="filers/mail/password_set.txt", account=account, court_name=name, url=url)


def _end_login_sessions(account: CourtAccount) -> None:
    """Have the sessions ended that began with the court's own login until now; what its holder begins later goes on."""
    enqueue("court:end-login-sessions", court_account_id=account.pk, until=clock.moment().isoformat())


def _check_still_free(request: LinkRequest, account: CourtAccount, person: Person) -> None:
    if account.person_id:
        raise Refused(
            "That CM/ECF account has been linked to another PACER account in the meantime.",
            "If that was not you, call the court's help desk.",
        )
    if queries.linked_account(person):
        raise Refused(
            "Your PACER account has been linked to another CM/ECF account of this court in the meantime.",
            "Call the court's help desk if that is the wrong one.",
        )
    if not account.is_active:
        raise Refused("This CM/ECF account is not active.", "Call the court's help desk.")
    if not queries.is_still_open(request):
        raise Refused(
            "This page was open for too long, and nothing has been linked.",
            "Enter the CM/ECF login and password again.",
            links=(("Start again", "/utilities/link-account"),),
        )


def _record_link(account: CourtAccount, person: Person, actor: Actor, *, tell_holder: bool = True) -> None:
    matched = rules.names_match(account.name_parts, person.name_parts)
    facts = {"login": account.login, "account_number": person.account_number, "names_match": matched}
    if not matched:
        facts |= {"court_name": account.name, "pacer_name": person.name}
    audit.record(
        "filer:account:link", chain=account.chain, by=actor, target=f"account:{person.account_number}", **facts
    )
    tell_register(court_id=account.court_id, account_number=person.account_number)
    addresses = {account.email.lower(), person.email.lower()} - {""} if tell_holder else ()
    for address in addresses:
        mail.write(to=address, template="filers/mail/linked.txt", account=account, person=person)
