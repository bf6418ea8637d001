"""Names, and when and by whom an account can be linked; without a database."""

from __future__ import annotations

from datetime import date

import pytest

from opencmecf.court.filers import rules
from opencmecf.court.filers.models import Person
from opencmecf.foundation.errors import Refused

JOHN = ("John", "", "Attorney", "")
UPGRADE, REGISTER = "http://pacer/manage/upgrade", "http://pacer/register"


@pytest.mark.parametrize(
    ("court_name", "pacer_name", "match"),
    [
        pytest.param(JOHN, JOHN, True, id="the same"),
        pytest.param(JOHN, ("JOHN", "", "attorney", ""), True, id="case"),
        pytest.param(JOHN, (" John ", "", "Attorney.", ""), True, id="spaces and dots"),
        pytest.param(("José", "", "Núñez", ""), ("Jose", "", "Nunez", ""), True, id="accents"),
        pytest.param(("Ana", "", "de la Cruz", ""), ("Ana", "", "DeLaCruz", ""), True, id="spaces within"),
        pytest.param(("Mary-Ann", "", "O'Hara", ""), ("Mary Ann", "", "OHara", ""), True, id="hyphen, apostrophe"),
        pytest.param(("John", "", "Attorney", "Jr."), ("John", "", "Attorney", "JR"), True, id="generation"),
        pytest.param(("John", "Quincy", "Attorney", ""), JOHN, True, id="middle name on one side"),
        pytest.param(("John", "Q.", "Attorney", ""), ("John", "Quincy", "Attorney", ""), True, id="initial"),
        pytest.param(("John", "Quincy", "Attorney", ""), ("John", "q", "Attorney", ""), True, id="initial, other side"),
        pytest.param(("Straße", "", "Groß", ""), ("Strasse", "", "Gross", ""), True, id="sharp s"),
        pytest.param(("小明", "", "李", ""), ("小明", "", "李", ""), True, id="another script"),
        pytest.param(("小明", "", "李", ""), ("小明", "", "王", ""), False, id="another name in another script"),
        pytest.param(("Олег", "", "Иванов", ""), ("Олег", "", "Петров", ""), False, id="Cyrillic, another name"),
        pytest.param(JOHN, ("Jane", "", "Attorney", ""), False, id="another first name"),
        pytest.param(JOHN, ("John", "", "Attorneyson", ""), False, id="another last name"),
        pytest.param(("John", "", "Attorney", "Jr."), ("John", "", "Attorney", "Sr."), False, id="father and son"),
        pytest.param(("John", "", "Attorney", "Jr."), JOHN, False, id="generation on one side"),
        pytest.param(("John", "Quincy", "Attorney", ""), ("John", "Adam", "Attorney", ""), False, id="other middle"),
        pytest.param(("John", "A.", "Attorney", ""), ("John", "Q.", "Attorney", ""), False, id="other initial"),
        pytest.param(("J.", "", "Attorney", ""), JOHN, False, id="an initial for a first name"),
        pytest.param(("Attorney", "", "John", ""), JOHN, False, id="first and last exchanged"),
    ],
)
def test_names_match_when_they_can_be_the_same_persons(
    court_name: tuple[str, str, str, str], pacer_name: tuple[str, str, str, str], match: bool
) -> None:
    assert rules.names_match(court_name, pacer_name) is match
    assert rules.names_match(pacer_name, court_name) is match


def test_a_court_that_is_live_can_be_linked_at() -> None:
    rules.check_court_is_live(is_nextgen=True, go_live_on=None, court_name="Court")


@pytest.mark.parametrize(
    ("go_live_on", "told"),
    [
        (date(2020, 1, 27), "The Court moves to NextGen on 01/27/2020. Accounts can be linked from that day on."),
        (None, "The Court has not moved to NextGen yet, and no date is set."),
    ],
)
def test_before_go_live_the_date_is_told_where_there_is_one(go_live_on: date | None, told: str) -> None:
    with pytest.raises(Refused) as caught:
        rules.check_court_is_live(is_nextgen=False, go_live_on=go_live_on, court_name="Court")
    assert caught.value.message == told
    assert "file here with the login that the court issued to you" in caught.value.remedy


@pytest.mark.parametrize(
    ("traits", "told", "way_out"),
    [
        ({"is_shared": True}, "shared by a group", REGISTER),
        ({"account_type": "legacy"}, "Legacy account", UPGRADE),
        ({"is_shared": True, "account_type": "legacy"}, "shared by a group", REGISTER),
    ],
)
def test_an_account_that_cannot_file_is_shown_the_way_to_one_that_can(
    traits: dict[str, object], told: str, way_out: str
) -> None:
    with pytest.raises(Refused) as caught:
        rules.check_may_link(Person(**traits), upgrade_url=UPGRADE, register_url=REGISTER)
    assert told in caught.value.message
    assert [url for _, url in caught.value.links] == [way_out]


def test_an_individual_upgraded_account_may_be_linked() -> None:
    rules.check_may_link(Person(account_type="upgraded"), upgrade_url=UPGRADE, register_url=REGISTER)


@pytest.mark.parametrize(
    ("printed", "name", "same"),
    [
        ("Alice Moreno", ("Alice", "", "Moreno", ""), True),
        ("Alice B. Moreno", ("Alice", "", "Moreno", ""), True),
        ("ALICE MORENO", ("Alice", "Beth", "Moreno", ""), True),
        ("Robert T. Okafor , Jr.", ("Robert", "T.", "Okafor", "Jr."), True),
        ("Robert T. Okafor", ("Robert", "T.", "Okafor", "Jr."), False),
        ("Ana de la Cruz", ("Ana", "", "de la Cruz", ""), True),
        ("Alice Moreno-Vega", ("Alice", "", "Moreno", ""), False),
        ("Alicia Moreno", ("Alice", "", "Moreno", ""), False),
        ("Moreno", ("Alice", "", "Moreno", ""), False),
        ("", ("Alice", "", "Moreno", ""), False),
    ],
)
def test_an_attorney_is_known_by_the_printed_name(printed: str, name: tuple[str, str, str, str], same: bool) -> None:
    assert rules.is_same_attorney(printed, name) is same
