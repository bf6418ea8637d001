"""What an attorney grants."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from opencmecf.court.profile.kinds import FilingMenu
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
    menus = forms.MultipleChoiceField(label="In which kinds of case?", widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, filing_menus: Sequence[FilingMenu], **settings: Any) -> None:
        """Offer the kinds of case that the court's filing menus are for, all ticked."""
        super().__init__(*args, **settings)
        kinds: Any = self.fields["menus"]
        kinds.choices = [(menu.cases.value, menu.cases.value.capitalize()) for menu in filing_menus]
        kinds.initial = [menu.cases.value for menu in filing_menus]

    def clean_account_number(self) -> str:
        """The number without blanks."""
        return str(self.cleaned_data["account_number"]).strip()
