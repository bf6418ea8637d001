"""What the worker does for uploads."""

from __future__ import annotations

from opencmecf.court.intake import actions
from opencmecf.foundation.jobs import periodic


@periodic("intake:sweep", cron="23 4 * * *")
def sweep() -> None:
    """Every night: forget files that nobody came to file."""
    actions.sweep()
