"""Where the holder of an account is reached."""

from __future__ import annotations

from django.core import signing
from django.db import transaction
from django.utils.http import urlencode

from opencmecf.central.accounts import links, queries
from opencmecf.central.accounts.actions import requests, saving
from opencmecf.central.accounts.actions.credentials import prove_own
from opencmecf.central.accounts.actions.lost_mailbox import stop_lost_mailbox
from opencmecf.central.accounts.details import Address, Name
from opencmecf.central.accounts.models import Account
from opencmecf.central.contact_changes import actions as contact_changes
from opencmecf.foundation import audit, clock
from opencmecf.foundation.access import Actor
from opencmecf.foundation.errors import Refused
from opencmecf.foundation.mail import actions as mail


@transaction.atomic
def change_address(*, account: Account, address: Address, actor: Actor) -> Account:
    """Change where the holder of the account is reached, e-mail apart. A change to the same is no event."""
    account = saving.locked(account)
    changed = saving.apply(account, address)
    if not changed:
        return account
    account.save(update_fields=changed)
    audit.record("account:address:change", chain=account.chain, by=actor, fields=changed)
    contact_changes.tell_courts(holder=account, account_number=account.number, changed=changed, actor=actor)
    return account


def change_name(*, account: Account, current_password: str, name: Name, actor: Actor) -> Account:
    """Change the name of the account's holder, and tell it by mail. A change to the same is no event.

    Raises `WrongPassword`, and `Refused` for a shared or a firm's account, which bears no person's name.
    """
    prove_own(account=account, password=current_password, actor=actor)
    with transaction.atomic():
        account = saving.locked(account)
        if account.is_shared:
            raise Refused("This account is shared by a group.", "Call the PACER Service Center to change its name.")
        before = account.name
        changed = saving.apply(account, name)
        if not changed:
            return account
        account.save(update_fields=changed)
        audit.record("account:name:change", chain=account.chain, by=actor, before=before, after=account.name)
        contact_changes.tell_courts(holder=account, account_number=account.number, changed=changed, actor=actor)
        mail.write(to=account.email, template="accounts/mail/name_changed.txt", account=account, before=before)
    return account


def request_email_change(*, account: Account, current_password: str, email: str, actor: Actor) -> None:
    """Write a mail with a link to `email`; the address changes when the link is used. The old address is told.

    Raises `WrongPassword`, and `Refused` when it is the address that the account has, or when too many such mails
    were asked for.
    """
    prove_own(account=account, password=current_password, actor=actor)
    with transaction.atomic():
        locked = saving.locked(account)
        if locked.email.casefold() == email.casefold():
            raise Refused("This is the e-mail address that your account has now.")
        if not requests.may_ask("account:email:request-change", locked):
            raise Refused("Too many messages were asked for.", "Wait an hour, then try again.")
        locked.new_email = email
        locked.save(update_fields=["new_email"])
        audit.record("account:email:request-change", chain=locked.chain, by=actor, email=email)
        _write_email_change(locked)


@transaction.atomic
def change_email(*, token: str, actor: Actor) -> Account:
    """The account with the new e-mail address that the link of a mail stands for. Raises `LinkExpired`."""
    found = queries.of_email_token(token)
    account = saving.locked(found) if found else None
    if account is None or queries.of_email_token(token) is None:
        raise saving.LinkExpired(
            "This link does not work any more. It has been used, or it is older than three days.",
            "Log in and look at your e-mail address. If it is still the old one, change it again.",
            links=(("Manage My Account", "/manage"),),
        )
    stop_lost_mailbox(account=account, how="its holder has changed the address in Manage My Account", actor=actor)
    before, account.email, account.new_email = account.email, account.new_email, ""
    account.email_confirmed_at = clock.now()
    account.save(update_fields=["email", "new_email", "email_confirmed_at"])
    audit.record("account:email:change", chain=account.chain, by=actor, before=before, after=account.email)
    contact_changes.tell_courts(holder=account, account_number=account.number, changed=["email"], actor=actor)
    mail.write(to=before, template="accounts/mail/email_changed.txt", account=account)
    return account


@transaction.atomic
def cancel_email_change(*, account: Account, why: str, actor: Actor) -> None:
    """Keep the e-mail address: the link that waits in the new mailbox is void. Without one it is no event."""
    saving.end_email_change(saving.locked(account), why=why, actor=actor)


@transaction.atomic
def stop_email_change(*, token: str, actor: Actor) -> Account:
    """Cancel the change that the old mailbox was told of, by the link that came there. Raises `LinkExpired`.

    It needs no session and opens none: whoever reads this may have lost the password to somebody.
    """
    found = queries.of_stop_token(token)
    account = saving.locked(found) if found else None
    if account is None or queries.of_stop_token(token) is None:
        raise saving.LinkExpired(
            "No change of the e-mail address is waiting.",
            "If the address has been changed already, call the PACER Service Center.",
            links=(("Manage My Account", "/manage"),),
        )
    saving.end_email_change(account, why="it was stopped from the old mailbox", actor=actor)
    return account


def _write_email_change(account: Account) -> None:
    to_new, to_old = account.new_email, account.email
    confirm = _link("/manage/email/confirm", account, queries.CONFIRM_EMAIL)
    stop = _link("/manage/email/stop", account, queries.STOP_EMAIL)
    mail.write(to=to_new, template="accounts/mail/confirm_email.txt", account=account, link=confirm)
    mail.write(to=to_old, template="accounts/mail/email_change_requested.txt", account=account, link=stop)


def _link(path: str, account: Account, salt: str) -> str:
    token = signing.dumps({"number": account.number, "email": account.new_email}, salt=salt)
    return links.to(f"{path}?{urlencode({'token': token})}")
