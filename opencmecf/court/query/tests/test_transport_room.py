"""`TransportRoom` at a court of appeals: the docket report of a client, its screen, and what it costs."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from juriscraper.pacer import AppellateDocketReport

from opencmecf.court.cases.actions import restrict_case
from opencmecf.court.cases.models import Case
from opencmecf.court.docket.actions import take_over
from opencmecf.court.docket.tests.sheets import appellate_sheet
from opencmecf.court.metering.models import Charge
from opencmecf.foundation.access import Restriction, Role, system
from opencmecf.testing.pages import text_of
from opencmecf.testing.people import Browser, House

pytestmark = pytest.mark.django_db

PLACE = "/cmecf/servlet/TransportRoom"
ADMIN = system("tests", "ca11", frozenset({Role.COURT_ADMIN, Role.CLERK}))
EVERYTHING = {
    "servlet": "CaseSummary.jsp",
    "incDktEntries": "Y",
    "incOrigDkt": "Y",
    "incPrior": "Y",
    "incAssoc": "Y",
    "incPanel": "Y",
    "incPtyAty": "Y",
    "incCaption": "long",
    "fullDocketReport": "Y",
    "actionType": "Run+Docket+Report",
}


@pytest.fixture
def case(house: House) -> Case:
    return take_over(sheet=appellate_sheet(), court=house.ca11, actor=ADMIN).case


@pytest.fixture
def charlie(house: House, case: Case) -> Browser:
    return house.signed_in("charlie", house.ca11)


def ask(browser: Browser, **more: str) -> Any:
    query = "&".join(f"{name}={value.replace('+', '%2B')}" for name, value in more.items())
    return browser.get(f"{PLACE}?{query}")


def read(page: Any) -> dict[str, Any]:
    report = AppellateDocketReport("ca11")
    report._parse_text(page.content.decode())
    data: dict[str, Any] = report.data
    return data


@pytest.mark.parametrize("place", ["/cmecf/servlet/TransportRoom", "/n/beam/servlet/TransportRoom"])
def test_a_program_gets_the_docket_and_pays_once(charlie: Browser, case: Case, place: str) -> None:
    page = charlie.post(place, EVERYTHING | {"caseNum": case.number})
    data = read(page)
    assert (data["docket_number"], data["case_name"]) == ("20-10001", "Robert Okafor v. Harbor Pilots, Inc.")
    assert (data["date_filed"], data["fee_status"]) == (date(2020, 1, 6), "Fee Paid")
    assert data["originating_court_information"]["assigned_to"] == "Ruth M. Alder"
    assert [(one["name"], one["type"]) for one in data["parties"]] == [("ROBERT OKAFOR", "Plaintiff - Appellant")]
    assert [(one["document_number"], one["pacer_doc_id"]) for one in data["docket_entries"]] == [
        ("1", "01101020000001"),
        (None, None),
    ]
    assert b"/cgi-bin/login.pl?logout" in page.content
    charge = Charge.objects.get()
    assert (charge.description, charge.criteria) == ("Docket Report (full)", case.number)
    assert "Billable Pages: 1 Cost: 0.10" in text_of(page)


def test_the_head_alone_is_not_charged(charlie: Browser, case: Case) -> None:
    answer = charlie.clients[charlie.home].head(f"{PLACE}?servlet=CaseSummary.jsp&caseNum={case.number}")
    assert answer.status_code == 200
    assert not Charge.objects.exists()


def test_sections_that_were_not_asked_for_are_left_out(charlie: Browser, case: Case) -> None:
    page = ask(charlie, servlet="CaseSummary.jsp", caseNum=case.number, incOrigDkt="Y")
    shown = page.content.decode()
    assert "NEW SECTION - Orig Court" in shown
    for left_out in ("NEW SECTION - Party/Aty List", "NEW SECTION - Panel", "DOCKET ENTRIES"):
        assert left_out not in shown
    assert Charge.objects.get().description == "Case Summary"


def test_a_link_on_another_web_site_leads_to_the_screen(charlie: Browser, case: Case) -> None:
    asked = f"{PLACE}?servlet=CaseSummary.jsp&caseNum={case.number}&fullDocketReport=Y"
    page = charlie.get(asked, **{"Sec-Fetch-Site": "cross-site"})
    assert "A report costs $0.10" in text_of(page)
    assert f'value="{case.number}"' in page.content.decode()
    assert not Charge.objects.exists()
    charlie.get(asked, **{"Sec-Fetch-Site": "same-origin"})
    assert Charge.objects.count() == 1


def test_the_screen_costs_nothing_and_runs_the_report(charlie: Browser, case: Case) -> None:
    page = charlie.get(f"/cgi-bin/DktRpt.pl?{case.pacer_case_id}")
    shown = page.content.decode()
    assert f'value="{case.number}"' in shown
    assert "Run Docket Report" in shown
    assert not Charge.objects.exists()


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"caseNum": "99-99999"}, "Case not found."),
        ({"caseNum": ""}, "Fill in"),
        ({"dateFrom": "1/2/2020", "dateTo": "1/1/2020"}, "The start date must be less than or equal to the end date"),
        ({"dateFrom": "1/1/2090"}, "none satisfy the selection criteria"),
        ({"outputXML_TXT": "XML"}, "The docket is not offered as XML or text."),
        ({"servlet": "Calendar.jsp"}, "There is no such page at this court."),
    ],
)
def test_messages_cost_nothing(charlie: Browser, case: Case, more: dict[str, str], told: str) -> None:
    page = charlie.post(PLACE, EVERYTHING | {"caseNum": case.number} | more)
    assert page.status_code == 200
    if told != "Fill in":  # without a number the screen itself is shown
        assert told in text_of(page)
    assert not Charge.objects.exists()


def test_a_sealed_case_is_not_found(charlie: Browser, case: Case) -> None:
    restrict_case(case=case, restriction=Restriction.SEALED, reason="order of the court", actor=ADMIN)
    assert "Case not found." in text_of(charlie.post(PLACE, EVERYTHING | {"caseNum": case.number}))
    assert not Charge.objects.exists()


def test_other_courts_have_no_such_address(house: House) -> None:
    page = house.signed_in("charlie", house.flsd).get(f"{PLACE}?servlet=CaseSummary.jsp")
    assert page.status_code == 404
