"""What the worker does for forms that were sent too late."""

from __future__ import annotations

from opencmecf.foundation.jobs import periodic
from opencmecf.foundation.unsent import actions


@periodic("unsent:forget", cron="*/15 * * * *")
def forget() -> None:
    """Every quarter of an hour: forget forms that nobody has come back for."""
    actions.forget_old()
