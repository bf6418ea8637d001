"""What a clerk types: corrections, replacements, remarks, and what is looked for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms

from opencmecf.court.cases.forms import CaseForm, CaseNumberField
from opencmecf.court.clerk.actions import Correction
from opencmecf.court.clerk.models import FilingReview
from opencmecf.court.clerk.queries.filings import ALL, NOT_LOOKED_AT
from opencmecf.court.docket import retyping
from opencmecf.court.docket.models import DocketEntry, EntryDocument
from opencmecf.court.docket.queries import entry_of
from opencmecf.court.docket.text import Link, Text
from opencmecf.foundation.access import Restriction
from opencmecf.foundation.ui.forms import DateField, UiForm

_LONGEST_TEXT = 50_000
_CLOSED = [(level.value, level.label) for level in (Restriction.COURT, Restriction.SEALED)]


class ReasonForm(UiForm):
    """What every correction asks for."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    reason = forms.CharField(
        label="Reason",
        max_length=1000,
        help_text="It is kept with the correction, and shown to whoever may read what the entry said before.",
        widget=forms.Textarea(attrs={"rows": "2"}),
    )
    tell = forms.BooleanField(
        label="Tell the parties",
        required=False,
        help_text="A notice says what the docket shows now. Nobody is told of what is closed to the public.",
    )


