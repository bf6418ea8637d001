"""Decisions about a court's settings."""

from __future__ import annotations

from datetime import date

from opencmecf.court.profile.models import Court
from opencmecf.foundation.errors import Refused


def check_go_live_date(court: Court, on: date, today: date) -> None:
    """Raise `Refused` unless the court can be announced to go live on `on`."""
    if court.is_nextgen:
        raise Refused("This court has moved to NextGen already.")
    if on < today:
        raise Refused("The go-live date has passed.", "Choose today or a later day.")
