"""Narrowing a list of charges."""

from __future__ import annotations

from typing import Any

from django import forms

from opencmecf.central.billing import queries
from opencmecf.foundation.access import Actor
from opencmecf.foundation.money import dollars
from opencmecf.foundation.ui.forms import DateField, DollarsField, UiForm

ANY = ("", "All")


class UsageForm(UiForm):
    """From one day to another, and which of the charges."""

    first = DateField(label="From")
    last = DateField(label="To")
    court_id = forms.ChoiceField(label="Court", required=False)
    client_code = forms.ChoiceField(label="Client Code", required=False)
    account_number = forms.ChoiceField(label="Account", required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        courts = queries.names_of_courts()
        numbers = queries.choices_of(actor, "account_number")
        holders = queries.holders_of(numbers)
        self._offer("court_id", {one: courts.get(one, one) for one in queries.choices_of(actor, "court_id")})
        self._offer("client_code", {one: one for one in queries.choices_of(actor, "client_code")})
        self._offer("account_number", {one: f"{holders.get(one, '')} {one}".strip() for one in numbers})
        if set(numbers) <= {actor.account_number}:
            del self.fields["account_number"]

    def _offer(self, name: str, choices: dict[str, str]) -> None:
        self.fields[name].choices = [ANY, *choices.items()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The first day is not after the last."""
        told = super().clean() or {}
        first, last = told.get("first"), told.get("last")
        if first and last and first > last:
            self.add_error("last", "The last day is before the first. Exchange the two dates.")
        return told


class PaymentForm(UiForm):
    """How much of what is due is paid."""

    def __init__(self, *args: Any, due_cents: int, **kwargs: Any) -> None:
        self.base_fields = {  # type: ignore[misc] # the most is what is due
            "amount": DollarsField(
                label="Amount in dollars",
                most_cents=due_cents,
                initial=f"{due_cents / 100:.2f}",
                help_text="All that is due, or less.",
                error_messages={"max_value": f"You owe {dollars(due_cents)}. Pay that or less."},
            )
        }
        super().__init__(*args, **kwargs)
