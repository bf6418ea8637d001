"""Passwords that have to be changed by the calendar, where the deployment's rule asks for that (PACER, August 2025).

When a password was set, and how often its change was put off, is read from the account's trail; nothing else is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import takewhile

from django.db import transaction

from opencmecf.central.accounts.models import Account
from opencmecf.foundation import audit, clock
from opencmecf.foundation.access import Actor
from opencmecf.foundation.audit import queries as trail
from opencmecf.foundation.errors import Refused
from opencmecf.foundation.password_rules import PasswordRule, password_rule

SETTING = (
    "account:own:create",
    "account:own:register",
    "account:own:upgrade",
    "account:password:change",
    "account:password:reset",
)
PUT_OFF = "account:password:put-off"


class Due(StrEnum):
    """What is asked of somebody who signs in."""

    NOTHING = "nothing"
    MAY_PUT_OFF = "may put off"
    MUST_CHANGE = "must change"


@dataclass(frozen=True)
class PasswordAge:
    """Since when an account has its password, and in which sessions the change was put off since."""

    set_at: datetime
    put_off_in: tuple[str, ...] = ()


def age_of(account: Account) -> PasswordAge:
    """How old the password of `account` is."""
    events = trail.latest_of((*SETTING, PUT_OFF), chain=account.chain)
    since = list(takewhile(lambda event: event["act"] == PUT_OFF, events))
    set_at = events[len(since)]["at"] if len(since) < len(events) else account.created_at
    return PasswordAge(set_at, tuple(event["target"] for event in since))


def due(age: PasswordAge, rule: PasswordRule, now: datetime, *, session_id: str = "") -> Due:
    """What the rule asks; whoever has put the change off in this session is left alone until the next one."""
    if rule.life is None or now - age.set_at <= rule.life:
        return Due.NOTHING
    if session_id and f"session:{session_id}" in age.put_off_in:
        return Due.NOTHING
    return Due.MAY_PUT_OFF if len(age.put_off_in) < rule.put_off_at_most else Due.MUST_CHANGE


def due_of(account: Account, session_id: str = "") -> Due:
    """What this deployment's rule asks of `account` now; it looks at the trail only where it may ask anything."""
    rule = password_rule()
    if rule.life is None:
        return Due.NOTHING
    return due(age_of(account), rule, clock.now(), session_id=session_id)


@transaction.atomic
def put_off(*, account: Account, session_id: str, actor: Actor) -> None:
    """Put the change off until the next sign-in. Raises `Refused` when that was done as often as the rule allows."""
    Account.objects.select_for_update().get(pk=account.pk)
    now = due_of(account, session_id)
    if now is Due.MUST_CHANGE:
        raise Refused("The change cannot be put off any more.", "Change your password now.")
    if now is Due.MAY_PUT_OFF:
        audit.record("account:password:put-off", chain=account.chain, by=actor, target=f"session:{session_id}")


def times_left(account: Account) -> int:
    """How often the change can still be put off."""
    return max(0, password_rule().put_off_at_most - len(age_of(account).put_off_in))
