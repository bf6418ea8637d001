"""Asking for a case by its number."""

from __future__ import annotations

from typing import Any

from django import forms

from opencmecf.court.profile.kinds import KindProfile
from opencmecf.foundation.ui.forms import UiForm


class CaseNumberField(forms.CharField):
    """A case number in any of the ways in which people write one."""

    def __init__(self, **options: Any) -> None:
        asked = {"label": "Case number", "max_length": 100, **options}
        super().__init__(widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}), **asked)


class CaseForm(UiForm):
    """A form that asks for a case. Below each case number it shows examples as a court of `kind` writes them."""

    def __init__(self, *args: Any, kind: KindProfile, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        *first, last = kind.filing_menus[0].numbers
        examples = " or ".join(filter(None, (", ".join(first), last)))
        for field in self.fields.values():
            if isinstance(field, CaseNumberField):
                field.help_text = ". ".join(filter(None, (f"For example {examples}", str(field.help_text))))
