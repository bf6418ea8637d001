"""What a firm's administrator fills in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from opencmecf.central.firms import rules
from opencmecf.central.firms.models import LONGEST_REMARK, Membership
from opencmecf.foundation.client_code import LONGEST, ClientCodeRule
from opencmecf.foundation.ui.forms import UiForm

_PLAIN = {"autocomplete": "off", "spellcheck": "false"}


def _remark_field(label: str, hint: str) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(label=label, max_length=LONGEST_REMARK, help_text=hint, required=False, widget=widget)


class InviteForm(UiForm):
    """Whose account the firm wants to pay for."""

    account_number = forms.RegexField(
        r"^[0-9]{7}$",
        label="Account number",
        strip=True,
        help_text="Seven digits. The person finds it in Manage My Account.",
        error_messages={"invalid": "An account number has seven digits. Ask the person for it."},
        widget=forms.TextInput(attrs={**_PLAIN, "inputmode": "numeric", "size": "10"}),
    )
    last_name = forms.CharField(label="Last name", max_length=100, widget=forms.TextInput(attrs=_PLAIN))
    remark = _remark_field("Remark", "The person reads it in the invitation.")
    acknowledged = forms.BooleanField(label="The firm will pay the PACER fees of this account once the person accepts")


class RemoveForm(UiForm):
    """Whom the firm does not pay for any more."""

    accounts = forms.ModelMultipleChoiceField(
        Membership.objects.none(),
        label="Accounts to remove",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick the accounts that you want to remove."},
    )
    remark = _remark_field("Remark", "The people whom you remove read it in the message about it.")

    def __init__(self, *args: Any, members: QuerySet[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["accounts"]
        field.queryset = members  # type: ignore[attr-defined]
        field.label_from_instance = _as_choice  # type: ignore[attr-defined]


class ClientCodeRuleForm(UiForm):
    """What the firm asks of client codes."""

    is_required = forms.BooleanField(label="A client code is required", required=False)
    shape = forms.CharField(
        label="Form of the client codes",
        max_length=LONGEST,
        required=False,
        help_text="# stands for a digit, @ for a letter, * for a digit or a letter; anything else for itself. "
        "For example ####-##. Leave it empty to take every code.",
        widget=forms.TextInput(attrs=_PLAIN),
    )
    example = forms.CharField(
        label="Example of a client code",
        max_length=LONGEST,
        required=False,
        help_text="Shown to whoever types a code that does not fit. For example 4410-02.",
        widget=forms.TextInput(attrs=_PLAIN),
    )

    def clean(self) -> dict[str, Any]:
        """The example fits the form."""
        told = super().clean() or {}
        field, problem = rules.rule_problem(ClientCodeRule(**told)) if not self.errors else ("", "")
        if problem:
            self.add_error(field, problem)
        return told


def _as_choice(membership: Membership) -> str:
    return f"{membership.member.name}, {membership.member.number}"
