"""The PACER LOGIN form, with the field names that existing programs fill in (wire contract 2.4)."""

from __future__ import annotations

from django import forms

from opencmecf.central.second_factor.actions import WrongProof
from opencmecf.foundation.client_code import LONGEST
from opencmecf.foundation.ui.forms import UiForm, login_field, password_field


class LoginForm(UiForm):
    """Username, Password and Client Code."""

    loginName = login_field("Username")  # noqa: N815 - the programs' name for it
    password = password_field("Password")
    clientCode = forms.CharField(  # noqa: N815 - the programs' name for it
        label="Client Code",
        max_length=LONGEST,
        required=False,
        help_text=f"Up to {LONGEST} characters, to sort your charges by. You can change it later.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def add_prefix(self, field_name: str) -> str:
        """The names of the classic page: `loginForm:loginName` and so on."""
        return f"loginForm:{field_name}"


class SecondFactorForm(UiForm):
    """A passcode or a backup code, and whether to remember the browser."""

    code = forms.CharField(
        label="One-time passcode or backup code",
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "spellcheck": "false", "autocapitalize": "none", "size": "16"}
        ),
        help_text="Six digits from your app, or one of your backup codes.",
    )
    remember = forms.BooleanField(label="Remember this browser for 30 days", required=False)

    def typed_code(self) -> str:
        """What was typed, however it was spaced. Raises `WrongProof` when nothing was."""
        if not self.is_valid():
            raise WrongProof("Type the code.", "")
        code: str = self.cleaned_data["code"]
        return code
