"""What people fill in at the accounts site."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar

from django import forms
from django.forms import BoundField
from django.utils.functional import lazy

from opencmecf.central.accounts import guide, queries, rules
from opencmecf.central.accounts.details import Address, Name, Person
from opencmecf.central.accounts.models import Account, AccountClass, Activation
from opencmecf.central.accounts.places import OUTSIDE, STATES
from opencmecf.foundation import clock
from opencmecf.foundation.password_rules import password_rule
from opencmecf.foundation.ui.forms import DateField, UiForm

GENERATIONS = (("", "None"), *((name, name) for name in ("Jr.", "Sr.", "I", "II", "III", "IV", "V")))
PASSWORD_HINT = lazy(lambda: password_rule().hint, str)()
USERNAME_HINT = "4 to 45 characters: letters, digits and . _ - @. Small and capital letters are the same."
Value = TypeVar("Value")
Section = tuple[str, list[BoundField]]


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
        return _checked(birth, rules.birth_problem(birth, clock.now().date()))

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
        return _checked(username, rules.username_problem(username))


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
        return _checked(again, "The two e-mail addresses differ. Type the same address twice." if differ else "")


PERSON = tuple(PersonFields.base_fields)
ADDRESS = tuple(AddressFields.base_fields)


class RegistrationForm(PersonFields, AddressFields, EmailFields, UsernameField, NewPasswordFields):
    """Everything that a new account needs, on one page."""

    field_order = (*PERSON, *ADDRESS, "email", "email_again", "username", "password", "password_again", "activation")
    activation = forms.ChoiceField(
        label="How do you want to activate case search?",
        choices=Activation.choices,
        initial=Activation.CARD.value,
        widget=forms.RadioSelect,
        help_text="You can change your mind later. Filing does not wait for it.",
    )
    policies = forms.BooleanField(label="I have read these policies and will keep them")

    def __init__(self, *args: Any, account_class: AccountClass, address: str, **kwargs: Any) -> None:
        super().__init__(*args, account_class=account_class, **kwargs)
        self.account_class = account_class
        self.network_address = address
        self.told_taken = False  # whether it has said that a username is somebody's
        if account_class == AccountClass.FIRM:
            del self.fields["date_of_birth"]  # a firm has none
            del self.fields["activation"]  # nor does it search
            self.fields["firm_name"].required = True
            _rename(self, firm_name="Firm or organization")

    def holder(self) -> Account:
        """The account that would be made of this."""
        names = ("first_name", "last_name", "username", "email")
        return Account(**{name: self.cleaned_data.get(name, "") for name in names})

    def clean(self) -> dict[str, Any]:
        """The username is free, unless this very form has been sent before.

        Who hears too often that one is taken is told nothing for a while, about any username.
        """
        told = super().clean()
        username = told.get("username", "")
        if pause := queries.seconds_until_a_username_is_looked_up(self.network_address):
            self.add_error("username", rules.too_many_taken(pause))
        elif username and queries.by_username(username) and not self._was_sent_before(told):
            self.told_taken = True
            self.add_error("username", "This username is taken. Choose another one.")
        problem = rules.government_problem(told.get("user_type", ""), told.get("email", ""))
        if problem and "email" in told:
            self.add_error("email", problem)
        return told

    def sections(self) -> Iterator[Section]:
        """The parts of the page: a heading and its fields."""
        who = "The person who manages the account" if self.account_class == AccountClass.FIRM else "Person"
        yield who, self._bound(PERSON)
        yield "Address", self._bound(ADDRESS)
        yield "E-mail", self._bound(EmailFields.base_fields)
        yield "Username and password", self._bound((*UsernameField.base_fields, *NewPasswordFields.base_fields))
        if "activation" in self.fields:
            yield "Case search", [self["activation"]]

    def _bound(self, names: Any) -> list[BoundField]:
        return [self[name] for name in names if name in self.fields]

    def _was_sent_before(self, told: dict[str, Any]) -> bool:
        known = {name: told.get(name, "") for name in ("username", "email", "password")}
        return queries.same_registration(**known) is not None


class UpgradePersonForm(PersonFields):
    """First step of the upgrade. A date of birth that the account has is permanent and is not asked again."""

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, account_class=account.account_class, **kwargs)
        if account.date_of_birth or account.account_class == AccountClass.FIRM:
            del self.fields["date_of_birth"]


class UpgradeAddressForm(AddressFields):
    """Second step of the upgrade."""

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


class ProofForm(UiForm):
    """A form for a change that could lock the holder out; it asks for the present password."""

    current_password = secret_field("Your present password", autocomplete="current-password")

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account


class UpgradeSecurityForm(UsernameField, NewPasswordFields, ProofForm):
    """Third step of the upgrade. There are no security questions: NIST SP 800-63B-4, 3.1.1.2, forbids them."""

    field_order = ("current_password", "username", "password", "password_again")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _rename(self, username="New username", password="New password", password_again="New password again")

    def holder(self) -> Account:
        """The account with the new username."""
        return _renamed(self.account, self.cleaned_data.get("username", ""))

    def clean_username(self) -> str:
        """The username, which must be free or the account's own."""
        username = super().clean_username()
        owner = queries.by_username(username)
        taken = owner is not None and owner.pk != self.account.pk
        return _checked(username, "This username is taken. Choose another one." if taken else "")