class CorrectionForm(ReasonForm):
    """What an entry says, with a choice for each of its documents."""

    words = forms.CharField(
        label="Docket text",
        max_length=_LONGEST_TEXT,
        strip=False,
        widget=forms.Textarea(attrs={"rows": "8"}),
    )
    refers_to = forms.CharField(
        label="Refers to entries",
        required=False,
        max_length=500,
        help_text="Numbers with commas between them, for example 2, 5. In the text they lead to these entries.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )
    date_filed = DateField(label="Date filed", required=False)
    restriction = forms.ChoiceField(label="Who may see the entry", choices=Restriction.choices)
    text_restriction = forms.ChoiceField(label="Who may read its text", choices=Restriction.choices)
    former_level = forms.ChoiceField(
        label="Who may read what it said before",
        choices=Restriction.choices,
        initial=Restriction.COURT.value,
        help_text="Leave it to the court staff where something was taken out that should not be read.",
    )

    field_order = ("words", "refers_to", "date_filed", "restriction", "text_restriction")

    def __init__(
        self,
        *args: Any,
        entry: DocketEntry,
        holdings: Sequence[EntryDocument],
        links: Mapping[str, Link],
        **kwargs: Any,
    ) -> None:
        self._entry, self._links = entry, links
        self._text: Text = entry_of(entry).text
        self._holdings = holdings
        kwargs["initial"] = {**self._as_it_is(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        for held in holdings:
            name = f"document_{held.attachment_number}"
            which = f"attachment {held.attachment_number}" if held.attachment_number else "the main document"
            self.fields[name] = forms.ChoiceField(
                label=f"Who may see {which}",
                choices=Restriction.choices,
                initial=held.document.restriction,
                widget=forms.Select(attrs={"class": "usa-select"}),
            )
        after = [f"document_{held.attachment_number}" for held in holdings]
        self.order_fields([*self.field_order, *after, "former_level", "reason", "tell"])

    def _as_it_is(self) -> dict[str, Any]:
        return {
            "words": self._entry.words,
            "refers_to": ", ".join(retyping.references_in(self._text, self._links)),
            "date_filed": self._entry.date_filed,
            "restriction": self._entry.restriction,
            "text_restriction": self._entry.text_restriction,
        }

    def clean_words(self) -> str:
        """The text without the line ends that browsers make, and as it was where nothing but blanks differs."""
        typed = self.cleaned_data["words"].replace("\r\n", "\n")
        return self._entry.words if typed.strip() == self._entry.words.strip() else typed.strip()

    def clean_refers_to(self) -> list[str]:
        """The numbers, each of an entry that has a document."""
        numbers = re.findall(r"[^\s,;]+", self.cleaned_data["refers_to"])
        for number in numbers:
            if number not in self._links:
                raise forms.ValidationError(
                    f"The case has no entry {number} with a document that a number could lead to. "
                    "Write the numbers of entries with commas between them, or leave this one out."
                )
        return numbers

    def clean_date_filed(self) -> date | None:
        """The day; it stays empty only where an old docket has none."""
        day: date | None = self.cleaned_data["date_filed"]
        if day is None and self._entry.date_filed is not None:
            raise forms.ValidationError("Fill in “Date filed”.")
        return day

    def clean(self) -> dict[str, Any]:
        """Every number that is to lead somewhere stands in the text."""
        given = super().clean() or self.cleaned_data
        if "words" in given and "refers_to" in given:
            self._put_text(given["words"], given["refers_to"])
        return given

    def _put_text(self, words: str, numbers: list[str]) -> None:
        same_references = sorted(set(numbers)) == sorted(set(retyping.references_in(self._text, self._links)))
        if words == self._entry.words and same_references:
            return
        try:
            self._text = retyping.refer_to(retyping.retyped(self._text, words), numbers, self._links)
        except ValueError as missing:
            self.add_error(
                "refers_to",
                f"The text does not name entry {missing}. Write its number where the text refers to it, such as "
                f"“re {missing}”.",
            )

    def correction(self) -> Correction:
        """What the entry is to say. Call it when the form is valid."""
        given = self.cleaned_data
        return Correction(
            text=self._text,
            date_filed=given["date_filed"],
            restriction=Restriction(given["restriction"]),
            text_restriction=Restriction(given["text_restriction"]),
            documents={
                held.attachment_number: Restriction(given[f"document_{held.attachment_number}"])
                for held in self._holdings
            },
        )


class ReplacementForm(ReasonForm):
    """The right file, or the one that was sent a moment ago and is kept as `upload`."""

    pdf = forms.FileField(
        label="The right document, as PDF",
        required=False,
        allow_empty_file=True,  # an empty file gets the verdict of its own
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
    )
    upload = forms.UUIDField(required=False, widget=forms.HiddenInput)
    former_level = forms.ChoiceField(
        label="Who may see the wrong one from now on", choices=_CLOSED, initial=Restriction.COURT.value
    )

    field_order = ("pdf", "former_level", "reason", "tell")

    def clean(self) -> dict[str, Any]:
        """There is a file."""
        given = super().clean() or self.cleaned_data
        if not given.get("pdf") and not given.get("upload"):
            self.add_error("pdf", "Choose a PDF first.")
        return given


class ReviewForm(UiForm):
    """What came of a look at a filing."""

    state = forms.ChoiceField(
        label="State",
        choices=[(one.value, one.label) for one in FilingReview.State if one is not FilingReview.State.CORRECTED],
        widget=forms.RadioSelect,
        initial=FilingReview.State.LOOKED_AT.value,
    )
    note = forms.CharField(
        label="Note",
        required=False,
        max_length=2000,
        help_text="For the clerk’s office alone. A question needs one.",
        widget=forms.Textarea(attrs={"rows": "3"}),
    )

    def clean(self) -> dict[str, Any]:
        """A question is asked in words."""
        given = super().clean() or self.cleaned_data
        if given.get("state") == FilingReview.State.QUESTION and not given.get("note"):
            self.add_error("note", "Write what the question is.")
        return given


class QueueForm(UiForm):
    """Which filings are listed."""

    since = DateField(label="Filed since")
    state = forms.ChoiceField(
        label="State",
        choices=[(NOT_LOOKED_AT, "Not looked at"), *FilingReview.State.choices, (ALL, "All")],
    )


class FindEntryForm(CaseForm):
    """Which entry is to be corrected."""

    case_number = CaseNumberField()
    number = forms.CharField(
        label="Document number",
        max_length=20,
        help_text="For example 12",
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )


class PendingMotionsForm(CaseForm):
    """Which motions are listed."""

    case_number = CaseNumberField(required=False, help_text="Leave it empty for the whole court.")
    judge = forms.ChoiceField(label="Judge", required=False)
    days = forms.IntegerField(
        label="Pending for at least",
        required=False,
        min_value=0,
        max_value=36500,
        help_text="Days",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": "6"}),
        error_messages={"invalid": "Type a number of days, for example 180."},
    )

    def __init__(self, *args: Any, judges: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["judge"] = forms.ChoiceField(
            label="Judge",
            required=False,
            choices=[("", "Every judge"), *((one, one) for one in judges)],
            widget=forms.Select(attrs={"class": "usa-select"}),
        )
