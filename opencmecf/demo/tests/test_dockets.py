from __future__ import annotations

from opencmecf.court.cases.models import Case
from opencmecf.court.docket import queries
from opencmecf.demo.dockets import documents, make_dockets
from opencmecf.foundation.access import Role, anonymous, system
from opencmecf.invariants import problems
from opencmecf.testing.people import House


def test_the_demonstration_has_a_civil_and_a_criminal_docket(house: House) -> None:
    assert house.flsd
    make_dockets()
    make_dockets()
    clerk = system("tests", "flsd", frozenset({Role.CLERK}))
    stored = [queries.sheet_of(case, clerk) for case in Case.objects.order_by("number")]
    assert sorted(stored, key=str) == sorted((one.sheet for one in documents()), key=str)
    assert [case.number_core for case in Case.objects.order_by("number")] == ["1:20-cr-20104", "1:20-cv-20001"]
    assert list(problems()) == []


def test_the_public_sees_no_sealed_entry_of_it(house: House) -> None:
    assert house.flsd
    make_dockets()
    sheet = queries.sheet_of(Case.objects.get(case_type="cr"), anonymous("flsd"))
    numbers = [entry.number for entry in sheet.entries]
    assert "6" not in numbers
    assert "7" not in numbers
    assert next(entry for entry in sheet.entries if entry.number == "12").link is None
