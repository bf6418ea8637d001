"""The forms of linking and of court-issued passwords."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.functional import lazy

from opencmecf.court.filers.models import CourtAccount
from opencmecf.foundation.password_rules import password_rule
from opencmecf.foundation.ui.forms import UiForm, login_field, password_field


class LinkForm(UiForm):
    """The court-issued login and password (L6)."""

    login = login_field("CM/ECF login")
    password = password_field("CM/ECF password")

    def __init__(self, *args: Any, hint: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].help_text = hint


class ForgotLoginForm(UiForm):
    """Who asks for a court-issued login or password."""

    email = forms.EmailField(
        label="E-mail address",
        help_text="The address that the court has on file for your filing account.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class CourtPasswordForm(UiForm):
    """A new court-issued password."""

    password = password_field(
        "New CM/ECF password",
        autocomplete="new-password",
        help_text=lazy(lambda: password_rule().hint, str)(),
    )
    again = password_field("The same password again", autocomplete="new-password")

    def __init__(self, *args: Any, account: CourtAccount, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account

    def clean_password(self) -> str:
        """The password, if the deployment's rule allows it."""
        password: str = self.cleaned_data["password"]
        validate_password(password, user=self.account)  # type: ignore[arg-type] # any holder of names
        return password

    def clean(self) -> dict[str, Any]:
        """Both boxes hold the same."""
        cleaned = super().clean() or {}
        if "password" in cleaned and cleaned.get("again") not in (None, cleaned["password"]):
            self.add_error("again", "The two passwords are not the same. Type both again.")
        return cleaned
