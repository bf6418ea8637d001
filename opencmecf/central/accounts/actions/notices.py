"""Notices to every address at which the holder of an account can be reached, wherever it is known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import transaction

from opencmecf.central.accounts import queries
from opencmecf.central.accounts.actions import saving
from opencmecf.central.accounts.models import Account
from opencmecf.central.accounts.notices import Notice
from opencmecf.central.directory import queries as directory
from opencmecf.foundation import audit
from opencmecf.foundation.access import Actor
from opencmecf.foundation.database.acts import part_of_an_act
from opencmecf.foundation.jobs import enqueue_in_turn
from opencmecf.foundation.mail import actions as mail
from opencmecf.foundation.mail.letters import Letter, drawn


@part_of_an_act
def write_everywhere(*, account: Account, template: str, until: datetime | None = None, **context: Any) -> None:
    """Write to every address that `account` has or had of late, and to those that its courts know beside them.

    The courts are asked by jobs. What they name later than `until` is not written to any more.
    """
    letter, addresses = drawn(template, account=account, **context), queries.addresses_of(account)
    for address in addresses:
        mail.post(to=address, letter=letter)
    key, late = str(uuid4()), until.isoformat() if until else ""
    sealed = Notice(key=key, told=addresses, until=late, **asdict(letter)).sealed()
    for court in (one.court_id for one in directory.registrations_of(account.number)):
        turn = f"accounts:write-at-court:{court}:{account.number}"
        told = {"account_number": account.number, "court_id": court, "sealed": sealed}
        enqueue_in_turn("accounts:write-at-court", turn=turn, **told)


@transaction.atomic
def write_at_court(
    *, account_number: str, court_id: str, notice: Notice, addresses: Iterable[str], actor: Actor
) -> list[str]:
    """Write `notice` to those of the `addresses` that a court has named which it has not gone to; returns them.

    Twice is one event, and an address that two courts know is written to once.
    """
    account = saving.locked(queries.numbered(account_number))
    told = {address.casefold() for address in (*notice.told, *queries.told_at_courts(account, notice.key))}
    fresh = {address.casefold(): address for address in addresses if address.casefold() not in told}
    if not fresh:
        return []
    for address in fresh.values():
        mail.post(to=address, letter=Letter(subject=notice.subject, text=notice.text))
    audit.record(
        "account:notice:write-at-court",
        chain=account.chain,
        by=actor,
        court=court_id,
        notice=notice.key,
        subject=notice.subject,
        addresses=", ".join(fresh.values()),
    )
    return list(fresh.values())
