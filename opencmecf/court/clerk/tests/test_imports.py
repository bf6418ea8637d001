"""A docket that was corrected here and is taken over once more: what the correction took out does not come back."""

from __future__ import annotations

import datetime as dt

import pytest

from opencmecf.court.cases.models import Case
from opencmecf.court.clerk.tests.corrections import correct
from opencmecf.court.clerk.tests.test_corrections import _replace
from opencmecf.court.docket.actions import take_over
from opencmecf.court.docket.sheet import DocketSheet
from opencmecf.court.docket.tests.reading_back import sheet_of
from opencmecf.court.docket.tests.sheets import civil_sheet, entry
from opencmecf.court.filing.tests.cases import ADMIN
from opencmecf.foundation.access import Actor, anonymous
from opencmecf.testing.people import House

WRONG = "Minute Entry: kanarienvogel testified."
RIGHT = "Minute Entry: a minor testified."
OTHER = "Minute Entry: the trial goes on."


def sheet(*more: str) -> DocketSheet:
    """A docket whose minute entries have neither a number nor a sequence number."""
    minutes = (entry(None, WRONG, day=3), *(entry(None, words, day=4) for words in more))
    return civil_sheet(entries=(entry(1, "COMPLAINT by Robert Okafor."), *minutes))


@pytest.fixture
def case(house: House) -> Case:
    return take_over(sheet=sheet(), court=house.flsd, actor=ADMIN).case


def words_of(case: Case) -> list[str]:
    shown = sheet_of(case, anonymous(case.court_id))
    return ["".join(run.text for run in one.text) for one in shown.entries]


@pytest.mark.parametrize("corrected_twice", [False, True])
def test_a_corrected_minute_entry_is_known_again(house: House, case: Case, carla: Actor, corrected_twice: bool) -> None:
    minutes = case.entries.get(number=None)
    correct(minutes, carla, words="Minute Entry: K. testified." if corrected_twice else RIGHT)
    if corrected_twice:
        correct(minutes, carla, words=RIGHT)
    take_over(sheet=sheet(OTHER), court=house.flsd, actor=ADMIN)
    assert words_of(case) == ["COMPLAINT by Robert Okafor.", RIGHT, OTHER]


def test_one_whose_date_was_corrected_is_not_entered_twice(house: House, case: Case, carla: Actor) -> None:
    correct(case.entries.get(number=None), carla, date_filed=dt.date(2020, 1, 2))
    take_over(sheet=sheet(OTHER), court=house.flsd, actor=ADMIN)
    assert words_of(case) == ["COMPLAINT by Robert Okafor.", WRONG, OTHER]


def test_another_entry_with_the_same_words_is_a_new_one(house: House, case: Case, carla: Actor) -> None:
    correct(case.entries.get(number=None), carla, words=RIGHT)
    again = civil_sheet(entries=(*sheet().entries, entry(None, WRONG, day=3)))
    take_over(sheet=again, court=house.flsd, actor=ADMIN)
    assert words_of(case) == ["COMPLAINT by Robert Okafor.", RIGHT, WRONG]


def test_a_docket_that_names_a_replaced_document_holds_the_right_one(house: House, case: Case, carla: Actor) -> None:
    complaint = case.entries.get(number="1")
    _replace(complaint, 0, house, carla, name="first.pdf")
    _replace(complaint, 0, house, carla, name="second.pdf")
    right = complaint.holdings.get().document
    other = civil_sheet(
        case_number="1:20-cv-20002-RMA", pacer_case_id="560002", entries=(entry(1, "COMPLAINT, as in the lead case."),)
    )
    member = take_over(sheet=other, court=house.flsd, actor=ADMIN).case
    assert member.entries.get().holdings.get().document == right
