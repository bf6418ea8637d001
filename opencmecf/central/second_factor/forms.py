"""What is typed to set up and to remove second factors."""

from __future__ import annotations

from django import forms

from opencmecf.central.accounts.forms import IdentifiedFields
from opencmecf.central.second_factor.models import LONGEST_NAME
from opencmecf.foundation.ui.forms import UiForm

_DIGITS = {"autocomplete": "one-time-code", "inputmode": "numeric", "size": "12", "spellcheck": "false"}


class MailedCodeForm(UiForm):
    """The code from the e-mail message."""

    code = forms.CharField(
        label="Security code", max_length=20, help_text="Eight digits.", widget=forms.TextInput(attrs=_DIGITS)
    )


class AppForm(UiForm):
    """A name for the app, and what it shows."""

    name = forms.CharField(
        label="Name of this app",
        max_length=LONGEST_NAME,
        help_text="So that you know it again, for example “My phone”.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    code = forms.CharField(
        label="Code that the app shows now",
        max_length=20,
        help_text="Six digits.",
        widget=forms.TextInput(attrs=_DIGITS),
    )


class PasskeyForm(UiForm):
    """A name for the passkey; the script adds the browser's answer."""

    name = forms.CharField(
        label="Name of this passkey",
        max_length=LONGEST_NAME,
        required=False,
        help_text="So that you know it again, for example “Office computer” or “Blue security key”.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class ResetForm(IdentifiedFields):
    """Why a second factor is to be removed."""
