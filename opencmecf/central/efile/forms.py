"""The forms on the way to a court."""

from __future__ import annotations

from typing import Any

from django import forms

from opencmecf.central.directory.models import CourtListing
from opencmecf.foundation.ui.forms import UiForm


class CourtTypeForm(UiForm):
    """Which kind of court."""

    type = forms.ChoiceField(label="Court Type")

    def __init__(self, *args: Any, types: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["type"].choices = [("", "Select Court Type"), *types]  # type: ignore[attr-defined]


class CourtForm(UiForm):
    """Which court."""

    type = forms.CharField(widget=forms.HiddenInput)
    court = forms.ChoiceField(label="Court", help_text="A court that is not in this list issues its accounts itself.")

    def __init__(self, *args: Any, courts: list[CourtListing], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(court.court_id, court.name) for court in courts]
        self.fields["court"].choices = [("", "Select Court"), *known]  # type: ignore[attr-defined]
