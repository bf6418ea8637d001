"""What people fill in at the accounts site."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms import BoundField

from opencmecf.central.accounts import guide, queries, rules
from opencmecf.central.accounts.details import Name
from opencmecf.central.accounts.fields import (
    ADDRESS,
    GENERATIONS,
    PERSON,
    AddressFields,
    EmailFields,
    NewPasswordFields,
    PersonFields,
    UsernameField,
    checked,
    rename,
    secret_field,
    text_field,
)
from opencmecf.central.accounts.models import Account, AccountClass, Activation
from opencmecf.foundation.ui.forms import UiForm

Section = tuple[str, list[BoundField]]


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
            rename(self, firm_name="Firm or organization")

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
        rename(self, username="New username", password="New password", password_again="New password again")

    def holder(self) -> Account:
        """The account with the new username."""
        return _renamed(self.account, self.cleaned_data.get("username", ""))

    def clean_username(self) -> str:
        """The username, which must be free or the account's own."""
        username = super().clean_username()
        owner = queries.by_username(username)
        taken = owner is not None and owner.pk != self.account.pk
        return checked(username, "This username is taken. Choose another one." if taken else "")


class ChangePasswordForm(NewPasswordFields, ProofForm):
    """A new password for somebody who knows the present one."""

    field_order = ("current_password", "password", "password_again")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rename(self, password="New password", password_again="New password again")

    def holder(self) -> Account:
        """The account as it is."""
        return self.account


class ChangeUsernameForm(UsernameField, ProofForm):
    """Another username."""

    field_order = ("username", "current_password")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rename(self, username="New username")


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
        rename(self, password="New password", password_again="New password again")

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


class FindAccountForm(UiForm):
    """Which account the service center looks for; `found` is that account once the form is valid."""

    who = forms.CharField(
        label="Account number or username",
        max_length=45,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}),
    )
    found: Account

    @property
    def typed(self) -> str:
        """What was looked for, without signs that no text here can have."""
        return str(self.data.get("who", "")).replace("\0", "").strip()[:100]

    def clean_who(self) -> str:
        """An account number, or a username letter by letter."""
        who: str = self.cleaned_data["who"].strip()
        found = queries.by_number(who) or queries.by_username(who)
        if found is None:
            raise forms.ValidationError("There is no account with this number or username. Ask the caller to spell it.")
        self.found = found
        return who


class IdentifiedFields(UiForm):
    """Who called the service center about an account, and how staff made sure: by the telephone, where it has one."""

    reason = forms.CharField(
        label="Who asked, and how you made sure who it is",
        max_length=500,
        help_text="The holder of the account can read this.",
        widget=forms.Textarea(attrs={"rows": "3"}),
    )
    sure = forms.BooleanField(label="I have called back the telephone number in the account")

    def __init__(self, *args: Any, holder: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not holder.telephone:
            label = "The account has no telephone number; I have made sure as I have written above"
            self.fields["sure"].label = label
            self.fields["sure"].error_messages["required"] = f"Tick the box “{label}”."


class LostMailboxForm(EmailFields, IdentifiedFields):
    """The address that the caller can read, and how the service center knows who is calling."""

    field_order = ("email", "email_again", "reason", "sure")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rename(self, email="New e-mail address", email_again="New e-mail address again")
        for name in ("email", "email_again"):
            self.fields[name].widget.attrs["autocomplete"] = "off"  # it is not the address of whoever types it


class NewMailboxForm(UiForm):
    """Which account it is, from somebody who has followed the link to the new mailbox."""

    named = text_field(
        "Account number or username",
        longest=45,
        autocomplete="username",
        hint="The PACER Service Center tells you the account number. It has seven digits.",
    )


def _renamed(account: Account, username: str) -> Account:
    names = {"first_name": account.first_name, "last_name": account.last_name, "email": account.email}
    return Account(username=username or account.username, **names)
