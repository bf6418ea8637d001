"""What the clerk's office reads."""

from opencmecf.court.clerk.queries.entries import (
    entered_with,
    entry_of_case,
    entry_with_id,
    linked_entries,
    places_of,
)
from opencmecf.court.clerk.queries.filings import Filing, Undelivered, filings, undelivered
from opencmecf.court.clerk.queries.motions import PendingMotion, judges_with_motions, pending_motions
from opencmecf.court.clerk.queries.revisions import Revision, history, last_revision, said

__all__ = [
    "Filing",
    "PendingMotion",
    "Revision",
    "Undelivered",
    "entered_with",
    "entry_of_case",
    "entry_with_id",
    "filings",
    "history",
    "judges_with_motions",
    "last_revision",
    "linked_entries",
    "pending_motions",
    "places_of",
    "said",
    "undelivered",
]
