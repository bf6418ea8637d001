"""Everything that is done to a filing: it is prepared as a draft, and submitted."""

from opencmecf.court.filing.actions.drafts import (
    LONGEST_LATE_FORM,
    ChangedMeanwhile,
    discard,
    duplicate,
    keep_late_form,
    save_step,
    start,
    take_late_form,
)
from opencmecf.court.filing.actions.submission import NotAccepted, submit

__all__ = [
    "LONGEST_LATE_FORM",
    "ChangedMeanwhile",
    "NotAccepted",
    "discard",
    "duplicate",
    "keep_late_form",
    "save_step",
    "start",
    "submit",
    "take_late_form",
]
