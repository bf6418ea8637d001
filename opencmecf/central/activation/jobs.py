"""What the worker does for letters."""

from __future__ import annotations

from opencmecf.central.accounts.models import Account
from opencmecf.central.activation import actions
from opencmecf.foundation.access import system
from opencmecf.foundation.jobs import job


@job("activation:write-letter")
def write_letter(account_number: str) -> None:
    """Write the letter with the token for whoever has registered without a card."""
    account = Account.objects.filter(number=account_number).first()
    if account is not None:
        actions.write_letter(account=account, actor=system("activation", "pacer"))
