"""What notices and pages say of corrections."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import dateformat

from opencmecf.court.docket.models import DocketEntry, EntryDocument
from opencmecf.foundation import reference
from opencmecf.foundation.access import Restriction

EVENT = "Notice of Correction"


def named(entry: DocketEntry) -> str:
    """Return how people name an entry: by its number, or as one without."""
    return f"entry {entry.number}" if entry.number else "the entry without a number"


def told(entry: DocketEntry, replaced: EntryDocument | None) -> str:
    """Return the text of a notice of correction: what is right now, and nothing of what was wrong."""
    if replaced is None:
        return f"The clerk’s office has corrected {named(entry)}. It now reads: {entry.words}"
    if replaced.document.restriction != Restriction.PUBLIC:
        return f"The clerk’s office has corrected {named(entry)}."
    which = f"attachment {replaced.attachment_number}" if replaced.attachment_number else "the main document"
    return f"The clerk’s office has replaced {which} of {named(entry)}: {entry.words}"


def day(at: datetime, court_id: str) -> date:
    """Return the day of a moment by the court's calendar."""
    return at.astimezone(reference.court(court_id).zone).date()


def printed_time(at: datetime, court_id: str) -> str:
    """Return a moment by the court's clock, as text: templates would turn it back to UTC."""
    return dateformat.format(at.astimezone(reference.court(court_id).zone), "m/d/Y g:i A")
