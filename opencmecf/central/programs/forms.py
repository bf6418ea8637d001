"""What makers of programs fill in, and the service center."""

from __future__ import annotations

from typing import Any

from django import forms

from opencmecf.central.programs import rules
from opencmecf.central.programs.actions import Details
from opencmecf.central.programs.models import (
    LONGEST_ADDRESS,
    LONGEST_NAME,
    LONGEST_PURPOSE,
    LONGEST_REASON,
    Program,
)
from opencmecf.central.signon import scopes
from opencmecf.foundation.ui.forms import UiForm

ALWAYS = "openid"
KINDS = [
    ("confidential", "On your own server, where a secret can be kept"),
    ("public", "On people’s own computers or telephones, or in their browsers"),
]


class AddressesField(forms.CharField):
    """Several addresses, one in a line; each is checked."""

    widget = forms.Textarea(attrs={"rows": 3, "spellcheck": "false", "autocapitalize": "none"})

    def clean(self, value: Any) -> Any:
        """The addresses, each once."""
        found = rules.addresses(super().clean(value) or "")
        problems = [problem for one in found if (problem := rules.redirect_problem(one))]
        problems += [f"Make this address shorter: {one}" for one in found if len(one) > LONGEST_ADDRESS]
        if len(found) > rules.MOST_ADDRESSES:
            problems.append(f"Type {rules.MOST_ADDRESSES} addresses at most.")
        if problems:
            raise forms.ValidationError(problems)
        return found


class ProgramForm(UiForm):
    """A program: who answers for it, where it is, and what it wants to know."""

    name = forms.CharField(label="Name of the program", max_length=LONGEST_NAME, help_text="People see it when asked.")
    publisher = forms.CharField(
        label="Publisher", max_length=LONGEST_NAME, help_text="The person or firm that answers for the program."
    )
    web_site = forms.CharField(
        label="Web site",
        max_length=LONGEST_ADDRESS,
        help_text="Where people can read about it, beginning with https://",
        widget=forms.URLInput(attrs={"autocomplete": "url"}),
    )
    purpose = forms.CharField(
        label="What it does",
        max_length=LONGEST_PURPOSE,
        help_text="In a sentence or two. People see it when asked.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    contact = forms.EmailField(label="E-mail address for the PACER Service Center", max_length=254)
    redirect_uris = AddressesField(
        label="Redirect addresses",
        help_text="Where people are sent back to, one in a line. They are compared letter by letter.",
    )
    post_logout_redirect_uris = AddressesField(
        label="Addresses after logging out", required=False, help_text="One in a line; may be empty."
    )
    backchannel_logout_uri = forms.CharField(
        label="Logout notices",
        required=False,
        max_length=LONGEST_ADDRESS,
        help_text="Where your server is told that somebody has logged out; may be empty.",
        widget=forms.URLInput(attrs={"autocomplete": "off"}),
    )
    scopes = forms.MultipleChoiceField(
        label="What it wants to know",
        required=False,
        help_text="That somebody has logged in is always told. Tick no more than the program needs.",
        choices=[(one.name, f"{one.title} ({one.name})") for one in scopes.FOR_PROGRAMS if one.name != ALWAYS],
        widget=forms.CheckboxSelectMultiple,
    )

    def clean_web_site(self) -> str:
        """A public page."""
        address: str = self.cleaned_data["web_site"]
        if not address.startswith("https://") or rules.redirect_problem(address):
            raise forms.ValidationError("Type the whole address of the web site, beginning with https://")
        return address

    def clean_backchannel_logout_uri(self) -> str:
        """An address of the same kind as the others, or none."""
        address: str = self.cleaned_data["backchannel_logout_uri"].strip()
        problem = rules.notice_problem(address)
        if problem:
            raise forms.ValidationError(problem)
        return address

    @property
    def details(self) -> Details:
        """What was typed, for the action."""
        told = {name: value for name, value in self.cleaned_data.items() if name not in ("scopes", "kind")}
        return Details(**told, scope=" ".join([ALWAYS, *self.cleaned_data["scopes"]]))


class RegisterForm(ProgramForm):
    """A new program. Where it runs cannot be changed later."""

    kind = forms.ChoiceField(label="Where does it run?", choices=KINDS, widget=forms.RadioSelect)
    field_order = ["name", "publisher", "web_site", "purpose", "contact", "kind"]


class StopForm(UiForm):
    """Why a program is stopped or turned down."""

    reason = forms.CharField(
        label="Reason",
        max_length=LONGEST_REASON,
        help_text="The maker of the program reads it.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def initial_of(program: Program) -> dict[str, Any]:
    """What the form shows of a program."""
    plain = ("name", "publisher", "web_site", "purpose", "contact", "backchannel_logout_uri")
    return {
        **{name: getattr(program, name) for name in plain},
        **{name: "\n".join(getattr(program, name)) for name in ("redirect_uris", "post_logout_redirect_uris")},
        "scopes": program.scope.split(),
    }
