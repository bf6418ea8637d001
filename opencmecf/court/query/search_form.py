"""The search screen, with the field names of the classic one (wire contract 6.3 and 6.4)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django import forms

from opencmecf.court.cases import case_search
from opencmecf.court.cases.case_search import Criteria, Days
from opencmecf.court.cases.forms import CaseForm, CaseNumberField
from opencmecf.court.cases.index_names import FEWEST_LETTERS, name_wanted
from opencmecf.court.query.forms import ForgivingChoice, in_order
from opencmecf.court.query.rules import too_broad
from opencmecf.foundation.reference import SuitKind, natures_of_suit
from opencmecf.foundation.ui.forms import DateField

_DATES_REVERSED = "The start date must be less than or equal to the end date"
_SHORT = f"Type at least {FEWEST_LETTERS} characters of the last or business name."
_ROLES = (
    "Plaintiff",
    "Defendant",
    "Petitioner",
    "Respondent",
    "Appellant",
    "Appellee",
    "Debtor",
    "Creditor",
    "Trustee",
    "Movant",
    "Intervenor",
    "Interested Party",
)
_PEOPLE = (
    ("", "Anybody"),
    (case_search.PARTY, "Party"),
    (case_search.ATTORNEY, "Attorney"),
    ("Party in one role", [(role, role) for role in _ROLES]),
)
_NAMES = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "words"}
# Bankruptcy courts' programs send the names without their prefix.
_OTHER_NAMES = {"Qry_filed_from": "filed_from", "Qry_filed_to": "filed_to"}


def _natures() -> list[Any]:
    groups: dict[str, list[tuple[str, str]]] = {}
    for nature in natures_of_suit().values():
        kind = "Adversary proceeding: " if nature.kind is SuitKind.ADVERSARY else ""
        groups.setdefault(f"{kind}{nature.group}", []).append((nature.code, nature.label))
    return [("", "Any"), *groups.items()]


class PersonType(ForgivingChoice):
    """Whose name is meant; courts' forms write it in several ways."""

    def clean(self, value: Any) -> str:
        """Return the choice; anybody where it is none that is known."""
        known = {"": "", case_search.PARTY: case_search.PARTY, case_search.ATTORNEY: case_search.ATTORNEY}
        spelled = {"party": case_search.PARTY, "attorney": case_search.ATTORNEY, **{one.lower(): one for one in _ROLES}}
        text = str(value or "").strip().lower()
        return {**spelled, **known}.get(text, "")


class NatureOfSuit(forms.ChoiceField):
    """The code of a nature of suit, or none."""

    default_error_messages = {"invalid_choice": "Choose a nature of suit from the list."}

    def clean(self, value: Any) -> str:
        """Return the code. A label in full ("120 Contract: Marine") is understood as well."""
        code: str = super().clean(str(value or "").strip().partition(" ")[0])
        return code


class SearchForm(CaseForm):
    """Which case is looked for: by its number, or by everything else that is filled in."""

    all_case_ids = forms.CharField(required=False, max_length=100, widget=forms.HiddenInput)
    after = forms.CharField(required=False, max_length=500, widget=forms.HiddenInput)
    case_num = CaseNumberField(required=False, help_text="Searching by number costs nothing.")
    last_name = forms.CharField(
        label="Last or business name",
        required=False,
        max_length=200,
        help_text="A whole last name, or the first words of a business. With * behind it the name may go on (harb*), "
        "with * before it other words may stand before (*pilots).",
        widget=forms.TextInput(attrs=_NAMES),
    )
    first_name = forms.CharField(
        label="First name", required=False, max_length=100, widget=forms.TextInput(attrs=_NAMES)
    )
    middle_name = forms.CharField(
        label="Middle name", required=False, max_length=100, widget=forms.TextInput(attrs=_NAMES)
    )
    person_type = PersonType(label="Type", choices=_PEOPLE, required=False, widget=forms.Select)
    Qry_filed_from = DateField(label="Filed from", required=False)
    Qry_filed_to = DateField(label="Filed to", required=False, help_text="")
    lastentry_from = DateField(label="Last entry from", required=False, help_text="")
    lastentry_to = DateField(label="Last entry to", required=False, help_text="")
    case_status = ForgivingChoice(
        label="Case status",
        choices=[("", "All"), (case_search.OPEN, "Open"), (case_search.CLOSED, "Closed")],
        required=False,
        widget=forms.Select,
    )
    nature_suit = NatureOfSuit(
        label="Nature of suit",
        choices=_natures,
        required=False,
        help_text="Choose one, or type its code or a word of it and choose.",
        widget=forms.Select(attrs={"data-type-ahead": ""}),
    )
    cause = forms.CharField(
        label="Cause of action",
        required=False,
        max_length=100,
        help_text="Title and section of the United States Code, for example 28:1332",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "list": "causes"}),
    )

    def __init__(self, data: Any = None, *, days: int, today: Callable[[], dt.date], **kwargs: Any) -> None:
        if data is not None:
            data = data.copy()
            for name, other in _OTHER_NAMES.items():
                if not data.get(name) and data.get(other):
                    data[name] = data[other]
        super().__init__(data, auto_id="%s", **kwargs)
        self._days, self._today = days, today
        typed = self.data.get("nature_suit", "")
        self.fields["nature_suit"].widget.attrs["data-typed"] = typed  # where it is none, it is shown again

    @property
    def by_number(self) -> bool:
        """Whether a case is asked for by its number or id."""
        return bool(self.cleaned_data["case_num"] or self.cleaned_data["all_case_ids"])

    def clean(self) -> dict[str, Any]:
        """Turn the fields into criteria, and refuse what would find too much."""
        wanted = self.cleaned_data
        if wanted.get("case_num") or wanted.get("all_case_ids"):
            return wanted
        in_order(self, "Qry_filed_from", "Qry_filed_to", _DATES_REVERSED)
        in_order(self, "lastentry_from", "lastentry_to", _DATES_REVERSED)
        names = {part: wanted.get(f"{part}_name", "") for part in ("last", "first", "middle")}
        name = name_wanted(**names)
        if name is None and any(names.values()):
            self.add_error("last_name", _SHORT)
        if self.errors:
            return wanted
        criteria = Criteria(
            name=name,
            person=wanted["person_type"],
            filed=Days(first=wanted["Qry_filed_from"], last=wanted["Qry_filed_to"]),
            last_entry=Days(first=wanted["lastentry_from"], last=wanted["lastentry_to"]),
            status=wanted["case_status"],
            nature_of_suit=wanted["nature_suit"],
            cause=" ".join(wanted["cause"].split()),
        )
        advice = too_broad(criteria, days=self._days, today=self._today)
        if advice:
            self.add_error(None, advice)
        return {**wanted, "criteria": criteria}

    def told(self) -> str:
        """Return the criteria as a receipt prints them: "Last Name: okafor Filed From: 1/2/2020"."""
        parts = []
        for field in self.visible_fields():
            value = self.cleaned_data.get(field.name)
            if value and field.name != "case_num":
                label = str(field.label).title().replace("Last Or Business Name", "Last Name")
                words = f"{value.month}/{value.day}/{value.year}" if isinstance(value, dt.date) else value
                parts.append(f"{label}: {words}")
        return " ".join(parts)

    def filled(self) -> list[tuple[str, str]]:
        """Return what was typed, field by field, for a form that asks for the next page."""
        return [(field.name, field.data) for field in self.visible_fields() if field.data]
