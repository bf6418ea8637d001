"""The columns in which search finds a docket sheet: what its lines mean, as `reading` says, and associations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from opencmecf.court.docket import reading
from opencmecf.court.docket.case_number import case_number_parts
from opencmecf.court.docket.sheet import DocketSheet, Fact
from opencmecf.court.docket.text import Link, Text, plain

_ASSOCIATED = re.compile(r"\b(case|cases|docket)\b", re.IGNORECASE)
_LINKED_CASE = re.compile(r"(?:DktRpt|iquery|qryAscCases|HistDocQry)\.pl\?(?:caseid=)?(\d+)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedCase:
    """One value of the header that names another case."""

    relation: str
    number_core: str
    other_case_id: str
    words: str


def case_columns(sheet: DocketSheet) -> dict[str, Any]:
    """Return the columns of a case that repeat what its header says; empty or None for what it does not say."""
    return {
        "title": reading.caption(sheet),
        "date_filed": reading.date_filed(sheet),
        "date_terminated": reading.date_terminated(sheet),
        "nature_of_suit": reading.nature_of_suit(sheet),
        "cause": reading.fact(sheet, "Cause"),
        "chapter": reading.chapter(sheet),
        "assigned_to": reading.assigned_to(sheet),
        "referred_to": reading.referred_to(sheet),
    }


def named_cases(sheet: DocketSheet) -> Iterator[NamedCase]:
    """Yield the header's values that name other cases, in order."""
    for fact in sheet.left + sheet.right:
        for value in (fact.value, *fact.more):
            found = named_case(fact, value)
            if found:
                yield found


def named_case(fact: Fact, value: Text) -> NamedCase | None:
    """Return the other case that a value of a fact names; None when it names none."""
    words = plain(value)
    linked = next((case_id for run in value if run.link and (case_id := _linked_case(run.link))), "")
    number = case_number_parts(words) if linked or _ASSOCIATED.search(fact.label) else None
    if number is None and not linked:
        return None
    return NamedCase(relation=fact.label, number_core=number.core if number else "", other_case_id=linked, words=words)


def _linked_case(link: Link) -> str:
    match = _LINKED_CASE.search(link.href)
    return match[1] if match else ""
