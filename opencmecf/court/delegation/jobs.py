"""The worker's part of delegations."""

from __future__ import annotations

from opencmecf.court.delegation.actions import end_former
from opencmecf.court.filers.models import CourtAccount
from opencmecf.foundation.access import system
from opencmecf.foundation.jobs import job


@job("delegation:end-of-account")
def end_of_account(court_account_id: int) -> None:
    """End what was granted by or to an account that the court has unlinked."""
    account = CourtAccount.objects.get(pk=court_account_id)
    end_former(account=account, actor=system("delegation", account.court_id))
