"""The case in which is filed: found by its number, closed, sealed, one of several."""

from __future__ import annotations

import pytest

from opencmecf.court.docket.actions import Restrictions
from opencmecf.court.filing.tests.cases import civil_case, closed_case, criminal_case
from opencmecf.court.filing.tests.wizard.browsing import begin, send, step_of
from opencmecf.foundation.access import Restriction
from opencmecf.testing.people import Browser, House


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("hello", "“hello” is no case number. Type it like 1:20-cv-20001"),
        ("20-99999", "No case 20-99999 is at this court, or none that you may see."),
        ("20-20104", "1:20-cr-20104 is a criminal case. Choose Criminal on the menu bar to file in it."),
    ],
)
def test_a_wrong_number_is_told_what_to_do(house: House, alice: Browser, typed: str, told: str) -> None:
    criminal_case(house.flsd)
    page = begin(alice, "motions", "motion-stay")
    for button in ("find", "next"):
        page = send(alice, page, number=typed, button=button)
        assert step_of(page) == "case"
        assert told in page.content.decode()
        assert f'value="{typed}"' in page.content.decode()


def test_a_sealed_case_is_as_a_case_that_is_not_there(house: House, alice: Browser, carla: Browser) -> None:
    civil_case(
        house.flsd,
        case_number="1:20-cv-20009-RMA",
        pacer_case_id="560009",
        restrictions=Restrictions(case=Restriction.SEALED),
    )
    page = send(alice, begin(alice, "motions", "motion-stay"), number="20-20009")
    assert "No case 20-20009 is at this court, or none that you may see." in page.content.decode()
    page = send(carla, begin(carla, "orders", "order"), number="20-20009")
    assert "is restricted" in page.content.decode()


def test_a_sealed_case_cannot_be_ticked_by_its_id(house: House, alice: Browser) -> None:
    sealed = civil_case(
        house.flsd,
        case_number="1:20-cv-20009-RMA",
        pacer_case_id="560009",
        caption="Kanarienvogel v. Harbor",
        restrictions=Restrictions(case=Restriction.SEALED),
    )
    page = send(alice, begin(alice, "motions", "motion-stay"), case=[str(sealed.pk)])
    assert "A case that you chose is not there any more." in page.content.decode()
    assert "Kanarienvogel" not in page.content.decode()


def test_a_closed_case_is_warned_of(house: House, alice: Browser) -> None:
    closed_case(house.flsd)
    page = send(alice, begin(alice, "motions", "motion-stay"), number="20-20003")
    assert step_of(page) == "questions"
    assert "was closed on 02/03/2021. You can file in it all the same." in page.content.decode()


def test_several_cases_of_one_number_are_shown(house: House, alice: Browser) -> None:
    civil_case(house.flsd, case_number="2:20-cv-20001-RMA", pacer_case_id="560002")
    page = send(alice, begin(alice, "motions", "motion-stay"), number="20-20001")
    assert step_of(page) == "case"
    assert "Several cases have this number" in page.content.decode()
    assert len(page.context["found"]) == 2


def test_associated_cases_are_offered(house: House, alice: Browser) -> None:
    civil_case(house.flsd, case_number="1:19-cv-20077-RMA", pacer_case_id="560077", left=())
    page = send(alice, begin(alice, "motions", "motion-stay"), number="20-20001", button="find")
    assert [case.core for case in page.context["associated"]] == ["1:19-cv-20077"]


@pytest.mark.usefixtures("case")
def test_a_nul_character_is_left_out_of_what_was_typed(alice: Browser) -> None:
    page = begin(alice, "motions", "motion-dismiss")
    assert step_of(send(alice, page, number="1:20-cv-\x0020001")) == "questions"
