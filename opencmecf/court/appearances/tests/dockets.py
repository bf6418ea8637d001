"""Dockets with attorneys who have no account, for tests."""

from __future__ import annotations

from opencmecf.court.cases.models import Case
from opencmecf.court.docket.actions import take_over
from opencmecf.court.docket.sheet import Counsel, Party
from opencmecf.court.docket.tests.sheets import civil_sheet
from opencmecf.court.docket.text import text_of
from opencmecf.foundation.access import Role, system
from opencmecf.testing.people import House

ADMIN = system("tests", "flsd", frozenset({Role.COURT_ADMIN, Role.CLERK}))
HARBOR = (
    "Harbor Law Group",
    "200 Harbor Street",
    "Miami, FL 33131",
    "Email: john@harbor.example",
    "Bar Number: 0077012",
)


def docket(house: House, serial: int, *counsel: tuple[str, tuple[str, ...]]) -> Case:
    """A civil case with a party for each attorney, who is printed with these lines."""
    parties = tuple(
        Party(
            type="Plaintiff",
            name=text_of(f"Party {place}"),
            counsel=(Counsel(name=name, lines=tuple(text_of(line) for line in lines)),),
        )
        for place, (name, lines) in enumerate(counsel)
    )
    sheet = civil_sheet(
        case_number=f"1:20-cv-{serial}-RMA", pacer_case_id=f"56{serial}", parties=parties, left=(), entries=()
    )
    return take_over(sheet=sheet, court=house.flsd, actor=ADMIN).case
