"""The form of the billing history."""

from __future__ import annotations

from typing import Any

from opencmecf.foundation.ui.forms import DateField, UiForm


class PeriodForm(UiForm):
    """From one day to another."""

    first = DateField(label="From")
    last = DateField(label="To")

    def clean(self) -> dict[str, Any]:
        """The first day is not after the last."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and last and first > last:
            self.add_error("last", "The last day is before the first. Exchange the two dates.")
        return cleaned
