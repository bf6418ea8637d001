from __future__ import annotations

from dataclasses import replace

import pytest

from opencmecf.court.cases.models import Case
from opencmecf.court.docket.actions import restrict_entry, take_over
from opencmecf.court.docket.tests.sheets import civil_sheet
from opencmecf.exchange import docket_json
from opencmecf.foundation.access import Actor, Restriction, Role, system
from opencmecf.foundation.errors import NotAllowed
from opencmecf.testing.people import House

ADMIN = system("tests", "flsd", frozenset({Role.COURT_ADMIN, Role.CLERK}))
COURT_ADMIN = Actor(label="admin", site="flsd", roles=frozenset({Role.COURT_ADMIN}))


@pytest.fixture
def case(house: House) -> Case:
    """A docket whose second entry is sealed."""
    taken = take_over(sheet=civil_sheet(), court=house.flsd, actor=ADMIN)
    restrict_entry(entry=taken.case.entries.get(number="2"), restriction=Restriction.SEALED, reason="", actor=ADMIN)
    return taken.case


def test_an_export_holds_what_its_actor_sees(case: Case) -> None:
    told = "".join(docket_json.case_chunks(case, COURT_ADMIN))
    assert "Clerk's notice" in told
    assert "Summons issued" not in told
    assert "05101002" not in told
    assert docket_json.read_case(told).restrictions.entries == {}


def test_only_court_administrators_of_the_court_export(case: Case, house: House) -> None:
    for actor in (house.actor("charlie"), replace(COURT_ADMIN, site="ca11")):
        with pytest.raises(NotAllowed):
            list(docket_json.case_chunks(case, actor))


def test_what_was_sealed_is_sealed_again_on_its_way_back(case: Case, house: House) -> None:
    found = docket_json.read_case("".join(docket_json.case_chunks(case, ADMIN)))
    assert found.sheet == civil_sheet()
    assert found.restrictions.entries == {1: Restriction.SEALED}
    sheet = replace(found.sheet, case_number="1:20-cv-20900", pacer_case_id="560900")
    again = take_over(sheet=sheet, court=house.flsd, actor=ADMIN, restrictions=found.restrictions).case
    assert again.entries.get(number="2").restriction == Restriction.SEALED
