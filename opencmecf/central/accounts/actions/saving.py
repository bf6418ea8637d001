"""What the actions on accounts have in common: locking, copying, saving."""

from __future__ import annotations

import secrets

from django.db import IntegrityError, transaction

from opencmecf.central.accounts import rules
from opencmecf.central.accounts.details import Address, Name, Person
from opencmecf.central.accounts.models import Account
from opencmecf.foundation import audit, clock
from opencmecf.foundation.access import Actor
from opencmecf.foundation.audit import queries as trail
from opencmecf.foundation.database.acts import part_of_an_act
from opencmecf.foundation.errors import Refused
from opencmecf.foundation.jobs import enqueue

FIRST_NUMBER, LAST_NUMBER = 1_000_000, 9_999_999


class UsernameTaken(Refused):
    """Somebody else has the username."""

    def __init__(self) -> None:
        super().__init__("This username is taken. Choose another one.")


class LinkExpired(Refused):
    """A link from a mail that has been used, is too old, or was never ours."""


def locked(account: Account) -> Account:
    """`account` as it stands now, its row locked until the transaction ends."""
    return Account.objects.select_for_update().get(pk=account.pk)


def apply(account: Account, details: Person | Address | Name) -> list[str]:
    """Copy `details` to the account; the names of the columns that changed."""
    changed = []
    for name, value in vars(details).items():
        if getattr(account, name) != value:
            setattr(account, name, value)
            changed.append(name)
    return changed


def set_password(account: Account, password: str) -> None:
    """Give the account, not yet saved, a password that the rules allow. Raises `Refused` for any other."""
    problems = rules.password_problems(password, account)
    if problems:
        raise Refused("This password cannot be used.", " ".join(problems))
    account.set_password(password)


@part_of_an_act
def have_sessions_ended(*, account: Account, **how: str) -> None:
    """Have everything ended in which `account`, which is locked, was signed in to until now; what comes later goes on.

    `how` may give a `reason`, and a session that goes on as well as `but`.
    """
    enqueue("signon:end-sessions", account_number=account.number, until=clock.moment().isoformat(), **how)


def end_email_change(account: Account, *, why: str, actor: Actor) -> None:
    """Make the link void that waits in another mailbox to become the account's address; without one it is no event.

    Who has recovered an account would lose it again to a change that somebody else asked for before.
    """
    if not account.new_email:
        return
    audit.record("account:email:cancel-change", chain=account.chain, by=actor, email=account.new_email, why=why)
    account.new_email = ""
    account.save(update_fields=["new_email"])


def insert(account: Account) -> None:
    """Save a new account, under a number of its own where it has none. Raises `UsernameTaken` and `Refused`."""
    _check_username(account.username)
    if account.number and Account.objects.filter(number=account.number).exists():
        raise Refused(f"Account number {account.number} is taken.")
    account.number = account.number or _unused_number()
    try:
        with transaction.atomic():
            account.save(force_insert=True)
    except IntegrityError as error:
        raise _username_taken_or(error) from error


def save_username(account: Account) -> None:
    """Save the account with a username that it did not have. Raises `UsernameTaken` and `Refused`."""
    _check_username(account.username)
    try:
        with transaction.atomic():
            account.save()
    except IntegrityError as error:
        raise _username_taken_or(error) from error


def _check_username(username: str) -> None:
    problem = rules.username_problem(username)
    if problem:
        raise Refused(problem)


def _username_taken_or(error: IntegrityError) -> Exception:
    return UsernameTaken() if "account_username_unique" in str(error) else error


def _unused_number() -> str:
    """Seven random digits that no account has, or had: the trail of a forgotten one stays under its number."""
    while True:
        number = str(FIRST_NUMBER + secrets.randbelow(LAST_NUMBER - FIRST_NUMBER + 1))
        if not Account.objects.filter(number=number).exists() and not trail.has_begun(f"account:{number}"):
            return number
