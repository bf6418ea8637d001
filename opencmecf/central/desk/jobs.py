"""What the worker does for the desk."""

from __future__ import annotations

from opencmecf.central.desk import actions
from opencmecf.foundation.access import system
from opencmecf.foundation.jobs import periodic


@periodic("accounts:deactivate-idle", cron="7 4 * * *")
def deactivate_idle() -> None:
    """Every night: warn the holders of accounts that nobody uses, and make inactive those that were warned."""
    by = system("accounts", "pacer")
    actions.warn_idle(actor=by)
    actions.deactivate_idle(actor=by)
