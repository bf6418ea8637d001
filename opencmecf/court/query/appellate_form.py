"""The selection screen of courts of appeals, with the field names of the classic one (wire contract 6.16)."""

from __future__ import annotations

from typing import Any

from django import forms

from opencmecf.court.cases.forms import CaseForm, CaseNumberField
from opencmecf.court.query.forms import DATES_REVERSED, in_order
from opencmecf.court.query.wanted import EVERY_SECTION, Wanted
from opencmecf.foundation.ui.forms import DateField

# The box that shows a section, and the sections that it shows.
_SECTIONS = {
    "incOrigDkt": "Orig Court",
    "incPrior": "Prior Cases",
    "incAssoc": "Assoc Cases",
    "incPanel": "Panel Assignment",
    "incCaption": "Case Caption",
}
_NO = frozenset({"", "n", "no", "none", "off"})


class Box(forms.BooleanField):
    """A box whose value programs write in several ways: "Y", "on", "long"."""

    def to_python(self, value: Any) -> bool:
        """Return whether the box is ticked."""
        return str(value or "").strip().lower() not in _NO if not isinstance(value, bool) else value


class TextualBox(forms.CheckboxInput):
    """The box as it arrives, so that `Box` sees the word and not only that there is one."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return what was sent."""
        return data.get(name, "")


class AppellateForm(CaseForm):
    """Which sections of an appellate docket are wanted, and which entries."""

    caseNum = CaseNumberField()  # noqa: N815 - the name that programs send, as are those below
    incDktEntries = Box(label="Docket entries", required=False, widget=TextualBox)  # noqa: N815
    dateFrom = DateField(label="Entries filed from", required=False)  # noqa: N815
    dateTo = DateField(label="to", required=False)  # noqa: N815
    incPtyAty = Box(label="Parties and attorneys", required=False, widget=TextualBox)  # noqa: N815
    incOrigDkt = Box(label="Originating court", required=False, widget=TextualBox)  # noqa: N815
    incPrior = Box(label="Prior cases", required=False, widget=TextualBox)  # noqa: N815
    incAssoc = Box(label="Associated cases", required=False, widget=TextualBox)  # noqa: N815
    incPanel = Box(label="Panel", required=False, widget=TextualBox)  # noqa: N815
    incCaption = Box(label="Caption", required=False, widget=TextualBox)  # noqa: N815
    fullDocketReport = Box(required=False, widget=forms.HiddenInput)  # noqa: N815

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        first = dict.fromkeys((*_SECTIONS, "incDktEntries", "incPtyAty"), True)
        kwargs["initial"] = {**first, **(kwargs.get("initial") or {})}
        super().__init__(*args, auto_id="%s", **kwargs)

    def clean(self) -> dict[str, Any]:
        """Compare the ends of the range."""
        in_order(self, "dateFrom", "dateTo", DATES_REVERSED)
        return self.cleaned_data

    def wanted(self) -> Wanted:
        """Return what a valid form asks for."""
        cleaned = self.cleaned_data
        hidden = {section for name, section in _SECTIONS.items() if not cleaned[name]}
        return Wanted(
            date_from=cleaned["dateFrom"],
            date_to=cleaned["dateTo"],
            parties=cleaned["incPtyAty"],
            entries=cleaned["incDktEntries"],
            sections=EVERY_SECTION - hidden,
            description="Docket Report (full)" if cleaned["fullDocketReport"] else "Case Summary",
        )
