"""Decisions about a court's settings."""

from __future__ import annotations

from datetime import date

from opencmecf.court.profile.models import Court
from opencmecf.foundation.errors import Refused


def check_go_live_date(court: Court, on: date, today: date) -> None:
    """Raise `Refused` unless the court can be announced to go live on `on`."""
    check_files(court)
    if court.is_nextgen:
        raise Refused("This court has moved to NextGen already.")
    if on < today:
        raise Refused("The go-live date has passed.", "Choose today or a later day.")


def check_files(court: Court) -> None:
    """Raise `Refused` for an archive court: nothing is filed there, and it never goes live."""
    if court.is_archive:
        raise Refused(
            "This court's dockets are kept here as an archive. Nothing is filed here.",
            "File in the court's own CM/ECF.",
        )
