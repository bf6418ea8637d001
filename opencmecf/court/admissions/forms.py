"""The forms of applicants, made from the court's own questions, and those of the clerk."""

from __future__ import annotations

from typing import Any

from django import forms

from opencmecf.court.admissions.models import FeeMeans
from opencmecf.court.admissions.registration_form import Question, QuestionKind, Section
from opencmecf.court.admissions.rules import LONGEST_TEXT
from opencmecf.foundation.ui.forms import DateField, DollarsField, UiForm, login_field

YES_NO = (("yes", "Yes"), ("no", "No"))
MOST_CENTS = 1_000_000
PAID_AT_THE_COUNTER = [
    (means.value, means.label.capitalize()) for means in FeeMeans if means not in (FeeMeans.CARD, FeeMeans.WAIVED)
]
KEPT_AT_MOST = 20_000  # characters of what was typed into one box, right or wrong


class SectionForm(UiForm):
    """One page of questions. Whatever was typed is kept by the draft; the form tells what is not right yet."""

    def __init__(self, data: Any = None, *, section: Section, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        for question in section.questions:
            self.fields[question.code] = _field(question)
        self.dress()

    def typed(self) -> dict[str, str]:
        """What was typed, right or wrong, by the codes of the questions."""
        return {name: str(self.data.get(name, ""))[:KEPT_AT_MOST] for name in self.fields}


class AnswerForm(UiForm):
    """The applicant's answer to the clerk."""

    text = forms.CharField(label="Your answer", max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": "5"}))


class DecisionForm(UiForm):
    """What the clerk says with a decision, in the words of the action that carries it out."""

    @property
    def told(self) -> dict[str, Any]:
        """The arguments of the action."""
        return self.cleaned_data


class QuestionForm(DecisionForm):
    """What the clerk asks."""

    question = forms.CharField(
        label="Question or what is missing",
        max_length=LONGEST_TEXT,
        help_text="Mailed to the applicant, who can answer and replace documents.",
        widget=forms.Textarea(attrs={"rows": "3"}),
    )


class RejectForm(DecisionForm):
    """Why the clerk rejects."""

    reason = forms.CharField(
        label="Reason",
        max_length=LONGEST_TEXT,
        help_text="Mailed to the applicant.",
        widget=forms.Textarea(attrs={"rows": "3"}),
    )


class FeeForm(DecisionForm):
    """What is due."""

    amount = DollarsField(label="Amount in dollars", most_cents=MOST_CENTS)

    @property
    def told(self) -> dict[str, Any]:
        """The amount in cents."""
        return {"cents": int(self.cleaned_data["amount"])}


class PaymentForm(DecisionForm):
    """That the fee has come in another way than by card in Manage My Account."""

    means = forms.ChoiceField(label="Paid by", choices=[("", "Choose"), *PAID_AT_THE_COUNTER])
    receipt = forms.CharField(label="Receipt number", max_length=60, widget=forms.TextInput(attrs={"size": "20"}))

    @property
    def told(self) -> dict[str, Any]:
        """Means and receipt."""
        return {**self.cleaned_data, "means": FeeMeans(self.cleaned_data["means"])}


class WaiveForm(DecisionForm):
    """Why nothing is to be paid."""

    reason = forms.CharField(
        label="Reason",
        max_length=LONGEST_TEXT,
        help_text="Kept with the request, and mailed to the applicant.",
        widget=forms.Textarea(attrs={"rows": "2"}),
    )


class CasesForm(UiForm):
    """Cases by their numbers."""

    cases = forms.CharField(
        label="Cases",
        max_length=LONGEST_TEXT,
        help_text="Case numbers, one to a line. The account files in these alone.",
        widget=forms.Textarea(attrs={"rows": "3", "spellcheck": "false"}),
    )


class ApproveForm(CasesForm):
    """The account that is issued on approval."""

    login = login_field("CM/ECF login", autocomplete="off")
    bar_number = forms.CharField(label="Bar number", max_length=40, required=False)
    field_order = ("login", "bar_number", "cases")

    def __init__(self, *args: Any, is_attorney: bool, is_limited: bool, hint: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].help_text = hint
        if not is_attorney:
            del self.fields["bar_number"]
        if not is_limited:
            del self.fields["cases"]


class FindForm(UiForm):
    """Which requests the clerk looks at."""

    state = forms.ChoiceField(
        label="State",
        required=False,
        choices=(
            ("", "Waiting for the clerk"),
            ("asked", "Waiting for the applicant's answer"),
            ("fee_due", "Waiting for the fee"),
            ("approved", "Approved"),
            ("rejected", "Rejected"),
            ("withdrawn", "Withdrawn"),
            ("all", "All"),
        ),
    )


def _field(question: Question) -> forms.Field:
    told: dict[str, Any] = {
        "label": question.label,
        "help_text": question.help,
        "required": question.is_required,
    }
    match question.kind:
        case QuestionKind.CHOICE:
            return forms.ChoiceField(choices=question.choices, widget=forms.RadioSelect, **told)
        case QuestionKind.YES_NO:
            return forms.ChoiceField(choices=YES_NO, widget=forms.RadioSelect, **told)
        case QuestionKind.TICK:
            return forms.BooleanField(**told)
        case QuestionKind.DATE:
            return DateField(**told)
        case QuestionKind.LONG_TEXT | QuestionKind.CASES:
            rows = {"rows": "4"}
            return forms.CharField(max_length=question.longest, widget=forms.Textarea(attrs=rows), **told)
    return forms.CharField(max_length=question.longest, **told)
