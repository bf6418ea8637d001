"""The forms of the accounts desk."""

from __future__ import annotations

from typing import Any

from django import forms

from opencmecf.court.desk.models import ClerkMail
from opencmecf.court.filers.models import ROLE_NAMES, STAFF_ROLES, BarStatus, CourtAccount, FilerKind
from opencmecf.foundation.access import Role
from opencmecf.foundation.ui.forms import DateField, UiForm, login_field

LONGEST_REASON = 300
STATES = (("", "Any"), ("linked", "Linked"), ("unlinked", "Not linked"), ("disabled", "Disabled"))
ROLES = (("", "Any"), *((role.value, name) for role, name in ROLE_NAMES.items()))


class FindForm(UiForm):
    """What the clerk looks for."""

    q = forms.CharField(
        label="Find",
        required=False,
        max_length=100,
        help_text="Words of the name, the login, the e-mail address, a bar number, or a PACER account number.",
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    state = forms.ChoiceField(label="State", choices=STATES, required=False)
    role = forms.ChoiceField(label="Role", choices=ROLES, required=False)


class ReasonForm(UiForm):
    """Why something is done that its subject will ask about."""

    reason = forms.CharField(
        label="Reason",
        max_length=LONGEST_REASON,
        help_text="Kept in the record, and read by the person concerned.",
        error_messages={"max_length": f"Shorten the reason to {LONGEST_REASON} characters."},
        widget=forms.Textarea(attrs={"rows": "3"}),
    )


class BarStatusForm(ReasonForm):
    """An attorney's standing before the court."""

    status = forms.ChoiceField(label="Bar status", choices=BarStatus.choices)
    since = DateField(label="As of")
    field_order = ("status", "since", "reason")


class DetailsForm(UiForm):
    """Who holds an account, and where the person is reached."""

    first_name = forms.CharField(label="First name", max_length=100)
    middle_name = forms.CharField(label="Middle name", max_length=100, required=False)
    last_name = forms.CharField(label="Last name", max_length=100)
    generation = forms.CharField(label="Generation", max_length=10, required=False, help_text="Such as Jr. or III")
    filer_kind = forms.ChoiceField(label="Kind of filer", choices=FilerKind.choices)
    bar_number = forms.CharField(label="Bar number", max_length=40, required=False)
    email = forms.EmailField(label="E-mail address", max_length=254)
    firm_name = forms.CharField(label="Firm", max_length=200, required=False)
    address = forms.CharField(label="Address", max_length=200, required=False)
    address_2 = forms.CharField(label="Address, second line", max_length=200, required=False)
    city = forms.CharField(label="City", max_length=100, required=False)
    state = forms.CharField(label="State", max_length=50, required=False)
    zip_code = forms.CharField(label="ZIP code", max_length=20, required=False)
    telephone = forms.CharField(label="Telephone", max_length=40, required=False)

    def details(self) -> dict[str, str]:
        """What was typed, by the names of the columns of `CourtAccount`."""
        return {name: self.cleaned_data[name] for name in self.fields}


class IssueForm(DetailsForm):
    """A new account of a filer, or of somebody who works at the court."""

    role = forms.ChoiceField(label="Role")
    login = login_field("CM/ECF login", autocomplete="off")
    reserved_for = forms.RegexField(
        label="PACER account number",
        regex=r"^[0-9]{7}$",
        required=False,
        help_text="Seven digits. If you name one, no other PACER account can be linked.",
        error_messages={"invalid": "A PACER account number has seven digits."},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    field_order = ("role", "login", "reserved_for")

    def __init__(self, *args: Any, with_staff: bool, hint: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = (Role.FILER, *STAFF_ROLES) if with_staff else (Role.FILER,)
        self.fields["role"].choices = [(role.value, ROLE_NAMES[role]) for role in roles]  # type: ignore[attr-defined]
        self.fields["login"].help_text = hint

    def clean(self) -> dict[str, Any]:
        """Staff are linked to a PACER account that the court names."""
        cleaned = super().clean() or {}
        is_staff = cleaned.get("role") not in (None, Role.FILER.value)
        if is_staff and not cleaned.get("reserved_for") and "reserved_for" not in self.errors:
            self.add_error("reserved_for", "Fill in the PACER account number of the person who works at the court.")
        return cleaned


class ChangeForm(DetailsForm):
    """What the court has on file for an account, to be changed."""

    def __init__(self, *args: Any, account: CourtAccount, **kwargs: Any) -> None:
        initial = {name: getattr(account, name) for name in self.base_fields}
        super().__init__(*args, initial=initial, **kwargs)
        if account.is_staff:
            del self.fields["filer_kind"], self.fields["bar_number"]
            choices = [(role.value, ROLE_NAMES[role]) for role in STAFF_ROLES]
            self.fields["role"] = forms.ChoiceField(label="Role", choices=choices, initial=account.role)
            self.fields["role"].widget.attrs["class"] = "usa-select"
            self.order_fields(["role"])


class ClerkMailForm(UiForm):
    """What the clerk wants to be written about."""

    mail = forms.ChoiceField(label="Write to me", choices=ClerkMail.choices, widget=forms.RadioSelect)


class TellAtOnceForm(UiForm):
    """Whether the court's clerks are written to about each new request."""

    at_once = forms.ChoiceField(
        label="When a request comes in, clerks of this court are written to",
        choices=(("no", "the next morning, in the summary"), ("yes", "at once as well")),
        widget=forms.RadioSelect,
    )


class AtOnceForm(UiForm):
    """Whether changes made at PACER wait for the clerk."""

    at_once = forms.ChoiceField(
        label="What filers change at PACER",
        choices=(("no", "waits here until a clerk has looked at it"), ("yes", "is applied at once")),
        widget=forms.RadioSelect,
    )
