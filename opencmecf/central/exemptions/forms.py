"""What the service center fills in about exemptions."""

from __future__ import annotations

from typing import Any

from django import forms

from opencmecf.central.directory import queries as directory
from opencmecf.central.exemptions import queries, rules
from opencmecf.central.exemptions.models import LONGEST_REASON, ExemptionKind
from opencmecf.foundation.ui.forms import DateField, UiForm


def _reason_field(hint: str) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off"})
    return forms.CharField(label="Reason", max_length=LONGEST_REASON, help_text=hint, widget=widget)


class GrantForm(UiForm):
    """What is granted, where, for how long and why."""

    kind = forms.ChoiceField(label="Kind of exemption", choices=[("", "Choose"), *ExemptionKind.choices])
    courts = forms.MultipleChoiceField(
        label="Courts",
        required=False,
        help_text="Tick none to grant it for every court.",
        widget=forms.CheckboxSelectMultiple,
    )
    first = DateField(label="First day")
    last = DateField(label="Last day")
    reason = _reason_field("What it rests on, such as an order or a panel list. The holder reads it.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(court.court_id, court.name) for court in directory.courts()]
        self.fields["courts"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The period is one that can be granted."""
        told = super().clean() or {}
        if told.get("first") and told.get("last"):
            problem = rules.period_problem(told["first"], told["last"], queries.today())
            if problem:
                self.add_error("last", problem)
        return told


class WithdrawForm(UiForm):
    """Why an exemption ends early."""

    reason = _reason_field("The holder reads it.")


class MergeForm(UiForm):
    """The exempt account that is to be closed."""

    old_number = forms.RegexField(
        r"^[0-9]{7}$",
        label="Number of the old account",
        strip=True,
        help_text="Seven digits. This account is closed.",
        error_messages={"invalid": "An account number has seven digits."},
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric", "size": "10"}),
    )
    reason = _reason_field("Such as the holder’s request. The holder reads it in the history of both accounts.")