class ChangePasswordForm(NewPasswordFields, ProofForm):
    """A new password for somebody who knows the present one."""

    field_order = ("current_password", "password", "password_again")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _rename(self, password="New password", password_again="New password again")

    def holder(self) -> Account:
        """The account as it is."""
        return self.account


class ChangeUsernameForm(UsernameField, ProofForm):
    """Another username."""

    field_order = ("username", "current_password")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _rename(self, username="New username")


class ChangeNameForm(ProofForm):
    """Another name of the holder, who may have married or changed it by law."""

    first_name = text_field("First name", autocomplete="given-name")
    middle_name = text_field("Middle name", autocomplete="additional-name", required=False)
    last_name = text_field("Last name", autocomplete="family-name")
    generation = forms.ChoiceField(label="Generation", choices=GENERATIONS, required=False)
    suffix = text_field("Suffix", longest=20, hint="Such as Esq. or M.D.", required=False)
    field_order = ("first_name", "middle_name", "last_name", "generation", "suffix", "current_password")

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        initial = {name: getattr(account, name) for name in self.base_fields if name != "current_password"}
        super().__init__(*args, account=account, initial=initial, **kwargs)

    def name(self) -> Name:
        """What was typed; the prefix stays as it is."""
        told = {name: self.cleaned_data[name] for name in self.fields if name != "current_password"}
        return Name(prefix=self.account.prefix, **told)


class ChangeEmailForm(EmailFields, ProofForm):
    """Another e-mail address."""

    field_order = ("email", "email_again", "current_password")


class ResetPasswordForm(NewPasswordFields):
    """A new password for somebody who has followed the link of a mail."""

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account
        _rename(self, password="New password", password_again="New password again")

    def holder(self) -> Account:
        """The account as it is."""
        return self.account


class EmailForm(UiForm):
    """The e-mail address of an account."""

    email = forms.EmailField(label="E-mail address", widget=forms.EmailInput(attrs={"autocomplete": "email"}))


class ForgotPasswordForm(EmailForm):
    """The e-mail address and the username of an account."""

    username = text_field("Username", longest=45, autocomplete="username")


class GuideForm(UiForm):
    """One question of the registration guide."""

    answer = forms.ChoiceField(widget=forms.RadioSelect)

    def __init__(self, *args: Any, question: guide.Question, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["answer"]
        field.label, field.choices = question.text, question.choices  # type: ignore[attr-defined]
        field.error_messages["required"] = "Choose an answer, then go on."


def _checked(value: Value, problem: str) -> Value:
    if problem:
        raise forms.ValidationError(problem)
    return value


def _rename(form: forms.Form, **labels: str) -> None:
    """Give fields other labels, and the messages that name them."""
    for name, label in labels.items():
        form.fields[name].label = label
        form.fields[name].error_messages["required"] = f"Fill in “{label}”."


def _renamed(account: Account, username: str) -> Account:
    names = {"first_name": account.first_name, "last_name": account.last_name, "email": account.email}
    return Account(username=username or account.username, **names)
