"""`/cgi-bin/HistDocQry.pl`: the selection screen and the list, as juriscraper reads them and as they are charged."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from juriscraper.pacer import DocketHistoryReport
from juriscraper.pacer.utils import get_nonce_from_form

from opencmecf.court.cases.actions import restrict_case
from opencmecf.court.cases.models import Case
from opencmecf.court.docket.actions import hide_text, restrict_entry, take_over
from opencmecf.court.docket.tests.sheets import CASE_ID, civil_sheet
from opencmecf.court.documents.actions import restrict_document
from opencmecf.court.documents.models import Document
from opencmecf.court.metering.models import Charge
from opencmecf.court.query.rules import short_description, without_title
from opencmecf.foundation.access import Restriction, Role, system
from opencmecf.testing.pages import text_of
from opencmecf.testing.people import Browser, House

pytestmark = pytest.mark.django_db

ADMIN = system("tests", "flsd", frozenset({Role.COURT_ADMIN, Role.CLERK}))
SCREEN = f"/cgi-bin/HistDocQry.pl?{CASE_ID}"
LIST = f"/cgi-bin/HistDocQry.pl?1-L_1_0-0-{CASE_ID}"


def read(page: Any) -> dict[str, Any]:
    """What juriscraper makes of the page."""
    report = DocketHistoryReport("flsd")
    report._parse_text(page.content.decode())
    data: dict[str, Any] = report.data
    return data


@pytest.fixture
def case(house: House) -> Case:
    return take_over(sheet=civil_sheet(), court=house.flsd, actor=ADMIN).case


@pytest.fixture
def charlie(house: House, case: Case) -> Browser:
    return house.signed_in("charlie", house.flsd)


def test_the_screen_gives_programs_their_token_and_costs_nothing(charlie: Browser) -> None:
    page = charlie.get(SCREEN)
    page.text = page.content.decode()
    assert get_nonce_from_form(page) == f"1-L_1_0-0-{CASE_ID}"
    for name in ("QueryType", "DisplayDktText", "sort1"):
        assert f'name="{name}"' in page.text
    assert not Charge.objects.exists()


def test_the_list_is_read_by_juriscraper_and_charged_once(charlie: Browser) -> None:
    page = charlie.post(LIST, {"QueryType": "History", "sort1": "asc", "DisplayDktText": "DisplayDktText"})
    data = read(page)
    assert data["docket_number"] == "1:20-cv-20001"
    assert data["case_name"] == "Okafor v. Harbor Pilots, Inc."
    assert data["assigned_to_str"] == "Ruth M. Alder"
    assert (data["date_filed"], data["date_last_filing"]) == (dt.date(2020, 1, 2), dt.date(2020, 1, 20))
    first, _, unnumbered, last = data["docket_entries"]
    assert first["document_number"] is not None
    assert first["short_description"] == "Complaint"
    assert first["description"].startswith("COMPLAINT against Harbor Pilots, Inc. (Attachments: # 1 Exhibit A")
    assert (first["pacer_doc_id"], first["pacer_seq_no"]) == ("05101001", "10")
    assert (first["date_filed"], first["date_entered"]) == (dt.date(2020, 1, 2), dt.date(2020, 1, 2))
    assert unnumbered["document_number"] is None
    assert last["pacer_doc_id"] is None
    charge = Charge.objects.get()
    assert (charge.description, charge.criteria, charge.cost_cents) == ("History/Documents", "1:20-cv-20001-RMA", 10)
    assert "Billable Pages: 1 Cost: 0.10" in text_of(page)


def test_dates_that_differ_are_told_apart(charlie: Browser, house: House) -> None:
    later = replace(civil_sheet().entries[1], date_entered=dt.date(2020, 1, 6))
    other = civil_sheet(case_number="1:20-cv-20002", pacer_case_id="560002", entries=(later,))
    take_over(sheet=other, court=house.flsd, actor=ADMIN)
    page = charlie.post("/cgi-bin/HistDocQry.pl?1-L_1_0-0-560002", {"QueryType": "History"})
    (found,) = read(page)["docket_entries"]
    assert (found["date_filed"], found["date_entered"]) == (dt.date(2020, 1, 3), dt.date(2020, 1, 6))


def test_documents_order_and_text_are_chosen(charlie: Browser) -> None:
    documents = read(charlie.post(LIST, {"QueryType": "Documents", "sort1": "desc"}))["docket_entries"]
    assert [one["document_number"] for one in documents] == ["3", "2", "1"]
    assert {one["description"] for one in documents} == {""}
    assert len(read(charlie.post(LIST, {}))["docket_entries"]) == 4


def test_a_case_without_documents_costs_nothing(charlie: Browser, house: House) -> None:
    other = civil_sheet(case_number="1:20-cv-20002", pacer_case_id="560002", entries=(civil_sheet().entries[2],))
    take_over(sheet=other, court=house.flsd, actor=ADMIN)
    page = charlie.post("/cgi-bin/HistDocQry.pl?1-L_1_0-0-560002", {"QueryType": "Documents"})
    assert "There are no documents in this case. Nothing was charged." in text_of(page)
    assert read(page) == {}
    assert not Charge.objects.exists()


def test_what_is_hidden_is_not_in_the_list(charlie: Browser, case: Case) -> None:
    restrict_entry(entry=case.entries.get(number="2"), restriction=Restriction.SEALED, reason="", actor=ADMIN)
    hide_text(entry=case.entries.get(number="3"), restriction=Restriction.COURT, reason="", actor=ADMIN)
    document = Document.objects.get(number=1001)
    restrict_document(document=document, restriction=Restriction.COURT, reason="", actor=ADMIN)
    page = charlie.post(LIST, {"DisplayDktText": "on"})
    entries = read(page)["docket_entries"]
    assert [one["document_number"] for one in entries] == ["1", None, "3"]
    assert entries[0]["pacer_doc_id"] is None
    assert (entries[2]["short_description"], entries[2]["description"]) == ("", "")
    assert "05101001" not in page.content.decode()


@pytest.mark.parametrize("query", ["", "999", "1-L_1_0-1", "1-L_1_0-0-999", "%FF", "<x>"])
def test_no_case_is_not_found_and_costs_nothing(charlie: Browser, query: str) -> None:
    for page in (charlie.get(f"/cgi-bin/HistDocQry.pl?{query}"), charlie.post(f"/cgi-bin/HistDocQry.pl?{query}", {})):
        assert page.status_code == 200
        assert "Case not found." in text_of(page)
    assert not Charge.objects.exists()


def test_a_sealed_case_is_not_found(charlie: Browser, case: Case) -> None:
    restrict_case(case=case, restriction=Restriction.SEALED, reason="", actor=ADMIN)
    assert "Case not found." in text_of(charlie.post(LIST, {}))
    assert read(charlie.post(LIST, {})) == {}


def test_staff_pay_nothing(house: House, case: Case) -> None:
    house.linked("jones", role=Role.JUDGE)
    page = house.signed_in("jones", house.flsd).post(LIST, {"DisplayDktText": "on"})
    assert len(read(page)["docket_entries"]) == 4
    assert not Charge.objects.exists()


@pytest.mark.parametrize(
    ("words", "short"),
    [
        ("COMPLAINT against Harbor Pilots, Inc. filed by R. Okafor", "Complaint"),
        ("MOTION to Dismiss 1 Complaint by Harbor Pilots, Inc.", "Motion to Dismiss 1 Complaint"),
        ("Clerk's notice of judge assignment.", "Clerk's notice of judge assignment"),
        ("ORDER granting 4 Motion. Signed by Judge Alder on 1/3/2020.", "Order granting 4 Motion"),
        ("NOTICE of Assignment to Judge Ruth M. Alder. See Rule 3.", "Notice of Assignment to Judge Ruth M. Alder"),
        ("(Court only) NOTICE of hearing", "(Court only) Notice of hearing"),
        ("", ""),
        ("x" * 200, "x" * 80 + " …"),
    ],
)
def test_a_docket_text_in_short(words: str, short: str) -> None:
    assert short_description(words) == short


@pytest.mark.parametrize(
    ("judge", "name"),
    [
        ("Judge Ruth M. Alder", "Ruth M. Alder"),
        ("Chief Magistrate Judge Ana Reyes", "Ana Reyes"),
        ("Hon. Ruth M. Alder", "Ruth M. Alder"),
        ("U.S. District Judge Ruth Alder", "Ruth Alder"),
        ("Judith Hall", "Judith Hall"),
        ("", ""),
    ],
)
def test_a_judge_without_title(judge: str, name: str) -> None:
    assert without_title(judge) == name
