"""What the worker does for drafts."""

from __future__ import annotations

from opencmecf.court.filing import actions
from opencmecf.foundation.jobs import periodic


@periodic("filing:tidy-late-forms", cron="37 3 * * *")
def tidy() -> None:
    """Every night: forget forms that were sent without a session and never fetched."""
    actions.forget_late_forms()
