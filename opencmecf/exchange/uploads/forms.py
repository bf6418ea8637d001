"""Choosing files."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from opencmecf.foundation.ui.forms import UiForm

MOST_FILES = 500
MOST_BYTES = 20 * 1024 * 1024


class SeveralFiles(forms.ClearableFileInput):
    """The box in which several files can be chosen."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Files, each checked by itself."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """Return the files."""
        if not data:
            raise forms.ValidationError(self.error_messages["required"])
        files = [super(FilesField, self).clean(one, initial) for one in data]
        large = next((file.name for file in files if (file.size or 0) > MOST_BYTES), None)
        if large:
            raise forms.ValidationError(f"{large} is longer than 20 MB. Leave it out; `cmecf import` takes it.")
        return files


class UploadForm(UiForm):
    """Which saved docket sheets to take over."""

    sheets = FilesField(
        label="Saved docket sheets",
        help_text=f"HTML pages of this court, or JSON from `cmecf export`: {MOST_FILES} at once, 20 MB each",
        error_messages={
            "required": "Choose at least one file.",
            "empty": "One of the files is empty. Leave it out.",
        },
        widget=SeveralFiles(attrs={"accept": ".html,.htm,.json"}),
    )
