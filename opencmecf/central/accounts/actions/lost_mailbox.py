"""The service center's procedure for a lost mailbox: tell every address, have the new one confirmed, wait, change."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models.functions import Now
from django.utils.http import urlencode

from opencmecf.central.accounts import links, queries, rules
from opencmecf.central.accounts.actions import saving
from opencmecf.central.accounts.actions.notices import write_everywhere
from opencmecf.central.accounts.models import Account, LostMailbox
from opencmecf.central.contact_changes import actions as contact_changes
from opencmecf.foundation import audit, clock
from opencmecf.foundation.access import Actor, Permission
from opencmecf.foundation.errors import NotFound, Refused
from opencmecf.foundation.mail import actions as mail


class WrongHolder(Refused):
    """Neither number nor username of the account whose new mailbox is confirmed, or too many wrong ones before."""


@transaction.atomic
def look_at_mailbox(*, account: Account, actor: Actor) -> None:
    """Note in the account's trail that staff have looked at it; its holder can read that."""
    actor.require(Permission.ACCOUNT_MAILBOX_REPLACE)
    audit.record("account:any:look", chain=account.chain, by=actor, reason="about its e-mail address")


@transaction.atomic
def report_lost_mailbox(*, account: Account, new_email: str, reason: str, actor: Actor) -> LostMailbox:
    """Ask that `new_email` be the address of `account` after the waiting time, and tell its holder how to stop it.

    Every address that the account has or had of late is written to at once; the new one is asked to confirm. Raises
    `NotAllowed` to anybody but the service center, and `Refused` when a new address waits already, for staff's own
    account, and for one that nobody can log in with.
    """
    actor.require(Permission.ACCOUNT_MAILBOX_REPLACE)
    account = saving.locked(account)
    rules.check_may_replace_mailbox(account, new_email, is_own=actor.account_id == account.pk)
    if queries.open_lost_mailbox(account):
        raise Refused("A new e-mail address waits for this account already.", "Withdraw it first.")
    due = clock.now() + timedelta(hours=settings.LOST_MAILBOX_WAIT_HOURS)
    lost = LostMailbox.objects.create(
        account=account, new_email=new_email, asked_by=actor.label, reason=reason, due_at=due
    )
    audit.record(
        "account:lost-mailbox:report", chain=account.chain, by=actor, email=new_email, reason=reason, due=str(due)
    )
    _announce(lost)
    _ask_new_mailbox(lost)
    return lost


def confirm_new_mailbox(*, token: str, named: str, actor: Actor) -> LostMailbox:
    """Confirm the new address by the link that came there and the number or the username of the account.

    The link alone is not enough: an address that was taken down by telephone may be a stranger's. A second time is
    no event. Raises `NotFound` when it is over or never was, and `WrongHolder`, also after five wrong tries within an
    hour.
    """
    found = queries.lost_mailbox_to_confirm(token)
    if found is None:
        raise NotFound
    if not _confirm_if_named(found, named, actor):
        raise WrongHolder(
            "This is neither the number nor the username of the account.",
            "Ask the PACER Service Center for the account number; it has seven digits.",
        )
    return found


@transaction.atomic
def withdraw_lost_mailbox(*, account: Account, actor: Actor) -> bool:
    """Take back what the service center was asked for; whether a new address waited. Raises `NotAllowed`."""
    actor.require(Permission.ACCOUNT_MAILBOX_REPLACE)
    return stop_lost_mailbox(account=account, how="the PACER Service Center withdrew it", actor=actor)


@transaction.atomic(savepoint=False)
def stop_lost_mailbox(*, account: Account, how: str, actor: Actor) -> bool:
    """Keep the address that `account` has; whether another one waited."""
    lost = queries.open_lost_mailbox(account)
    if lost is None or not _open(lost).update(stopped_at=Now()):
        return False
    audit.record("account:lost-mailbox:stop", chain=account.chain, by=actor, email=lost.new_email, how=how)
    _tell_holder(lost, "accounts/mail/lost_mailbox_stopped.txt", how=how)
    if lost.confirmed_at:
        _tell_new_mailbox(lost, "accounts/mail/lost_mailbox_refused.txt", how=how)
    return True


@transaction.atomic
def stop_lost_mailbox_by_link(*, token: str, actor: Actor) -> None:
    """Stop what the link was sent about, from any address of the account. Raises `NotFound` when it is over."""
    lost = queries.lost_mailbox_to_stop(token)
    if lost is None:
        raise NotFound
    stop_lost_mailbox(account=lost.account, how="the link in the message was used", actor=actor)


def remind_of_lost_mailboxes(*, actor: Actor) -> int:
    """Remind the holders whose address is to change within a day; returns how many."""
    near = Now() + rules.REMINDED_OF_NEW_MAILBOX_BEFORE
    waiting = LostMailbox.objects.filter(stopped_at=None, done_at=None, reminded_at=None)
    waiting = waiting.filter(due_at__gt=Now(), due_at__lt=near).exclude(asked_at__gt=Now() - timedelta(hours=1))
    return sum(_remind(lost, actor) for lost in waiting.select_related("account"))


