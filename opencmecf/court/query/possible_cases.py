"""The cases that a typed number may mean, as the XML that forms and programs ask for (wire contract 6.9)."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import quoteattr

from opencmecf.court.cases.models import Case


def possible_cases_xml(typed: str, cases: Iterable[Case]) -> str:
    """Return the answer to `typed`. Programs want `number` to be the first attribute, and no XML declaration."""
    inside = "".join(_case(case) for case in cases)
    inside = inside or f"<message text={quoteattr(f'Cannot find case {typed}')}/>"
    return f"<request number={quoteattr(typed)}>{inside}</request>"


def _case(case: Case) -> str:
    closed = f" (closed {case.date_terminated:%m/%d/%Y})" if case.date_terminated else ""
    facts = {
        "number": case.number_core,
        "id": case.pacer_case_id,
        "title": f"{case.number} {case.title}{closed}",
        "sortable": _sortable(case),
    }
    if case.defendant.isdecimal():
        facts["defendant"] = case.defendant
    return "<case " + " ".join(f"{name}={quoteattr(value)}" for name, value in facts.items()) + "/>"


def _sortable(case: Case) -> str:
    """Return the number with all four digits of the year: "1:2020-cv-20001"."""
    if case.year is None or case.serial is None:
        return case.number_core
    parts = [str(case.year), case.case_type, f"{case.serial:05}"]
    return (f"{case.office}:" if case.office else "") + "-".join(part for part in parts if part)
