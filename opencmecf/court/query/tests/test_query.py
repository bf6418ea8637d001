"""`/cgi-bin/iquery.pl` and `/cgi-bin/possible_case_numbers.pl`: finding a case by its number."""

from __future__ import annotations

from dataclasses import replace

import pytest
from juriscraper.pacer import PossibleCaseNumberApi

from opencmecf.court.cases.actions import restrict_case
from opencmecf.court.cases.models import Case
from opencmecf.court.docket.actions import take_over
from opencmecf.court.docket.tests.sheets import CASE_ID, civil_sheet
from opencmecf.court.metering.models import Charge
from opencmecf.foundation.access import Restriction, Role, system
from opencmecf.testing.pages import text_of
from opencmecf.testing.people import Browser, House

pytestmark = pytest.mark.django_db

QUERY = "/cgi-bin/iquery.pl"
NUMBERS = "/cgi-bin/possible_case_numbers.pl"
LINK = f'href="/cgi-bin/DktRpt.pl?{CASE_ID}"'
ADMIN = system("tests", "flsd", frozenset({Role.COURT_ADMIN, Role.CLERK}))


@pytest.fixture
def case(house: House) -> Case:
    return take_over(sheet=civil_sheet(), court=house.flsd, actor=ADMIN).case


@pytest.fixture
def charlie(house: House, case: Case) -> Browser:
    return house.signed_in("charlie", house.flsd)


@pytest.mark.parametrize("number", ["1:20-cv-20001-RMA", "1:20-cv-20001", "20-20001", "20CV20001", "2020001"])
def test_a_number_leads_to_the_menu_of_the_case_for_nothing(charlie: Browser, number: str) -> None:
    page = charlie.post(f"{QUERY}?1-L_1_0-1", {"case_num": number})
    assert LINK in page.content.decode()
    assert "1:20-cv-20001-RMA Okafor v. Harbor Pilots, Inc. et al Ruth M. Alder, presiding" in text_of(page)
    assert not Charge.objects.exists()


@pytest.mark.parametrize("query", [CASE_ID, f"1-L_1_0-0-{CASE_ID}", f"440916540563012-L_1_0-0-{CASE_ID}"])
def test_the_page_of_a_case_id_shows_that_case(charlie: Browser, query: str) -> None:
    assert LINK in charlie.get(f"{QUERY}?{query}").content.decode()


@pytest.mark.parametrize("number", [" ", "foo", "1:20-cv-20001"])
def test_an_id_in_the_form_is_meant_unless_another_number_is_typed(charlie: Browser, number: str) -> None:
    assert LINK in charlie.post(QUERY, {"all_case_ids": CASE_ID, "case_num": number}).content.decode()
    assert "Case not found." in text_of(charlie.post(QUERY, {"all_case_ids": CASE_ID, "case_num": "20-5"}))


def test_several_cases_of_one_number_are_listed(charlie: Browser, house: House) -> None:
    other = replace(civil_sheet(), case_number="2:20-cr-20001-BLM", pacer_case_id="560002", entries=())
    take_over(sheet=other, court=house.flsd, actor=ADMIN)
    page = charlie.post(QUERY, {"case_num": "20-20001"})
    assert "There were 2 matching cases." in text_of(page)
    assert "1:20-cv-20001-RMA Okafor v. Harbor Pilots, Inc. et al, filed 01/02/2020" in text_of(page)
    assert 'href="/cgi-bin/iqquerymenu.pl?560002"' in page.content.decode()
    assert not Charge.objects.exists()


@pytest.mark.parametrize("number", ["20-1", "nothing", "%", "1:20-cv-20001'--"])
def test_what_is_not_there_is_not_found(charlie: Browser, number: str) -> None:
    page = charlie.post(QUERY, {"case_num": number})
    assert page.status_code == 200
    assert "Case not found." in text_of(page)


def test_a_sealed_case_is_not_found(charlie: Browser, case: Case) -> None:
    restrict_case(case=case, restriction=Restriction.SEALED, reason="order of the court", actor=ADMIN)
    assert "Case not found." in text_of(charlie.post(QUERY, {"case_num": "20-20001"}))
    assert LINK not in charlie.get(f"{QUERY}?{CASE_ID}").content.decode()
    sealed = charlie.get(f"{NUMBERS}?20-20001").content
    assert sealed == b'<request number="20-20001"><message text="Cannot find case 20-20001"/></request>'


def test_possible_numbers_are_read_by_juriscraper(charlie: Browser, house: House) -> None:
    other = replace(civil_sheet(), case_number="2:20-cr-20001-BLM", pacer_case_id="560002", entries=())
    take_over(sheet=other, court=house.flsd, actor=ADMIN)
    answer = charlie.get(f"{NUMBERS}?1:20-cv-20001")
    assert answer["Content-Type"] == "text/xml; charset=utf-8"
    api = PossibleCaseNumberApi("flsd")
    api._parse_text(answer.content.decode())
    assert api.data(case_name="Okafor v. Harbor Pilots, Inc.", office_number="1", docket_number_letters="cv") == {
        "docket_number": "1:20-cv-20001",
        "pacer_case_id": CASE_ID,
        "title": "1:20-cv-20001-RMA Okafor v. Harbor Pilots, Inc. et al",
    }
    assert charlie.get(f"{NUMBERS}?20-20001").content.count(b"<case number=") == 2


@pytest.mark.parametrize("typed", ["%3Cx%3E%22", "x" * 5000, "%FF"])
def test_nothing_that_is_typed_breaks_the_answer(charlie: Browser, typed: str) -> None:
    answer = charlie.get(f"{NUMBERS}?{typed}")
    assert answer.status_code == 200
    assert answer.content.startswith(b'<request number="')
    assert b"<x>" not in answer.content
