"""How an account comes into being."""

from __future__ import annotations

from django.core import signing
from django.db import transaction
from django.utils.http import urlencode

from opencmecf.central.accounts import links, queries, rules
from opencmecf.central.accounts.actions import requests, saving
from opencmecf.central.accounts.details import Address, Person
from opencmecf.central.accounts.models import Account, AccountClass, AccountStatus, AccountType
from opencmecf.foundation import audit, clock
from opencmecf.foundation.access import Actor
from opencmecf.foundation.errors import Refused
from opencmecf.foundation.mail import actions as mail


@transaction.atomic
def register_account(
    *,
    account_class: AccountClass,
    person: Person,
    address: Address,
    email: str,
    username: str,
    password: str,
    actor: Actor,
) -> Account:
    """A new account that waits for its e-mail address to be confirmed. The same form sent twice is one account.

    A person who has an account already gets a mail that says so in place of the confirmation, and nobody who looks
    at the pages can tell the difference: the row waits like any other and is forgotten like any other.
    Raises `UsernameTaken`, and `Refused` for a username or password that the rules do not allow.
    """
    account = _new_account(account_class, username, email, person, address)
    account.status = AccountStatus.PENDING
    account.policies_acknowledged_at = clock.now()
    saving.set_password(account, password)
    try:
        saving.insert(account)
    except saving.UsernameTaken:
        earlier = queries.same_registration(username=username, email=email, password=password)
        if earlier is None:
            raise
        return earlier
    audit.record("account:own:register", chain=account.chain, by=actor, account_class=account.account_class)
    if queries.registrations_in_the_last_hour(account.email) <= rules.MAILS_ON_REQUEST_PER_HOUR:
        write_confirmation(account)
    return account


@transaction.atomic
def create_account(
    *,
    account_class: AccountClass,
    person: Person,
    email: str,
    username: str,
    password: str,
    actor: Actor,
    address: Address | None = None,
    account_type: AccountType = AccountType.UPGRADED,
    number: str = "",
    is_shared: bool = False,
    is_service_center: bool = False,
) -> Account:
    """An active account as it stands, without confirmation: for accounts that come from elsewhere, and for the demo.

    `number` is drawn when empty. Legacy accounts keep whatever password they bring; others must keep the rule.
    Raises `UsernameTaken`, and `Refused` for a username, number or password that cannot be.
    """
    account = _new_account(account_class, username, email, person, address or Address())
    account.account_type = account_type
    account.status = AccountStatus.ACTIVE
    account.email_confirmed_at = clock.now()
    account.is_shared, account.is_service_center = is_shared, is_service_center
    account.number = number
    if account_type == AccountType.LEGACY:
        account.set_password(password)
    else:
        saving.set_password(account, password)
    saving.insert(account)
    audit.record("account:own:create", chain=account.chain, by=actor, account_type=account.account_type)
    return account


@transaction.atomic
def confirm_email(*, token: str, actor: Actor) -> Account:
    """The account of a confirmation mail, active from now on.

    Raises `LinkExpired` when the link is good no more, `Refused` when the person has confirmed another one.
    """
    found = queries.of_confirmation_token(token)
    account = saving.locked(found) if found else None
    if account is None or account.status != AccountStatus.PENDING:
        raise saving.LinkExpired(
            "This link does not work any more. It has been used, or it is older than three days.",
            "If you have used it before, log in. Otherwise have a new message sent to you.",
            links=(("Log in", "/manage"), ("Send the message again", "/register/resend")),
        )
    if queries.confirmed_twin(account):
        raise Refused(
            "You have a PACER account already. Each person has one, for every court.",
            "Log in with it. If you do not know its username or password, we can send you both.",
            links=(("Forgot User Name?", "/forgot-username"), ("Forgot Your Password?", "/forgot-password")),
        )
    account.status = AccountStatus.ACTIVE
    account.email_confirmed_at = clock.now()
    account.save(update_fields=["status", "email_confirmed_at"])
    audit.record("account:email:confirm", chain=account.chain, by=actor, email=account.email)
    return account


@transaction.atomic
def resend_confirmation(*, email: str, actor: Actor) -> None:
    """Write the confirmation mail again to each unconfirmed account of `email`; nothing tells whether there is one."""
    waiting = [account for account in queries.by_email(email) if account.status == AccountStatus.PENDING]
    if not waiting:
        requests.note_unknown("account:confirmation:resend", actor)
    for account in waiting:
        if requests.counts_as_request("account:confirmation:resend", account, actor):
            write_confirmation(account)


@transaction.atomic
def forget_unconfirmed_registrations(*, actor: Actor) -> int:
    """Delete the accounts that nobody has confirmed within thirty days, so that their usernames are free again."""
    stale = Account.objects.select_for_update(skip_locked=True).filter(
        status=AccountStatus.PENDING, created_at__lt=clock.now() - rules.UNCONFIRMED_KEPT
    )
    accounts = list(stale)
    for account in accounts:
        audit.record("account:own:forget", chain=account.chain, by=actor)
        account.delete()
    return len(accounts)


def _new_account(account_class: AccountClass, username: str, email: str, person: Person, address: Address) -> Account:
    account = Account(account_class=account_class, username=username, email=email.strip())
    saving.apply(account, person)
    saving.apply(account, address)
    return account


def write_confirmation(account: Account) -> None:
    """Write the mail that a registration leads to: the link, or to somebody who has an account already, that."""
    twin = queries.confirmed_twin(account)
    if twin is not None:
        mail.write(
            to=twin.email, template="accounts/mail/account_exists.txt", account=twin, link=links.to("/forgot-password")
        )
        return
    token = signing.dumps({"number": account.number}, salt=queries.CONFIRM_REGISTRATION)
    link = links.to(f"/register/confirm?{urlencode({'token': token})}")
    mail.write(to=account.email, template="accounts/mail/confirm.txt", account=account, link=link)
