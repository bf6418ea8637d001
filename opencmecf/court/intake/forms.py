"""The form that sends a file."""

from __future__ import annotations

from django import forms

from opencmecf.foundation.ui.forms import UiForm


class UploadForm(UiForm):
    """One PDF."""

    pdf = forms.FileField(
        label="PDF",
        error_messages={"required": "Choose a PDF first.", "missing": "Choose a PDF first."},
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
        allow_empty_file=True,  # an empty file gets the verdict of its own
    )
