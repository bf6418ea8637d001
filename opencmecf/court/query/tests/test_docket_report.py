"""`/cgi-bin/DktRpt.pl`: the selection screen, the report, what it costs, and to whom a case is not there."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pypdfium2
import pytest
from django.test.client import MULTIPART_CONTENT, Client
from juriscraper.pacer import DocketReport

from opencmecf.court.cases.actions import restrict_case
from opencmecf.court.cases.models import Case
from opencmecf.court.cases.typed_number import cases_typed
from opencmecf.court.docket.actions import take_over
from opencmecf.court.docket.sheet import Fact
from opencmecf.court.docket.tests.sheets import CASE_ID, civil_sheet, entry
from opencmecf.court.docket.text import text_of as text_of_words
from opencmecf.court.documents.actions import restrict_document
from opencmecf.court.documents.models import Document
from opencmecf.court.metering.models import Charge
from opencmecf.foundation.access import Restriction, Role, anonymous, system
from opencmecf.testing.pages import text_of
from opencmecf.testing.people import Browser, House

pytestmark = pytest.mark.django_db

REPORT = "/cgi-bin/DktRpt.pl"
RUN = f"{REPORT}?1-L_1_0-1"
ADMIN = system("tests", "flsd", frozenset({Role.COURT_ADMIN, Role.CLERK}))
AS_JURISCRAPER = {
    "all_case_ids": CASE_ID,
    "sort1": "oldest date first",
    "date_range_type": "Filed",
    "output_format": "html",
    "case_num": " ",
    "date_from": "1/1/1960",
    "pdf_header": "1",
}
NONE_CHOSEN = "There are proceedings for case 1:20-cv-20001-RMA but none satisfy the selection criteria."


def dockets(page: Any) -> list[str]:
    """The docket text of each entry, as juriscraper reads the page."""
    report = DocketReport("flsd")
    report._parse_text(page.content.decode())
    return [found["description"] for found in report.data["docket_entries"]]


@pytest.fixture
def case(house: House) -> Case:
    return take_over(sheet=civil_sheet(), court=house.flsd, actor=ADMIN).case


@pytest.fixture
def charlie(house: House, case: Case) -> Browser:
    return house.signed_in("charlie", house.flsd)


@pytest.mark.parametrize("query", [CASE_ID, "caseNumber=1:20-cv-20001&caseId=560001"])
def test_the_screen_is_filled_in_for_a_case(charlie: Browser, query: str) -> None:
    page = charlie.get(f"{REPORT}?{query}").content.decode()
    assert 'value="1:20-cv-20001-RMA"' in page
    assert f'name="all_case_ids" value="{CASE_ID}"' in page
    for name in ("list_of_parties_and_counsel", "terminated_parties", "date_from", "documents_numbered_from_", "sort1"):
        assert f'id="{name}"' in page
    assert 'value="Run Report"' in page


def test_the_screen_shows_the_head_of_the_case(charlie: Browser) -> None:
    page = text_of(charlie.get(f"{REPORT}?{CASE_ID}"))
    assert "1:20-cv-20001-RMA Okafor v. Harbor Pilots, Inc. et al" in page
    assert "Date filed: 01/02/2020" in page
    assert "Open MEDREQ" in page


@pytest.mark.parametrize("query", ["", "?1-L_1_0-1", "?caseNumber=1:20-cv-20001&caseId=0"])
def test_the_screen_opens_without_a_case(charlie: Browser, query: str) -> None:
    page = charlie.get(REPORT + query)
    assert page.status_code == 200
    assert "Case not found." not in text_of(page)
    assert "Run Report" in page.content.decode()


def test_the_screen_of_an_unknown_id_says_so(charlie: Browser) -> None:
    assert "Case not found." in text_of(charlie.get(f"{REPORT}?999"))


def test_a_program_gets_the_docket_and_pays_once(charlie: Browser, house: House) -> None:
    page = charlie.post(RUN, AS_JURISCRAPER)
    assert page.status_code == 200
    assert len(dockets(page)) == 4
    assert '<div id="cmecfMainContent">\n        <input type="hidden" id="cmecfMainContentScroll" value="0">' in (
        page.content.decode()
    )
    assert b"/cgi-bin/login.pl?logout" in page.content
    assert "Robert Okafor" not in text_of(page), "parties were not asked for"
    charge = Charge.objects.get()
    assert charge.account_number == house.account("charlie").number
    assert (charge.description, charge.criteria, charge.pages, charge.cost_cents) == (
        "Docket Report",
        "1:20-cv-20001-RMA",
        1,
        10,
    )
    assert "Billable Pages: 1 Cost: 0.10" in text_of(page)
    assert "1:20-cv-20001-RMA" in text_of(charlie.get("/utilities/billing-history"))


@pytest.mark.parametrize("content_type", [MULTIPART_CONTENT, "application/x-www-form-urlencoded"])
def test_both_ways_of_encoding_a_form_are_taken_without_a_token(charlie: Browser, content_type: str) -> None:
    client: Client = charlie.clients[charlie.home]
    client.handler.enforce_csrf_checks = True
    data: Any = "all_case_ids=560001&case_num=+" if "urlencoded" in content_type else AS_JURISCRAPER
    page = client.post(RUN, data, content_type=content_type)
    assert len(dockets(page)) == 4


@pytest.mark.parametrize("number", ["1:20-cv-20001-RMA", "1:20-cv-20001", "20-20001", "20cv20001", "2020001"])
def test_a_case_is_found_by_any_form_of_its_number(charlie: Browser, number: str) -> None:
    assert len(dockets(charlie.post(RUN, {"case_num": number}))) == 4


@pytest.mark.parametrize("number", ["2:20-cv-20001", "20-cr-20001", "19-20001", "20-2000", "20001", "x", "2020-"])
def test_what_is_no_number_of_the_case_finds_none(charlie: Browser, number: str) -> None:
    page = charlie.post(RUN, {"case_num": number, "all_case_ids": CASE_ID})
    assert page.status_code == 200
    assert "Case not found." in text_of(page)
    assert not Charge.objects.exists()


@pytest.mark.parametrize(
    ("more", "left"),
    [
        ({"date_from": "1/3/2020"}, 3),
        ({"date_to": "1/3/2020"}, 3),
        ({"date_from": "01/03/20", "date_to": "01/19/2020"}, 2),
        ({"date_range_type": "Entered", "date_from": "1/20/2020"}, 1),
        ({"documents_numbered_from_": "2"}, 2),
        ({"documents_numbered_to_": "2"}, 2),
        ({"documents_numbered_from_": "2", "documents_numbered_to_": "2"}, 1),
    ],
)
def test_dates_and_numbers_narrow_the_report(charlie: Browser, more: dict[str, str], left: int) -> None:
    assert len(dockets(charlie.post(RUN, AS_JURISCRAPER | more))) == left


def test_the_order_is_the_chosen_one(charlie: Browser) -> None:
    oldest = dockets(charlie.post(RUN, AS_JURISCRAPER))
    assert dockets(charlie.post(RUN, AS_JURISCRAPER | {"sort1": "most recent date first"})) == oldest[::-1]
    by_number = dockets(charlie.post(RUN, AS_JURISCRAPER | {"sort1": "document number"}))
    assert by_number == [oldest[0], oldest[1], oldest[3], oldest[2]], "what has no number comes last"


def test_parties_and_terminated_parties_are_shown_when_asked_for(charlie: Browser) -> None:
    parties = AS_JURISCRAPER | {"list_of_parties_and_counsel": "on"}
    some, every = (text_of(charlie.post(RUN, form)) for form in (parties, parties | {"terminated_parties": "on"}))
    assert "Robert Okafor" in some
    assert "TERMINATED: 03/01/2020" not in some
    assert "TERMINATED: 03/01/2020" in every


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"date_from": "1/1/2030"}, NONE_CHOSEN),
        ({"documents_numbered_from_": "99"}, NONE_CHOSEN),
        (
            {"date_from": "1/2/2020", "date_to": "1/1/2020"},
            "The start date must be less than or equal to the end date",
        ),
        (
            {"documents_numbered_from_": "3", "documents_numbered_to_": "2"},
            "The start document number must be less than or equal to the end document number",
        ),
        ({"date_from": "yesterday"}, "Type the date as month, day and year"),
        ({"all_case_ids": "999"}, "Case not found."),
        ({"all_case_ids": ""}, "Case not found."),
    ],
)
def test_messages_cost_nothing(charlie: Browser, more: dict[str, str], told: str) -> None:
    page = charlie.post(RUN, AS_JURISCRAPER | more)
    assert page.status_code == 200
    assert told in text_of(page)
    assert not Charge.objects.exists()
    report = DocketReport("flsd")
    report._parse_text(page.content.decode())
    assert not report.data.get("docket_entries")


def test_a_sealed_case_is_not_found_and_costs_nothing(charlie: Browser, case: Case) -> None:
    restrict_case(case=case, restriction=Restriction.SEALED, reason="order of the court", actor=ADMIN)
    pages = [charlie.post(RUN, AS_JURISCRAPER | {"all_case_ids": id_}) for id_ in (CASE_ID, "560009")]
    sealed, unknown = (page.content.decode().partition("<footer")[0] for page in pages)  # it shows the time
    assert sealed.replace(CASE_ID, "560009") == unknown
    assert "Case not found." in text_of(charlie.get(f"{REPORT}?{CASE_ID}"))
    assert not Charge.objects.exists()
    assert not cases_typed(court_id="flsd", text="20-20001", actor=anonymous("flsd"))


@pytest.mark.parametrize("role", [Role.CLERK, Role.JUDGE, Role.COURT_ADMIN])
def test_court_staff_pay_nothing_and_get_no_receipt(house: House, case: Case, role: Role) -> None:
    house.linked("alice", role=role)
    page = house.signed_in("alice", house.flsd).post(RUN, AS_JURISCRAPER)
    assert len(dockets(page)) == 4
    assert "Transaction Receipt" not in text_of(page)
    assert not Charge.objects.exists()


def test_a_started_page_counts_and_thirty_are_the_most(house: House) -> None:
    entries = tuple(entry(number, "MOTION " + "x" * 1000) for number in range(1, 200))
    take_over(sheet=replace(civil_sheet(), entries=entries), court=house.flsd, actor=ADMIN)
    charlie = house.signed_in("charlie", house.flsd)
    page = charlie.post(RUN, AS_JURISCRAPER)
    html = page.content.decode()
    report = html[html.index('<table width="100%" class="case-flags">') : html.index("<hr><center>")]
    charge = Charge.objects.get()
    assert charge.pages == -(-len(report.encode()) // 4320) > 30
    assert charge.cost_cents == 300
    assert "Billable Pages: 30 Cost: 3.00" in text_of(page)


def test_a_report_that_fails_charges_nothing(charlie: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any) -> str:
        raise RuntimeError

    monkeypatch.setattr("opencmecf.court.query.report.receipt_html", broken)
    client: Client = charlie.clients[charlie.home]
    client.raise_request_exception = False
    assert client.post(RUN, AS_JURISCRAPER).status_code == 500
    assert not Charge.objects.exists()


def test_two_cases_with_one_number_are_named(charlie: Browser, house: House) -> None:
    other = replace(civil_sheet(), case_number="2:20-cv-20001-RMA", pacer_case_id="560002", entries=())
    take_over(sheet=other, court=house.flsd, actor=ADMIN)
    page = text_of(charlie.post(RUN, {"case_num": "20-20001"}))
    assert "Several cases have this number: 1:20-cv-20001-RMA, 2:20-cv-20001-RMA." in page


def test_a_pdf_is_tagged_has_title_and_language_and_costs_the_same(charlie: Browser) -> None:
    charlie.post(RUN, AS_JURISCRAPER)
    page = charlie.post(RUN, AS_JURISCRAPER | {"output_format": "pdf"})
    assert page["Content-Type"] == "application/pdf"
    assert page.content.startswith(b"%PDF-")
    for said in (b"/MarkInfo", b"/Marked true", b"/Lang", b"/StructTreeRoot", b"pdfuaid"):
        assert said in page.content
    html, pdf = Charge.objects.order_by("pk")
    assert (html.pages, html.cost_cents, html.description) == (pdf.pages, pdf.cost_cents, pdf.description)


def test_member_cases_are_listed_without_those_that_are_sealed(charlie: Browser, house: House, case: Case) -> None:
    def member(number: int) -> Case:
        lead = Fact(label="Lead case", value=text_of_words("1:20-cv-20001-RMA"), listed=True)
        sheet = replace(
            civil_sheet(), case_number=f"1:20-cv-{number}-RMA", pacer_case_id=str(number), entries=(), left=(lead,)
        )
        return take_over(sheet=sheet, court=house.flsd, actor=ADMIN).case

    member(20002)
    restrict_case(case=member(20003), restriction=Restriction.SEALED, reason="", actor=ADMIN)
    page = charlie.post(RUN, AS_JURISCRAPER | {"list_of_member_cases": "on"})
    assert "List of member cases" in text_of(page)
    assert '<a href="/cgi-bin/DktRpt.pl?20002">1:20-cv-20002-RMA</a>' in page.content.decode()
    assert "20003" not in page.content.decode()
    assert len(dockets(page)) == 4
    assert "List of member cases" not in text_of(charlie.post(RUN, AS_JURISCRAPER))


def test_page_counts_leave_out_documents_that_are_sealed(charlie: Browser, case: Case) -> None:
    main, exhibit = Document.objects.filter(holdings__entry__case=case, holdings__entry__number="1").order_by("pk")[:2]
    Document.objects.filter(pk=main.pk).update(pages=12)
    Document.objects.filter(holdings__entry__number="1").exclude(pk=main.pk).update(pages=3)
    assert "(18 pgs; 3 docs)" in text_of(charlie.post(RUN, AS_JURISCRAPER | {"page_count": "on"}))
    restrict_document(document=exhibit, restriction=Restriction.SEALED, reason="", actor=ADMIN)
    assert "(15 pgs; 2 docs)" in text_of(charlie.post(RUN, AS_JURISCRAPER | {"page_count": "on"}))
    assert "pgs; 2 docs" in text_of(charlie.post(RUN, AS_JURISCRAPER)), "what was printed stays"


def test_several_documents_can_be_chosen_as_clients_read_them(charlie: Browser, case: Case) -> None:
    Document.objects.filter(holdings__entry__case=case).update(pages=3, bytes=2048)
    page = charlie.post(RUN, AS_JURISCRAPER | {"view_multi_docs": "on", "documents_numbered_to_": "2"})
    report = DocketReport("flsd")
    report._parse_text(page.content.decode())
    first = report.data["docket_entries"][0]
    assert (first["page_count"], first["file_size_bytes"]) == (3, 2048)
    assert [one["attachment_number"] for one in first["attachments"]] == [1]
    assert len(report.data["docket_entries"]) == 2


def test_links_ask_for_documents_without_header_only_when_it_is_left_out(charlie: Browser) -> None:
    def page(**more: str) -> str:
        return str(charlie.post(RUN, AS_JURISCRAPER | more).content.decode())

    without_field = {name: value for name, value in AS_JURISCRAPER.items() if name != "pdf_header"}
    assert "pdf_header" not in page()
    assert "pdf_header" not in charlie.post(RUN, without_field).content.decode()
    assert "/doc1/05101002?pdf_header=2" in page(pdf_header="2")


def test_the_names_of_bankruptcy_screens_are_understood(charlie: Browser) -> None:
    entered = {name: value for name, value in AS_JURISCRAPER.items() if name != "date_range_type"}
    page = charlie.post(RUN, entered | {"date_type": "entered", "date_from": "1/20/2020"})
    assert len(dockets(page)) == 1
    assert len(dockets(charlie.post(RUN, AS_JURISCRAPER | {"sort1": "document number ascending"}))) == 4


@pytest.mark.parametrize(
    ("restriction", "told"), [(Restriction.SEALED, "Sealed."), (Restriction.COURT, "Court staff only.")]
)
def test_whoever_sees_a_closed_docket_is_told_that_it_is_closed(
    house: House, case: Case, restriction: Restriction, told: str
) -> None:
    house.linked("carla", role=Role.CLERK)
    carla = house.signed_in("carla", house.flsd)
    warning = "Do not allow this docket to be seen by anybody else."
    assert warning not in text_of(carla.post(RUN, AS_JURISCRAPER))
    restrict_case(case=case, restriction=restriction, reason="order", actor=ADMIN)
    assert f"{told} {warning}" in text_of(carla.post(RUN, AS_JURISCRAPER))
    pdf = carla.post(RUN, AS_JURISCRAPER | {"output_format": "pdf"})
    document = pypdfium2.PdfDocument(pdf.content)
    assert told.rstrip(".") in document[0].get_textpage().get_text_range()
    document.close()
