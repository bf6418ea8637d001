"""What somebody wants of a docket, however they asked for it."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, fields
from typing import Any

from opencmecf.court.cases.models import Case
from opencmecf.court.docket.printed_rows import Additions, Selection
from opencmecf.court.query.forms import BY_NUMBER, NEWEST_FIRST, PDF

EVERY_SECTION = frozenset({"Orig Court", "Prior Cases", "Assoc Cases", "Panel Assignment", "Case Caption"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which part of a docket, and in which form.

    `dates` are those on which entries were "filed" or "entered". `sections` are those of an appellate docket that may
    be left out. `description` is what the receipt calls the report.
    """

    dates: str = "filed"
    date_from: dt.date | None = None
    date_to: dt.date | None = None
    number_from: int | None = None
    number_to: int | None = None
    parties: bool = True
    terminated_parties: bool = True
    member_cases: bool = False
    page_counts: bool = False
    documents: bool = False
    entries: bool = True
    without_headers: bool = False
    newest_first: bool = False
    by_number: bool = False
    pdf: bool = False
    sections: frozenset[str] = EVERY_SECTION
    description: str = "Docket Report"

    @classmethod
    def of_form(cls, cleaned: dict[str, Any]) -> Wanted:
        """Return what the selection screen of district and bankruptcy courts asks for."""
        return cls(
            dates=cleaned["date_range_type"].lower(),
            date_from=cleaned["date_from"],
            date_to=cleaned["date_to"],
            number_from=cleaned["documents_numbered_from_"],
            number_to=cleaned["documents_numbered_to_"],
            parties=cleaned["list_of_parties_and_counsel"],
            terminated_parties=cleaned["terminated_parties"],
            member_cases=cleaned["list_of_member_cases"],
            page_counts=cleaned["page_count"],
            documents=cleaned["view_multi_docs"],
            without_headers=not cleaned["pdf_header"],
            newest_first=cleaned["sort1"] == NEWEST_FIRST,
            by_number=cleaned["sort1"] == BY_NUMBER,
            pdf=cleaned["output_format"] == PDF,
        )

    @property
    def narrows(self) -> bool:
        """Whether only a part of the entries is wanted."""
        return any(end is not None for end in (self.date_from, self.date_to, self.number_from, self.number_to))

    @property
    def selection(self) -> Selection:
        """The entries that are wanted, and their order."""
        ends = {
            f"date_{self.dates}__gte": self.date_from,
            f"date_{self.dates}__lte": self.date_to,
            "number_value__gte": self.number_from,
            "number_value__lte": self.number_to,
        }
        bounds = tuple((lookup, end) for lookup, end in ends.items() if end is not None)
        return Selection(bounds=bounds, newest_first=self.newest_first, by_number=self.by_number)

    @property
    def additions(self) -> Additions:
        """What the rows are to show beyond what was taken over."""
        return Additions(page_counts=self.page_counts, documents=self.documents)

    def digest(self, case: Case) -> str:
        """Return a hash of the case and of everything that is wanted of it."""
        said = [f"{one.name}={_plain(getattr(self, one.name))}" for one in fields(self)]
        return hashlib.sha256("\n".join([str(case.pk), *said]).encode()).hexdigest()


def _plain(value: object) -> object:
    return sorted(value) if isinstance(value, frozenset) else value
