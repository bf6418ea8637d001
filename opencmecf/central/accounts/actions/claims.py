"""What courts are told about an account beside the person."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from opencmecf.central.accounts.actions import saving
from opencmecf.central.accounts.models import Account


@transaction.atomic
def tell_courts(*, account: Account, claim: str, value: Any) -> None:
    """Have Central Sign-On say `value` as the claim `claim` from now on.

    Part of the act of the room that the claim comes from, which records it in the trail. It lies in the account's own
    row so that signing on reads nothing more than that row.
    """
    account = saving.locked(account)
    account.told_to_courts = {**account.told_to_courts, claim: value}
    account.save(update_fields=["told_to_courts"])
