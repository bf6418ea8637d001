"""The form of filing agents."""

from __future__ import annotations

from django import forms

from opencmecf.court.agents.queries import SHORTEST_SEARCH
from opencmecf.foundation.ui.forms import UiForm


class FindAgentForm(UiForm):
    """Whom the principal looks for."""

    q = forms.CharField(
        label="Find Filing Agent",
        min_length=SHORTEST_SEARCH,
        max_length=100,
        help_text="Words of the agent's name or firm, or the agent's CM/ECF login.",
        error_messages={"min_length": f"Type at least {SHORTEST_SEARCH} letters."},
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
