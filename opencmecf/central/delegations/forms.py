"""The form of the page on who files for whom."""

from __future__ import annotations

from typing import Any

from django import forms

from opencmecf.central.directory.models import CourtListing
from opencmecf.foundation.ui.forms import UiForm


class OtherCourtForm(UiForm):
    """A court at which one has no filing account yet."""

    court = forms.ChoiceField(
        label="Court",
        help_text="An offer at a court where you do not file yet is found here, and in the message to you.",
    )

    def __init__(self, *args: Any, courts: list[CourtListing], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(court.court_id, court.name) for court in courts]
        self.fields["court"].choices = [("", "Select Court"), *known]  # type: ignore[attr-defined]
