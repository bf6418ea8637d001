"""The service center's procedure for a lost second factor: ask, tell, wait, and only then remove."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models.functions import Now

from opencmecf.central.accounts import actions as accounts
from opencmecf.central.accounts import links
from opencmecf.central.accounts.models import Account
from opencmecf.central.second_factor import queries, rules
from opencmecf.central.second_factor.actions import saving
from opencmecf.central.second_factor.models import (
    AuthenticatorApp,
    BackupCode,
    Passkey,
    RememberedDevice,
    Reset,
)
from opencmecf.foundation import audit, clock
from opencmecf.foundation.access import Actor, Permission
from opencmecf.foundation.errors import NotFound, Refused


@transaction.atomic
def look_at_account(*, account: Account, actor: Actor) -> None:
    """Note in the account's trail that staff have looked at it; its holder can read that."""
    actor.require(Permission.ACCOUNT_SECOND_FACTOR_RESET)
    audit.record("account:second-factor:look", chain=account.chain, by=actor)


@transaction.atomic
def request_reset(*, account: Account, reason: str, actor: Actor) -> Reset:
    """Ask that every method of `account` be removed after the waiting time, and tell its holder how to stop it.

    Raises `NotAllowed` to anybody but the service center, `Refused` when there is nothing to remove, when a reset
    waits already, and for staff's own account.
    """
    actor.require(Permission.ACCOUNT_SECOND_FACTOR_RESET)
    if actor.account_id == account.pk:
        raise Refused("This is your own account.", "Ask a colleague.")
    saving.locked_state(account)
    if not queries.standing(account).has_method:
        raise Refused("This account has no second factor.", "The person can log in with username and password.")
    if queries.open_reset(account):
        raise Refused("A reset waits for this account already.")
    due = clock.now() + timedelta(hours=settings.SECOND_FACTOR_RESET_WAIT_HOURS)
    reset = Reset.objects.create(
        account=account,
        asked_by=actor.label,
        reason=reason,
        due_at=due,
    )
    audit.record("account:second-factor:request-reset", chain=account.chain, by=actor, reason=reason, due=str(due))
    _announce(reset)
    return reset


@transaction.atomic
def withdraw_reset(*, account: Account, actor: Actor) -> bool:
    """Take back what the service center was asked for; whether a reset waited. Raises `NotAllowed`."""
    actor.require(Permission.ACCOUNT_SECOND_FACTOR_RESET)
    return stop_reset(account=account, how="the PACER Service Center withdrew it", actor=actor)


@transaction.atomic(savepoint=False)
def stop_reset(*, account: Account, how: str, actor: Actor) -> bool:
    """Keep the methods of `account`; whether they were going to be removed."""
    reset = queries.open_reset(account)
    if reset is None or not _open(reset).update(stopped_at=Now()):
        return False
    audit.record("account:second-factor:stop-reset", chain=account.chain, by=actor, how=how)
    _tell_holder(reset, "second_factor/mail/reset_stopped.txt", how=how)
    return True


@transaction.atomic
def stop_reset_by_link(*, token: str, actor: Actor) -> None:
    """Stop the reset whose link was in the mail. Raises `NotFound` when it is stopped, done, or never was."""
    reset = queries.reset_of_link(token)
    if reset is None:
        raise NotFound
    stop_reset(account=reset.account, how="the link in the message was used", actor=actor)


def send_reminders(*, actor: Actor) -> int:
    """Remind the holders whose reset is due within a day; returns how many. None is reminded of what is due already."""
    near = Now() + rules.REMINDED_BEFORE
    waiting = Reset.objects.filter(stopped_at=None, done_at=None, reminded_at=None)
    waiting = waiting.filter(due_at__gt=Now(), due_at__lt=near).exclude(asked_at__gt=Now() - timedelta(hours=1))
    return sum(_remind(reset, actor) for reset in waiting.select_related("account"))


def carry_out_resets(*, actor: Actor) -> int:
    """Remove the methods of the accounts whose waiting time is over; returns how many accounts."""
    due = Reset.objects.filter(stopped_at=None, done_at=None, due_at__lte=Now())
    return sum(_carry_out(reset, actor) for reset in due.select_related("account"))


@transaction.atomic
def _remind(reset: Reset, actor: Actor) -> bool:
    if not _open(reset).filter(reminded_at=None).update(reminded_at=Now()):
        return False
    audit.record("account:second-factor:remind-of-reset", chain=reset.account.chain, by=actor)
    _announce(reset)
    return True


@transaction.atomic
def _carry_out(reset: Reset, actor: Actor) -> bool:
    account = reset.account
    saving.locked_state(account)
    if not _open(reset).filter(due_at__lte=Now()).update(done_at=Now()):
        return False
    for kind in (AuthenticatorApp, BackupCode, Passkey, RememberedDevice):
        kind.objects.filter(account=account).delete()
    audit.record("account:second-factor:reset", chain=account.chain, by=actor, reason=reset.reason)
    _tell_holder(reset, "second_factor/mail/reset_done.txt", link=links.to("/manage/mfa"))
    accounts.have_sessions_ended(account=account, reason="second factor reset")
    return True


def _open(reset: Reset) -> models.QuerySet[Reset]:
    return Reset.objects.filter(pk=reset.pk, stopped_at=None, done_at=None)


def _announce(reset: Reset) -> None:
    link = links.to(f"/second-factor/stop-reset?token={queries.token_of(reset)}")
    _tell_holder(reset, "second_factor/mail/reset_requested.txt", until=reset.due_at, link=link)


def _tell_holder(reset: Reset, template: str, *, until: datetime | None = None, **context: str) -> None:
    """Write to every address: with a new one, of late, somebody else's mailbox might be the only one that is told."""
    accounts.write_everywhere(
        account=reset.account,
        template=template,
        until=until,
        due=reset.due_at,
        zone=settings.SERVICE_CENTER_TIME_ZONE,
        telephone=links.service_center(),
        **context,
    )
