"""The columns in which search finds a docket sheet: what its lines mean, as `reading` says, and associations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from opencmecf.court.docket import reading
from opencmecf.court.docket.case_number import case_number_parts
from opencmecf.court.docket.sheet import Block, DocketSheet, Fact
from opencmecf.court.docket.text import Link, Text, plain

_TABLES_OF_CASES = {"Prior Cases": "Prior Case", "Assoc Cases": "Associated Case", "Current Cases": "Associated Case"}
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
    """Yield the header's values that name other cases, in order; then what its tables of cases name."""
    for fact in sheet.left + sheet.right:
        yield from cases_of_fact(fact)
    own = case_number_parts(sheet.case_number)
    for block in sheet.blocks:
        for row in cases_of_rows(block):
            yield from (one for one in row if own is None or one.number_core != own.core)


def cases_of_fact(fact: Fact) -> list[NamedCase]:
    """Return the other cases that the values of a fact name."""
    return [found for value in (fact.value, *fact.more) if (found := named_case(fact, value))]


def cases_of_rows(block: Block) -> list[list[NamedCase]]:
    """Return for each row of a table the cases that it names; of any table but those of cases, nothing.

    Prior cases, and those that are associated now, below a line that says how: "Related". The case itself is among
    them.
    """
    relation = _TABLES_OF_CASES.get(block.name, "")
    rows: list[list[NamedCase]] = []
    for row in block.rows if relation else ():
        found = [one for cell in row if (one := _named(relation, cell))]
        said = [words for cell in row if (words := plain(cell).strip())]
        if not found and len(said) == 1 and not said[0].endswith(":"):
            relation = said[0]
        rows.append(found)
    return rows


def named_case(fact: Fact, value: Text) -> NamedCase | None:
    """Return the other case that a value of a fact names; None when it names none."""
    return _named(fact.label, value, has_number=bool(_ASSOCIATED.search(fact.label)))


def _named(relation: str, value: Text, *, has_number: bool = True) -> NamedCase | None:
    """Return the case that a text names by a link, or where it `has_number` by its number."""
    words = plain(value)
    linked = next((case_id for run in value if run.link and (case_id := _linked_case(run.link))), "")
    number = case_number_parts(words) if linked or has_number else None
    if number is None and not linked:
        return None
    return NamedCase(relation=relation, number_core=number.core if number else "", other_case_id=linked, words=words)


def _linked_case(link: Link) -> str:
    match = _LINKED_CASE.search(link.href)
    return match[1] if match else ""
