"""What the clerk's office does to the record."""

from opencmecf.court.clerk.actions.correcting import Correction, correct_entry
from opencmecf.court.clerk.actions.replacing import replace_attached
from opencmecf.court.clerk.actions.reviewing import review_filing

__all__ = ["Correction", "correct_entry", "replace_attached", "review_filing"]
