"""What the worker does for the accounts desk."""

from __future__ import annotations

from opencmecf.court.desk.actions import queue_mail
from opencmecf.court.desk.models import ContactChange
from opencmecf.court.filers import actions as filers
from opencmecf.court.filers.models import CourtAccount
from opencmecf.court.profile.queries import hosted_court, hosted_courts
from opencmecf.foundation.access import Role, system
from opencmecf.foundation.jobs import job, periodic


@job("desk:tell-decision")
def tell_decision(change_pk: int) -> None:
    """Tell the national layer what the clerk has decided about a change; telling twice changes nothing."""
    change = ContactChange.objects.get(pk=change_pk)
    court = hosted_court(change.court_id)
    if court is None:
        return
    path = f"/internal/courts/{change.court_id}/contact-changes/{change.change_id}"
    court.relying_party().tell(path, {"state": change.state, "reason": change.reason})


@job("desk:tell-clerks")
def tell_clerks(court_id: str, kind: str, key: str) -> None:
    """Write to the clerks about a request or change that has come in, where the court wants that."""
    court = hosted_court(court_id)
    if court is not None:
        queue_mail.tell_clerks(court=court, kind=kind, key=key)


@periodic("desk:summaries", cron="*/15 * * * *")
def summaries() -> None:
    """Every quarter of an hour: write to the clerks of the courts where it is morning what waits for them."""
    for court in hosted_courts():
        queue_mail.send_summary(court=court)


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
