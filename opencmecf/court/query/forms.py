"""The selection screens, with the field names and ids of the classic ones (wire contract 6.1 and 8.1)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from opencmecf.court.cases.forms import CaseForm, CaseNumberField
from opencmecf.court.docket.markup import WITH_HEADER, WITHOUT_HEADER
from opencmecf.foundation.ui.forms import DateField, UiForm

OLDEST_FIRST, NEWEST_FIRST, BY_NUMBER = "oldest date first", "most recent date first", "document number"
HTML, PDF = "html", "pdf"
FROM_THE_BEGINNING = dt.date(1960, 1, 1)  # programs send it where they mean no date at all (wire contract 6.1)
DATES_REVERSED = "The start date must be less than or equal to the end date"
_NUMBERS_REVERSED = "The start document number must be less than or equal to the end document number"


class ForgivingChoice(forms.ChoiceField):
    """A choice that programs may leave out or spell in their own way: then it is the first one."""

    def clean(self, value: Any) -> str:
        """Return the choice, whatever its case, or the first one."""
        known = [str(choice) for choice, _ in self.choices]  # type: ignore[misc,union-attr]
        return next((choice for choice in known if choice.lower() == str(value or "").lower()), known[0])


class SortOrder(ForgivingChoice):
    """The order of entries. Bankruptcy screens call the last one "document number ascending"."""

    def clean(self, value: Any) -> str:
        """Return the order."""
        return super().clean(BY_NUMBER if str(value or "").lower().startswith(BY_NUMBER) else value)


class HeaderBox(forms.CheckboxInput):
    """A box beside a hidden "2": a program that sends neither wants the header, as the classic screen has it."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> bool:
        """Return whether the header is wanted."""
        return bool(data.get(name, WITH_HEADER) != WITHOUT_HEADER)


class DocketForm(CaseForm):
    """What of a docket is wanted."""

    all_case_ids = forms.CharField(required=False, widget=forms.HiddenInput)
    case_num = CaseNumberField(required=False, max_length=None)
    date_range_type = ForgivingChoice(
        label="Dates on which entries were",
        choices=[("Filed", "Filed"), ("Entered", "Entered")],
        required=False,
        widget=forms.RadioSelect,
    )
    date_from = DateField(label="From", required=False)
    date_to = DateField(label="To", required=False)
    documents_numbered_from_ = forms.IntegerField(
        label="Documents numbered from",
        required=False,
        min_value=0,
        max_value=2**31,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": "8"}),
        error_messages={"invalid": "Type the number of a document, for example 12."},
    )
    documents_numbered_to_ = forms.IntegerField(
        label="Documents numbered to",
        help_text="With a range, entries without a number are left out.",
        required=False,
        min_value=0,
        max_value=2**31,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": "8"}),
        error_messages={"invalid": "Type the number of a document, for example 12."},
    )
    list_of_parties_and_counsel = forms.BooleanField(label="Parties and counsel", required=False)
    terminated_parties = forms.BooleanField(label="Terminated parties", required=False)
    list_of_member_cases = forms.BooleanField(label="List of member cases", required=False)
    page_count = forms.BooleanField(label="Page counts for documents", required=False)
    view_multi_docs = forms.BooleanField(label="View multiple documents", required=False)
    pdf_header = forms.BooleanField(
        label="Include headers when displaying PDF documents", required=False, widget=HeaderBox
    )
    sort1 = SortOrder(
        label="Sort by",
        choices=[
            (OLDEST_FIRST, "Oldest date first"),
            (NEWEST_FIRST, "Most recent date first"),
            (BY_NUMBER, "Document number"),
        ],
        required=False,
        widget=forms.Select,
    )
    output_format = ForgivingChoice(
        label="Format",
        choices=[(HTML, "HTML"), (PDF, "PDF")],
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        first = {"date_range_type": "Filed", "list_of_parties_and_counsel": True, "terminated_parties": True}
        first |= {"pdf_header": True, "output_format": HTML}
        kwargs["initial"] = {**first, **(kwargs.get("initial") or {})}
        super().__init__(*args, auto_id="%s", **kwargs)

    def of_entries(self) -> list[forms.BoundField]:
        """The fields that choose entries."""
        return [self[name] for name in self.fields if name.startswith(("date_", "documents_"))]

    def to_include(self) -> list[forms.BoundField]:
        """The boxes."""
        return [self[name] for name, field in self.fields.items() if isinstance(field, forms.BooleanField)]

    def to_show(self) -> list[forms.BoundField]:
        """Order and format."""
        return [self["sort1"], self["output_format"]]

    def clean_date_range_type(self) -> str:
        """Take the name that screens of bankruptcy courts have for it as well."""
        chosen: str = self.cleaned_data["date_range_type"]
        other = str(self.data.get("date_type", "")).lower()
        return "Entered" if other == "entered" and "date_range_type" not in self.data else chosen

    def clean(self) -> dict[str, Any]:
        """Compare the ends of the ranges."""
        wanted = self.cleaned_data
        if wanted.get("date_from") == FROM_THE_BEGINNING:
            wanted["date_from"] = None
        in_order(self, "date_from", "date_to", DATES_REVERSED)
        in_order(self, "documents_numbered_from_", "documents_numbered_to_", _NUMBERS_REVERSED)
        return wanted


def in_order(form: forms.Form, first: str, last: str, message: str) -> None:
    """Add the message to the first of two ends of a range when they stand the wrong way round."""
    start, end = form.cleaned_data.get(first), form.cleaned_data.get(last)
    if start is not None and end is not None and start > end:
        form.add_error(first, message)


class HistoryForm(UiForm):
    """What of a case's history is wanted. Programs may leave everything out."""

    QueryType = ForgivingChoice(
        label="Show",
        choices=[("History", "All events (history)"), ("Documents", "Only events with documents")],
        required=False,
        initial="History",
        widget=forms.RadioSelect,
    )
    DisplayDktText = forms.BooleanField(label="Display Docket Text", required=False)
    sort1 = ForgivingChoice(
        label="Sort by",
        choices=[("asc", "Oldest date first"), ("desc", "Most recent date first")],
        required=False,
        widget=forms.Select,
    )


class DocumentForm(UiForm):
    """A document by its number in the docket."""

    document_number = forms.CharField(
        label="Document number",
        max_length=20,
        help_text="As the docket prints it, for example 12",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": "8", "autocomplete": "off"}),
    )
    attachment_number = forms.IntegerField(
        label="Attachment number",
        required=False,
        min_value=0,
        max_value=9999,
        help_text="Leave it empty for the document with the list of its attachments.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": "8", "autocomplete": "off"}),
        error_messages={"invalid": "Type the number of an attachment, for example 2."},
    )
