"""What the worker does for second factors."""

from __future__ import annotations

from opencmecf.central.second_factor import actions
from opencmecf.foundation.access import system
from opencmecf.foundation.jobs import periodic


@periodic("second-factor:resets", cron="*/10 * * * *")
def resets() -> None:
    """Every ten minutes: remind of resets that are near, and carry out those whose waiting time is over."""
    by = system("second-factor", "pacer")
    actions.send_reminders(actor=by)
    actions.carry_out_resets(actor=by)


@periodic("second-factor:tidy", cron="23 * * * *")
def tidy() -> None:
    """Every hour: forget what was not gone on with, and browsers whose time is over."""
    actions.forget_old_challenges()
    actions.forget_old_enrolments()
    actions.forget_expired_devices()
