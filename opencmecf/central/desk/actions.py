"""What the service center does to accounts, and what happens to those that nobody uses."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models.functions import Now

from opencmecf.central.accounts import actions as accounts
from opencmecf.central.accounts import links
from opencmecf.central.accounts.models import Account, AccountStatus
from opencmecf.central.desk import queries, rules
from opencmecf.central.desk.models import IdleWarning
from opencmecf.central.signon import actions as signon
from opencmecf.foundation import audit
from opencmecf.foundation.access import Actor, Permission
from opencmecf.foundation.mail import actions as mail


@transaction.atomic
def look(*, account: Account, what: str, actor: Actor) -> None:
    """Note in the account's own trail that the desk has looked at it, and at what; its holder reads that."""
    actor.require(Permission.ACCOUNT_LOOK)
    audit.record("account:any:look", chain=account.chain, by=actor, reason=what)


@transaction.atomic
def lock_account(*, account: Account, reason: str, actor: Actor) -> None:
    """Let nobody log in with the account, and end its sessions everywhere. Twice is one event.

    Raises `NotAllowed`, and `Refused` for one's own account, a closed one, or one that waits for confirmation.
    """
    actor.require(Permission.ACCOUNT_STATUS_CHANGE)
    account = _locked(account)
    rules.check_may_lock(account.status, is_own=actor.account_id == account.pk)
    if account.status == AccountStatus.DISABLED:
        return
    before = account.status
    Account.objects.filter(pk=account.pk).update(status=AccountStatus.DISABLED)
    signon.end_all_sessions(account=account, by=actor, reason="the account was locked")
    accounts.cancel_email_change(account=account, why="the account was locked", actor=actor)
    accounts.stop_lost_mailbox(account=account, how="the account was locked", actor=actor)
    audit.record("account:status:lock", chain=account.chain, by=actor, reason=reason, before=before)
    _write(account, "service_center/mail/locked.txt", reason=reason)


@transaction.atomic
def unlock_account(*, account: Account, reason: str, actor: Actor) -> None:
    """Let its holder log in with a locked or inactive account again. Twice is one event. Raises as `lock_account`."""
    actor.require(Permission.ACCOUNT_STATUS_CHANGE)
    account = _locked(account)
    rules.check_may_unlock(account.status, is_own=actor.account_id == account.pk)
    if account.status == AccountStatus.ACTIVE:
        return
    before = account.status
    Account.objects.filter(pk=account.pk).update(status=AccountStatus.ACTIVE)
    IdleWarning.objects.filter(account=account).delete()
    audit.record("account:status:unlock", chain=account.chain, by=actor, reason=reason, before=before)
    _write(account, "service_center/mail/unlocked.txt", reason=reason)


def warn_idle(*, actor: Actor) -> int:
    """Write to the holders of accounts that will be inactive in a month; returns how many."""
    idle = queries.idle_for(rules.IDLE_FOR - rules.WARNED_BEFORE).filter(~queries.is_warned(timedelta(0)))
    return sum(_warn(account, actor) for account in idle.iterator())


def deactivate_idle(*, actor: Actor) -> int:
    """Make the accounts inactive that nobody has used for two years, after a warning; returns how many."""
    idle = queries.idle_for(rules.IDLE_FOR).filter(queries.is_warned(rules.WARNED_BEFORE))
    return sum(_deactivate(account, actor) for account in idle.iterator())


@transaction.atomic
def _warn(account: Account, actor: Actor) -> bool:
    IdleWarning.objects.update_or_create(account=account, defaults={"sent_at": Now()})
    audit.record("account:idle:warn", chain=account.chain, by=actor)
    _write(account, "service_center/mail/idle.txt", link=links.to("/login"))
    return True


@transaction.atomic
def _deactivate(account: Account, actor: Actor) -> bool:
    rows = queries.idle_for(rules.IDLE_FOR).filter(pk=account.pk)
    if not rows.exists() or not Account.objects.filter(pk=account.pk).update(status=AccountStatus.INACTIVE):
        return False
    IdleWarning.objects.filter(account=account).delete()
    audit.record("account:idle:deactivate", chain=account.chain, by=actor)
    _write(account, "service_center/mail/deactivated.txt")
    return True


def _locked(account: Account) -> Account:
    return Account.objects.select_for_update().get(pk=account.pk)


def _write(account: Account, template: str, **context: str) -> None:
    mail.write(to=account.email, template=template, account=account, telephone=links.service_center(), **context)
