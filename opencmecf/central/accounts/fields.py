"""The groups of fields that the forms of accounts are made of."""

from __future__ import annotations

from typing import Any, TypeVar

from django import forms
from django.utils.functional import lazy

from opencmecf.central.accounts import rules
from opencmecf.central.accounts.details import Address, Person
from opencmecf.central.accounts.models import Account
from opencmecf.central.accounts.places import OUTSIDE, STATES
from opencmecf.foundation import clock
from opencmecf.foundation.password_rules import password_rule
from opencmecf.foundation.ui.forms import DateField, UiForm

GENERATIONS = (("", "None"), *((name, name) for name in ("Jr.", "Sr.", "I", "II", "III", "IV", "V")))
PASSWORD_HINT = lazy(lambda: password_rule().hint, str)()
USERNAME_HINT = "4 to 45 characters: letters, digits and . _ - @. Small and capital letters are the same."
Value = TypeVar("Value")


def text_field(
    label: str, *, longest: int = 100, autocomplete: str = "", hint: str = "", **more: Any
) -> forms.CharField:
    """A line of text, with the hint that lets a browser fill it in."""
    attributes = {"autocomplete": autocomplete} if autocomplete else {}
    widget = forms.TextInput(attrs=attributes)
    return forms.CharField(label=label, max_length=longest, help_text=hint, widget=widget, **more)


def telephone_field(label: str, *, autocomplete: str = "", **more: Any) -> forms.CharField:
    """A telephone number."""
    widget = forms.TextInput(attrs={"type": "tel", "autocomplete": autocomplete or "off"})
    return forms.CharField(label=label, max_length=30, widget=widget, **more)


def secret_field(label: str, *, autocomplete: str, hint: str = "") -> forms.CharField:
    """A password; it is never written back into a page."""
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete, "spellcheck": "false"})
    return forms.CharField(label=label, max_length=128, strip=False, help_text=hint, widget=widget)


class PersonFields(UiForm):
    """Who somebody is. `account_class` settles the choices of "User type"."""

    # Django takes fields out of the class, so that `Form.prefix` stays what it is.
    prefix = text_field(  # type: ignore[assignment]
        "Prefix", longest=20, autocomplete="honorific-prefix", required=False
    )
    first_name = text_field("First name", autocomplete="given-name")
    middle_name = text_field("Middle name", autocomplete="additional-name", required=False)
    last_name = text_field("Last name", autocomplete="family-name")
    generation = forms.ChoiceField(label="Generation", choices=GENERATIONS, required=False)
    suffix = text_field("Suffix", longest=20, hint="Such as Esq. or M.D.", required=False)
    date_of_birth = DateField(label="Date of birth", input_formats=("%m/%d/%Y", "%Y-%m-%d"))
    user_type = forms.ChoiceField(label="User type")

    def __init__(self, *args: Any, account_class: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(name, name) for name in rules.USER_TYPES[account_class]]
        self.fields["user_type"].choices = [("", "Choose"), *choices]  # type: ignore[attr-defined]
        self.fields["date_of_birth"].widget.attrs["autocomplete"] = "bday"

    def clean_date_of_birth(self) -> Any:
        """The date, which must lie in the past."""
        birth = self.cleaned_data["date_of_birth"]
        return checked(birth, rules.birth_problem(birth, clock.now().date()))

    def person(self) -> Person:
        """The person that a valid form describes."""
        return Person(**{name: self.cleaned_data[name] for name in PERSON if name in self.cleaned_data})


class AddressFields(UiForm):
    """Where somebody is reached, e-mail apart."""

    firm_name = text_field("Firm or office", autocomplete="organization", required=False)
    unit = text_field("Unit or department", required=False)
    address = text_field("Street address", autocomplete="address-line1")
    address_2 = text_field("Room, suite or second line", autocomplete="address-line2", required=False)
    city = text_field("City", autocomplete="address-level2")
    state = forms.ChoiceField(
        label="State",
        choices=[OUTSIDE, *STATES],
        required=False,
        widget=forms.Select(attrs={"autocomplete": "address-level1"}),
    )
    county = text_field("County", required=False)
    zip_code = text_field("ZIP or postal code", longest=20, autocomplete="postal-code")
    country = text_field("Country", autocomplete="country-name", initial=rules.UNITED_STATES)
    telephone = telephone_field("Telephone", autocomplete="tel")
    alternate_telephone = telephone_field("Alternate telephone", required=False)
    text_telephone = telephone_field(
        "Text telephone", help_text="TTY, for people who do not hear or speak", required=False
    )
    fax = telephone_field("Fax", required=False)

    def clean(self) -> dict[str, Any]:
        """What depends on more than one field: the ZIP code and the state of an address in the United States."""
        told = super().clean() or {}
        country = told.get("country", "")
        self._complain("zip_code", rules.zip_problem(told.get("zip_code", ""), country))
        self._complain("state", rules.state_problem(told.get("state", ""), country))
        for name in ("telephone", "alternate_telephone", "text_telephone", "fax"):
            self._complain(name, rules.telephone_problem(told.get(name, "")))
        return told

    def _complain(self, name: str, problem: str) -> None:
        if problem and name not in self.errors:
            self.add_error(name, problem)

    def place(self) -> Address:
        """The address that a valid form describes."""
        return Address(**{name: self.cleaned_data[name] for name in ADDRESS})


class NewPasswordFields(UiForm):
    """A new password, typed twice. The holder's names, which it must not resemble, come from `holder`."""

    password = secret_field("Password", autocomplete="new-password", hint=PASSWORD_HINT)
    password_again = secret_field("Password again", autocomplete="new-password")

    def holder(self) -> Account:
        """The account, as it will be, that the password is for."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        """Both passwords agree and keep the rule."""
        told = super().clean() or {}
        password, again = told.get("password"), told.get("password_again")
        if password and again and password != again:
            self.add_error("password_again", "The two passwords differ. Type the same password twice.")
        if password:
            for problem in rules.password_problems(password, self.holder()):
                self.add_error("password", problem)
        return told


class UsernameField(UiForm):
    """A username that may be chosen."""

    username = text_field("Username", longest=45, autocomplete="username", hint=USERNAME_HINT)

    def clean_username(self) -> str:
        """The username, which must keep the rule."""
        username: str = self.cleaned_data["username"]
        return checked(username, rules.username_problem(username))


class EmailFields(UiForm):
    """An e-mail address, typed twice."""

    email = forms.EmailField(label="E-mail address", widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    email_again = forms.EmailField(
        label="E-mail address again", widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )

    def clean_email_again(self) -> str:
        """Both addresses agree."""
        again: str = self.cleaned_data["email_again"]
        first = self.cleaned_data.get("email", again)
        differ = first.casefold() != again.casefold()
        return checked(again, "The two e-mail addresses differ. Type the same address twice." if differ else "")


PERSON = tuple(PersonFields.base_fields)
ADDRESS = tuple(AddressFields.base_fields)


def checked(value: Value, problem: str) -> Value:
    """`value`, unless there is a `problem`, which a field then says."""
    if problem:
        raise forms.ValidationError(problem)
    return value


def rename(form: forms.Form, **labels: str) -> None:
    """Give fields other labels, and the messages that name them."""
    for name, label in labels.items():
        form.fields[name].label = label
        form.fields[name].error_messages["required"] = f"Fill in “{label}”."
