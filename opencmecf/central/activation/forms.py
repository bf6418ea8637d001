"""The token of a letter."""

from __future__ import annotations

from django import forms

from opencmecf.central.activation import rules
from opencmecf.foundation.ui.forms import UiForm


class TokenForm(UiForm):
    """What is typed from the letter."""

    token = forms.CharField(
        label="Token",
        max_length=40,
        help_text="Twelve letters and digits, such as ACEF-3479-WXYT. Small and capital letters are the same.",
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "spellcheck": "false", "autocapitalize": "characters"}
        ),
    )

    def clean_token(self) -> str:
        """The token, which must look like one."""
        token: str = self.cleaned_data["token"]
        problem = rules.token_problem(token)
        if problem:
            raise forms.ValidationError(problem)
        return rules.as_typed(token)
