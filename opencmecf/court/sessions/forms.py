"""The forms about sessions."""

from __future__ import annotations

from django import forms

from opencmecf.foundation.client_code import LONGEST
from opencmecf.foundation.ui.forms import UiForm, login_field, password_field


class CourtLoginForm(UiForm):
    """The court's own sign-in, with the classic field names (wire contract 2.4)."""

    login = login_field("CM/ECF login")
    key = password_field("CM/ECF password")


class ClientCodeForm(UiForm):
    """A new client code."""

    client_code = forms.CharField(
        label="New client code",
        max_length=LONGEST,
        required=False,
        help_text=f"Up to {LONGEST} characters. Leave it empty to use none.",
        error_messages={"max_length": f"A client code has at most {LONGEST} characters. Shorten it."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
