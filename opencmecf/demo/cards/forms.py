"""What is typed at the card processor."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from opencmecf.demo.cards import rules
from opencmecf.foundation import clock
from opencmecf.foundation.ui.forms import UiForm

EXPIRY = re.compile(r"(0?[1-9]|1[0-2]) ?[/-] ?(20\d\d|\d\d)")


def _field(label: str, autocomplete: str, *, hint: str = "", longest: int = 30) -> forms.CharField:
    attributes = {"autocomplete": autocomplete, "inputmode": "text" if "name" in autocomplete else "numeric"}
    return forms.CharField(label=label, max_length=longest, help_text=hint, widget=forms.TextInput(attrs=attributes))


class CardForm(UiForm):
    """A card."""

    name = _field("Name on the card", "cc-name", longest=100)
    number = _field("Card number", "cc-number")
    expiry = _field("Valid until", "cc-exp", hint="Month and year, for example 04/2030")
    security_code = _field(
        "Security code", "cc-csc", hint="Three digits on the back; four on the front of American Express"
    )
    zip_code = _field("ZIP code of the bills", "billing postal-code")

    def clean_number(self) -> str:
        """The number, which must look like one."""
        number: str = self.cleaned_data["number"]
        _complain(rules.number_problem(number))
        return number

    def clean_expiry(self) -> tuple[int, int]:
        """Year and month; they may be over."""
        found = EXPIRY.fullmatch(self.cleaned_data["expiry"].strip())
        _complain("" if found else "Type month and year, for example 04/2030.")
        assert found is not None
        year = int(found[2]) if len(found[2]) == 4 else 2000 + int(found[2])
        return year, int(found[1])

    def clean_security_code(self) -> str:
        """Three or four digits; compared with nothing here."""
        code: str = self.cleaned_data["security_code"].strip()
        _complain("" if re.fullmatch(r"\d{3,4}", code) else "Type the three or four digits of the security code.")
        return code

    def outcome(self) -> str:
        """What becomes of the card when it is stored."""
        return "expired" if self._is_over() else rules.outcome_of(self.cleaned_data["number"])

    def outcome_of_paying(self) -> str:
        """What becomes of it when it is to pay."""
        return "expired" if self._is_over() else rules.outcome_of_paying(self.cleaned_data["number"])

    def facts(self) -> dict[str, Any]:
        """What a merchant may know of the card."""
        year, month = self.cleaned_data["expiry"]
        number = self.cleaned_data["number"]
        last_four = rules.digits(number)[-4:]
        return {"brand": rules.brand_of(number), "last_four": last_four, "expires": f"{year}-{month:02}"}

    def _is_over(self) -> bool:
        today = clock.now().date()
        over: bool = self.cleaned_data["expiry"] < (today.year, today.month)
        return over


def _complain(problem: str) -> None:
    if problem:
        raise forms.ValidationError(problem)
