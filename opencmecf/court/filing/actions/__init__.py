"""Everything that is done to a filing: it is prepared as a draft, and submitted."""

from opencmecf.court.filing.actions.drafts import ChangedMeanwhile, discard, duplicate, hand_over, save_step, start
from opencmecf.court.filing.actions.late_forms import forget_late_forms, keep_late_form, take_late_form
from opencmecf.court.filing.actions.submission import NotAccepted, submit

__all__ = [
    "ChangedMeanwhile",
    "NotAccepted",
    "discard",
    "duplicate",
    "forget_late_forms",
    "hand_over",
    "keep_late_form",
    "save_step",
    "start",
    "submit",
    "take_late_form",
]
