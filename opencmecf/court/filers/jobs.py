"""What the worker does for court accounts."""

from __future__ import annotations

from opencmecf.court.filers.models import CourtAccount
from opencmecf.court.profile.queries import hosted_court
from opencmecf.foundation.jobs import job


@job("filer:tell-register")
def tell_register(court_account_id: int) -> None:
    """Tell the national register to which PACER account a court account is linked; telling twice changes nothing."""
    account = CourtAccount.objects.select_related("person").get(pk=court_account_id)
    court = hosted_court(account.court_id)
    if court is None or account.person is None or account.linked_at is None:
        return
    court.relying_party().tell(
        f"/internal/courts/{account.court_id}/filers/{account.person.account_number}",
        {
            "linked": True,
            "filer_name": account.name,
            "role": account.role,
            "linked_at": account.linked_at.isoformat(),
        },
    )
