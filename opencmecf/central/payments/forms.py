"""What is asked about stored cards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from opencmecf.central.payments.models import FeeKind, StoredCard
from opencmecf.foundation.ui.forms import UiForm


class DefaultsForm(UiForm):
    """Which card is taken for which fees."""

    def __init__(
        self,
        *args: Any,
        kinds: Iterable[FeeKind],
        cards: Iterable[StoredCard],
        chosen: Mapping[str, int],
        **kwargs: Any,
    ) -> None:
        self.base_fields = {  # type: ignore[misc] # the fields depend on the account
            kind.value: forms.ChoiceField(
                label=kind.label,
                choices=[("", "None: ask me each time"), *((str(card.pk), card.name) for card in cards)],
                required=False,
                initial=str(chosen.get(kind.value, "")),
            )
            for kind in kinds
        }
        super().__init__(*args, **kwargs)

    def chosen(self) -> dict[FeeKind, int | None]:
        """For each kind of fee the key of the card, or None."""
        return {FeeKind(kind): int(key) if key else None for kind, key in self.cleaned_data.items()}
