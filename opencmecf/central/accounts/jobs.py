"""What the worker does for accounts."""

from __future__ import annotations

from opencmecf.central.accounts import actions
from opencmecf.foundation.access import system
from opencmecf.foundation.jobs import periodic


@periodic("accounts:forget-unconfirmed", cron="41 3 * * *")
def forget_unconfirmed() -> None:
    """Every night: forget the registrations that nobody has confirmed."""
    actions.forget_unconfirmed_registrations(actor=system("accounts", "pacer"))
