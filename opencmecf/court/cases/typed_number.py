"""Case numbers as people type them: "1:20-cv-20001-RMA", "20-20001", "20cv20001", "2020001"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from opencmecf.court.cases.models import Case
from opencmecf.court.cases.queries import cases_by_number, cases_by_serial
from opencmecf.foundation.access import Actor

_TYPED = re.compile(
    r"(?:(?P<office>\d{1,2}):)?(?:19|20)?(?P<year>\d{2})(?:-?(?P<kind>[a-z]{1,5})-?|-)(?P<serial>\d{1,10})(?:-[\w/-]*)?",
    re.IGNORECASE,
)
_BARE = re.compile(r"(?P<office>)(?P<year>\d{2})(?P<kind>)(?P<serial>\d{5,10})")


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedNumber:
    """What was typed, in parts; `office` and `case_type` are empty where they were left out."""

    office: str
    year: int
    case_type: str
    serial: int


def typed_number(text: str) -> TypedNumber | None:
    """Return the parts of a typed case number; None for what is none."""
    text = text.strip()
    match = _TYPED.fullmatch(text) or _BARE.fullmatch(text)
    if match is None:
        return None
    return TypedNumber(
        office=(match["office"] or "").lstrip("0"),
        year=int(match["year"]),
        case_type=match["kind"] or "",
        serial=int(match["serial"]),
    )


def cases_typed(*, court_id: str, text: str, actor: Actor) -> list[Case]:
    """Return the cases that a typed number may mean, and that `actor` may see."""
    text = text.strip()[:100]
    exact = cases_by_number(court_id=court_id, number=text, actor=actor) if text else []
    number = None if exact else typed_number(text)
    if number is None:
        return exact
    return cases_by_serial(
        court_id=court_id,
        year=number.year,
        serial=number.serial,
        office=number.office,
        case_type=number.case_type,
        actor=actor,
    )
