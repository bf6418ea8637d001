"""What people type: days and times, kept in ISO form or as typed when they are none; ids that come back from forms."""

from __future__ import annotations

from datetime import date, datetime

_DAYS = ("%m/%d/%Y", "%m/%d/%y", "%Y-%m-%d")
_TIMES = ("%I:%M %p", "%I:%M%p", "%I %p", "%I%p", "%H:%M")


def iso_day(typed: str) -> str:
    """Return a typed day in ISO form; what is none is returned as it was typed."""
    text = typed.strip()
    for form in _DAYS:
        try:
            return datetime.strptime(text, form).date().isoformat()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return text


def iso_time(typed: str) -> str:
    """Return a typed time of day in ISO form; what is none is returned as it was typed."""
    text = typed.strip().upper().replace(".", "")
    for form in _TIMES:
        try:
            return f"{datetime.strptime(text, form).time():%H:%M}"  # noqa: DTZ007 - the court's own time of day
        except ValueError:
            continue
    return typed.strip()


def shown_day(kept: str) -> str:
    """Return a kept day as a form shows it: 01/02/2020."""
    day = day_of(kept)
    return f"{day:%m/%d/%Y}" if day else kept


def shown_time(kept: str) -> str:
    """Return a kept time as a form shows it: 9:30 AM."""
    try:
        return f"{datetime.strptime(kept, '%H:%M'):%I:%M %p}".removeprefix("0")  # noqa: DTZ007
    except ValueError:
        return kept


def day_of(kept: str) -> date | None:
    """Return a kept day as a date, or None."""
    try:
        return date.fromisoformat(kept)
    except ValueError:
        return None


def whole_number(sent: str) -> int | None:
    """Return the number of a row as a form sends it back; None for anything else."""
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 19 else None
