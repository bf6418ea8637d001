"""Username and password."""

from __future__ import annotations

from itertools import groupby

from django.contrib.auth.tokens import default_token_generator
from django.db import transaction
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from opencmecf.central.accounts import links, queries, rules
from opencmecf.central.accounts.actions import registration, requests, saving
from opencmecf.central.accounts.actions.lost_mailbox import stop_lost_mailbox
from opencmecf.central.accounts.models import Account, AccountStatus
from opencmecf.foundation import audit, clock
from opencmecf.foundation.access import Actor
from opencmecf.foundation.errors import Refused
from opencmecf.foundation.mail import actions as mail


class WrongPassword(Refused):
    """Not the password of the account, or too many wrong ones before."""


def prove_own(*, account: Account, password: str, actor: Actor, or_else: str = "") -> None:
    """Make sure that the person at the keyboard knows the account's password; a wrong one stays in the trail.

    It asks before every change that could lock the holder out; `or_else` is taken in its place. Raises `WrongPassword`,
    also for the right one after ten wrong tries within an hour.
    """
    if not _may_try_password(account):
        raise WrongPassword(
            "There were too many wrong passwords.",
            "Wait an hour and try again, or log out and choose “Forgot Your Password?”.",
        )
    if account.check_password(password) or (or_else and account.check_password(or_else)):
        return
    with transaction.atomic():
        audit.record("account:password:mistype", chain=account.chain, by=actor)
    raise WrongPassword("This is not the password of your account.", "Type the one that you log in with now.")


def change_password(*, account: Account, current_password: str, password: str, actor: Actor) -> None:
    """Set a new password, end every session of the account and tell its holder by mail. Sent twice it is one event.

    Raises `WrongPassword`, and `Refused` for a new password that the rules do not allow.
    """
    prove_own(account=account, password=current_password, or_else=password, actor=actor)
    with transaction.atomic():
        locked = saving.locked(account)
        if locked.check_password(password):
            if current_password != password:
                return  # a double click: the first one has set it
            raise Refused("Choose a new password. This is the one that the account has now.")
        _replace_password(locked, password, actor, but=actor.session_id)
        audit.record("account:password:change", chain=locked.chain, by=actor)


def change_username(*, account: Account, current_password: str, username: str, actor: Actor) -> Account:
    """Give the account another username and tell its holder by mail. The same one again is no event.

    Raises `WrongPassword`, `UsernameTaken`, and `Refused` for a username that the rules do not allow.
    """
    prove_own(account=account, password=current_password, actor=actor)
    with transaction.atomic():
        locked = saving.locked(account)
        before, locked.username = locked.username, username
        if before == username:
            return locked
        saving.save_username(locked)
        audit.record("account:username:change", chain=locked.chain, by=actor, before=before, after=username)
        mail.write(to=locked.email, template="accounts/mail/username_changed.txt", account=locked)
    return locked


@transaction.atomic
def request_password_reset(*, email: str, username: str, actor: Actor) -> None:
    """Write a mail with a link to set a new password, good for two hours, to the account that has both.

    An account that waits for confirmation gets the confirmation again; one that is not active is told whom to call.
    Nothing tells the asker whether there is such an account.
    """
    account = queries.by_username(username)
    if account is None or account.email.casefold() != email.strip().casefold():
        requests.note_unknown("account:password-reset:request", actor)
        return
    if not requests.counts_as_request("account:password-reset:request", account, actor):
        return
    if account.status == AccountStatus.PENDING:
        registration.write_confirmation(account)
        return
    if account.status != AccountStatus.ACTIVE:
        mail.write(to=account.email, template="accounts/mail/not_active.txt", telephone=links.service_center())
        return
    key, token = urlsafe_base64_encode(force_bytes(account.pk)), default_token_generator.make_token(account)
    mail.write(
        to=account.email,
        template="accounts/mail/reset_password.txt",
        account=account,
        link=links.to(f"/reset-password/{key}/{token}"),
    )


@transaction.atomic
def reset_password(*, uidb64: str, token: str, password: str, actor: Actor) -> Account:
    """Set the password by a link from a mail, end every session of the account and tell its holder by mail.

    Raises `LinkExpired` when the link is good no more, `Refused` for a password that the rules do not allow.
    """
    found = queries.of_reset_link(uidb64, token)
    if found is not None:
        saving.locked(found)
        found = queries.of_reset_link(uidb64, token)  # another request may have used the link while this one waited
    if found is None:
        raise saving.LinkExpired(
            "This link does not work any more. It has been used, or it is older than two hours.",
            "Ask for a new one.",
            links=(("Forgot Your Password?", "/forgot-password"),),
        )
    _replace_password(found, password, actor)
    audit.record("account:password:reset", chain=found.chain, by=actor)
    return found


@transaction.atomic
def send_username(*, email: str, actor: Actor) -> None:
    """Write the usernames of every account of `email` in one mail; nothing tells whether there is any.

    Each mailbox is told its own alone: the database takes some letters for the same of which domains make two.
    """
    accounts = queries.by_email(email)
    told = [account for account in accounts if requests.counts_as_request("account:username:send", account, actor)]
    if not accounts:
        requests.note_unknown("account:username:send", actor)
    for mailbox, theirs in groupby(sorted(told, key=_mailbox), key=_mailbox):
        mail.write(to=mailbox, template="accounts/mail/username.txt", accounts=list(theirs))


def _mailbox(account: Account) -> str:
    return account.email.lower() if account.email.isascii() else account.email


def _replace_password(account: Account, password: str, actor: Actor, *, but: str = "") -> None:
    saving.set_password(account, password)
    account.save(update_fields=["password"])
    saving.end_email_change(account, why="the password was replaced", actor=actor)
    stop_lost_mailbox(account=account, how="the password was replaced", actor=actor)
    saving.have_sessions_ended(account=account, but=but)
    mail.write(to=account.email, template="accounts/mail/password_changed.txt", account=account)


def _may_try_password(account: Account) -> bool:
    earlier = queries.times_of("account:password:mistype", account)
    return rules.may_happen_again(earlier, clock.now(), per_hour=rules.WRONG_PASSWORDS_PER_HOUR)
