"""What the worker does for applications."""

from __future__ import annotations

from opencmecf.court.admissions.models import Application
from opencmecf.court.profile.queries import hosted_court
from opencmecf.foundation.jobs import job


@job("admissions:tell-centre")
def tell_centre(application_id: str) -> None:
    """Tell the national layer how an application stands now, whatever it was enqueued for.

    Telling twice changes nothing; of two that come in the wrong order the later state stays, by `changes`.
    """
    found = Application.objects.select_related("person").get(pk=application_id)
    court = hosted_court(found.court_id)
    if court is None or found.submitted_at is None:
        return
    facts = {
        "account_number": found.person.account_number,
        "what": found.choice_name,
        "state": found.state,
        "changes": found.changes,
        "submitted_at": found.submitted_at.isoformat(),
        "changed_at": found.changed_at.isoformat(),
    }
    court.relying_party().tell(f"/internal/courts/{found.court_id}/requests/{found.pk}", facts)