def replace_lost_mailboxes(*, actor: Actor) -> int:
    """Change the addresses that are confirmed and whose waiting time is over; returns how many."""
    due = LostMailbox.objects.filter(stopped_at=None, done_at=None, due_at__lte=Now(), confirmed_at__isnull=False)
    return sum(_replace(lost, actor) for lost in due.select_related("account"))


def give_up_unconfirmed_mailboxes(*, actor: Actor) -> int:
    """Stop what nobody has confirmed for a month; returns how many."""
    late = LostMailbox.objects.filter(stopped_at=None, done_at=None, confirmed_at=None)
    late = late.filter(asked_at__lt=Now() - rules.NEW_MAILBOX_CONFIRMED_WITHIN, due_at__lt=Now())
    how = "nobody confirmed the new mailbox"
    return sum(stop_lost_mailbox(account=lost.account, how=how, actor=actor) for lost in late.select_related("account"))


@transaction.atomic
def _remind(lost: LostMailbox, actor: Actor) -> bool:
    if not _open(lost).filter(reminded_at=None).update(reminded_at=Now()):
        return False
    audit.record("account:lost-mailbox:remind", chain=lost.account.chain, by=actor, email=lost.new_email)
    _announce(lost)
    if not lost.confirmed_at:
        _ask_new_mailbox(lost)
    return True


@transaction.atomic
def _replace(lost: LostMailbox, actor: Actor) -> bool:
    account = saving.locked(lost.account)
    if not account.is_active:
        stop_lost_mailbox(account=account, how="nobody can log in with the account any more", actor=actor)
        return False
    if not _open(lost).filter(due_at__lte=Now(), confirmed_at__isnull=False).update(done_at=Now()):
        return False
    before = account.email
    saving.end_email_change(account, why="the service center’s procedure gave the account another one", actor=actor)
    account.email, account.email_confirmed_at = lost.new_email, clock.now()
    account.save(update_fields=["email", "email_confirmed_at"])
    audit.record("account:lost-mailbox:replace", chain=account.chain, by=actor, before=before, after=account.email)
    contact_changes.tell_courts(holder=account, account_number=account.number, changed=["email"], actor=actor)
    lost.account = account
    _tell_holder(lost, "accounts/mail/lost_mailbox_replaced.txt")
    saving.have_sessions_ended(account=account, reason="the e-mail address was replaced")
    return True


@transaction.atomic
def _confirm_if_named(lost: LostMailbox, named: str, actor: Actor) -> bool:
    """Whether `named` is the account's. Its row is locked before tries are counted, so that two at once are two."""
    account = saving.locked(lost.account)
    earlier = queries.times_of("account:lost-mailbox:mistype", account)
    if not rules.may_happen_again(earlier, clock.now(), per_hour=rules.WRONG_HOLDERS_PER_HOUR):
        raise WrongHolder("There were too many wrong tries.", "Wait an hour, then try again.")
    if not rules.is_named(account, named):
        audit.record("account:lost-mailbox:mistype", chain=account.chain, by=actor, address=actor.address)
        return False
    if _open(lost).filter(confirmed_at=None).update(confirmed_at=Now()):
        audit.record("account:lost-mailbox:confirm", chain=account.chain, by=actor, email=lost.new_email)
    return True


def _open(lost: LostMailbox) -> models.QuerySet[LostMailbox]:
    return LostMailbox.objects.filter(pk=lost.pk, stopped_at=None, done_at=None)


def _announce(lost: LostMailbox) -> None:
    link = _link("/lost-mailbox/keep", lost, queries.KEEP_ADDRESS)
    _tell_holder(lost, "accounts/mail/lost_mailbox_reported.txt", until=lost.due_at, link=link)


def _tell_holder(lost: LostMailbox, template: str, *, until: datetime | None = None, **context: str) -> None:
    write_everywhere(account=lost.account, template=template, until=until, **_told(lost), **context)


def _ask_new_mailbox(lost: LostMailbox) -> None:
    link = _link("/lost-mailbox/confirm", lost, queries.CONFIRM_NEW_MAILBOX)
    _tell_new_mailbox(lost, "accounts/mail/lost_mailbox_confirm.txt", link=link)


def _tell_new_mailbox(lost: LostMailbox, template: str, **context: str) -> None:
    mail.write(to=lost.new_email, template=template, account=lost.account, **_told(lost), **context)


def _told(lost: LostMailbox) -> dict[str, object]:
    """What every message about it may say."""
    return {
        "new_email": lost.new_email,
        "due": lost.due_at,
        "zone": settings.SERVICE_CENTER_TIME_ZONE,
        "telephone": links.service_center(),
    }


def _link(path: str, lost: LostMailbox, salt: str) -> str:
    return links.to(f"{path}?{urlencode({'token': queries.token_of_lost_mailbox(lost, salt)})}")
