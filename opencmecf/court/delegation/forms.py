"""What an attorney grants."""

from __future__ import annotations

from django import forms

from opencmecf.court.delegation.rules import MENUS
from opencmecf.foundation.ui.forms import UiForm


class OfferForm(UiForm):
    """Who is to file, and what."""

    account_number = forms.RegexField(
        label="PACER account number",
        regex=r"^\s*\d{7}\s*$",
        help_text="Seven digits; the person finds it in Manage My Account.",
        error_messages={"invalid": "Type the seven digits of the account number."},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    last_name = forms.CharField(
        label="Last name", max_length=100, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    email = forms.EmailField(label="E-mail address", widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    may_submit = forms.ChoiceField(
        label="What may this person do?",
        choices=(("no", "Prepare drafts only; I submit them"), ("yes", "Prepare and submit, in my name")),
        widget=forms.RadioSelect,
    )
    menus = forms.MultipleChoiceField(
        label="In which kinds of case?",
        choices=MENUS,
        initial=[menu for menu, _ in MENUS],
        widget=forms.CheckboxSelectMultiple,
    )

    def clean_account_number(self) -> str:
        """The number without blanks."""
        return str(self.cleaned_data["account_number"]).strip()
