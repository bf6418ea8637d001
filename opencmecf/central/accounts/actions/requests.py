"""Mails that somebody asks for without having signed in: who gets how many."""

from __future__ import annotations

from opencmecf.central.accounts import queries, rules
from opencmecf.central.accounts.models import Account
from opencmecf.foundation import audit, clock
from opencmecf.foundation.access import Actor

UNKNOWN = "accounts:unknown"  # the chain of requests that named no account of ours


def counts_as_request(act: str, account: Account, actor: Actor) -> bool:
    """Whether a mail that somebody asks for may go out; it is in the trail if so. Five an hour are plenty."""
    if not may_ask(act, account):
        return False
    audit.record(act, chain=account.chain, by=actor, address=actor.address)
    return True


def may_ask(act: str, account: Account) -> bool:
    """Whether `act` may be asked for once more by or for `account` within this hour."""
    earlier = queries.times_of(act, account)
    return rules.may_happen_again(earlier, clock.now(), per_hour=rules.MAILS_ON_REQUEST_PER_HOUR)


def note_unknown(act: str, actor: Actor) -> None:
    """Keep a request that fits no account in the security log, and spend about the time that a fitting one takes."""
    audit.record(act, chain=UNKNOWN, by=actor, address=actor.address)
