"""What the worker does for the accounts desk."""

from __future__ import annotations

from opencmecf.court.desk.models import ContactChange
from opencmecf.court.filers import actions as filers
from opencmecf.court.filers.models import CourtAccount
from opencmecf.court.profile.queries import hosted_court
from opencmecf.foundation.access import Role, system
from opencmecf.foundation.jobs import job


@job("desk:tell-decision")
def tell_decision(change_pk: int) -> None:
    """Tell the national layer what the clerk has decided about a change; telling twice changes nothing."""
    change = ContactChange.objects.get(pk=change_pk)
    court = hosted_court(change.court_id)
    if court is None:
        return
    path = f"/internal/courts/{change.court_id}/contact-changes/{change.change_id}"
    court.relying_party().tell(path, {"state": change.state, "reason": change.reason})


@job("desk:end-links")
def end_links(court_id: str) -> None:
    """End every link of a court that is CurrentGen again, each in a transaction of its own."""
    court = hosted_court(court_id)
    if court is None or court.settings.is_nextgen:
        return
    actor = system("go-live reversed", court_id, frozenset({Role.COURT_ADMIN}))
    reason = "The court has put off its move to NextGen."
    for account in CourtAccount.objects.filter(court=court_id, person__isnull=False).order_by("pk"):
        filers.unlink_account(account=account, reason=reason, actor=actor)
