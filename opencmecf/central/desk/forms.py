"""What the service center fills in."""

from __future__ import annotations

from django import forms

from opencmecf.central.accounts.models import ReviewDecision
from opencmecf.central.desk.rules import FEWEST_LETTERS
from opencmecf.foundation.ui.forms import UiForm


class FindForm(UiForm):
    """Whom the caller says to be."""

    q = forms.CharField(
        label="Name, username, e-mail address or account number",
        min_length=FEWEST_LETTERS,
        max_length=100,
        error_messages={"min_length": "Type at least two letters."},
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off", "spellcheck": "false"}),
    )


class ReasonForm(UiForm):
    """Why an account is locked or unlocked."""

    reason = forms.CharField(
        label="Reason, and how you made sure who is calling",
        max_length=500,
        help_text="The holder of the account reads this.",
        widget=forms.Textarea(attrs={"rows": "3"}),
    )


class ReviewForm(UiForm):
    """What becomes of a registration that was looked at."""

    decision = forms.ChoiceField(
        label="Decision",
        choices=((ReviewDecision.APPROVED, "Approve"), (ReviewDecision.REFUSED, "Refuse")),
        widget=forms.RadioSelect,
    )
    remark = forms.CharField(
        label="Remark",
        max_length=500,
        help_text="It goes to the holder of the account by e-mail. Tell nothing about other people’s accounts.",
        widget=forms.Textarea(attrs={"rows": "3"}),
    )
