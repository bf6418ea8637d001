"""Everything that is done to a draft."""

from opencmecf.court.filing.actions.drafts import ChangedMeanwhile, discard, duplicate, save_step, start
from opencmecf.court.filing.actions.late_forms import forget_late_forms, keep_late_form, take_late_form

__all__ = [
    "ChangedMeanwhile",
    "discard",
    "duplicate",
    "forget_late_forms",
    "keep_late_form",
    "save_step",
    "start",
    "take_late_form",
]
