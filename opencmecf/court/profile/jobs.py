"""What the worker does for a court's profile."""

from __future__ import annotations

from opencmecf.court.profile.queries import hosted_court
from opencmecf.foundation.jobs import job


@job("court:tell-directory")
def tell_directory(court_id: str) -> None:
    """Tell the national court register what this court is; telling twice changes nothing."""
    court = hosted_court(court_id)
    if court is None:
        return
    go_live_on = court.settings.go_live_on
    court.relying_party().tell(
        f"/internal/courts/{court_id}",
        {
            "name": court.reference.name,
            "kind": court.reference.kind.value,
            "is_nextgen": court.settings.is_nextgen,
            "go_live_on": go_live_on.isoformat() if go_live_on else None,
            "help_desk_telephone": court.settings.help_desk_telephone,
        },
    )
