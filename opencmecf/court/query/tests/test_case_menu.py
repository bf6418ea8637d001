"""The menu of a case and the pages of its items: what they show, what they cost, and to whom they are not there."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from juriscraper.pacer import CaseQuery
from juriscraper.pacer.mobile_query import MobileQuery

from opencmecf.court.cases.actions import restrict_case
from opencmecf.court.cases.models import Case
from opencmecf.court.docket.actions import hide_text, restrict_entry, take_over
from opencmecf.court.docket.sheet import Counsel, Fact, Party
from opencmecf.court.docket.tests.sheets import CASE_ID, civil_sheet, entry
from opencmecf.court.docket.text import Link, Run
from opencmecf.court.docket.text import text_of as words
from opencmecf.court.documents.actions import restrict_document
from opencmecf.court.documents.models import Document
from opencmecf.court.metering.models import Charge
from opencmecf.court.motions.models import MotionPart
from opencmecf.court.query.case_items import PAGES
from opencmecf.foundation.access import Restriction, Role, system
from opencmecf.foundation.reference import CourtKind
from opencmecf.testing.pages import text_of
from opencmecf.testing.people import Browser, House

pytestmark = pytest.mark.django_db

ADMIN = system("tests", "flsd", frozenset({Role.COURT_ADMIN, Role.CLERK}))
MENU = f"/cgi-bin/iqquerymenu.pl?{CASE_ID}"
CHARGED = {
    "alias": "qryAlias.pl",
    "associated-cases": "qryAscCases.pl",
    "attorney": "qryAttorneys.pl",
    "case-summary": "qrySummary.pl",
    "filers": "FilerQry.pl",
    "party": "qryParties.pl",
    "related-transactions": "RelTransactQry.pl",
    "status": "StatusQry.pl",
}


def address(item: str, case_id: str = CASE_ID) -> str:
    return f"/cgi-bin/{CHARGED[item]}?{case_id}"


@pytest.fixture
def case(house: House) -> Case:
    """A case that has something of everything: an alias, an associated case that is here, a filer, a reference."""
    other = civil_sheet(case_number="1:19-cv-20077-RMA", pacer_case_id="550077", caption="Reyes v. Wren", entries=())
    take_over(sheet=other, court=house.flsd, actor=ADMIN)
    sheet = civil_sheet()
    harbor = replace(sheet.parties[1], details=(words("doing business as Harbor Tours"), *sheet.parties[1].details))  # type: ignore[index]
    to_complaint = Run("1", (), Link(document_id="05111001", case_id=CASE_ID, de_seq_num="10", posts=True))
    motion = replace(
        entry(4, "", day=22),
        text=(Run("MOTION to Dismiss re "), to_complaint, Run(" Complaint by Harbor Pilots, Inc..(Moreno, Alice)")),
    )
    parties = (sheet.parties[0], harbor, sheet.parties[2])  # type: ignore[index]
    sheet = replace(sheet, parties=parties, entries=(*sheet.entries, motion))
    return take_over(sheet=sheet, court=house.flsd, actor=ADMIN).case


@pytest.fixture
def charlie(house: House, case: Case) -> Browser:
    return house.signed_in("charlie", house.flsd)


def test_the_menu_has_every_item_and_says_which_are_coming(charlie: Browser) -> None:
    page = charlie.get(MENU)
    html = page.content.decode()
    menu = html[html.index('<table class="case-menu"') : html.index("</table>")]
    links = re.findall(r'href="/cgi-bin/(\w+\.pl)\?560001">([^<]+)</a>', menu)
    assert [label for _, label in links] == [
        "Alias",
        "Associated Cases",
        "Attorney",
        "Case Summary",
        "Docket Report ...",
        "Filers",
        "History/Documents...",
        "Party",
        "Related Transactions...",
        "Status",
        "View a Document",
    ]
    assert links[-1][0] == "qryDocument.pl", "clients take the case from the last link"
    assert "Not available yet Case File Location Where the paper file" in text_of(page)
    assert "Deadlines/Hearings Deadlines and hearings are not kept apart from the docket yet." in text_of(page)
    assert not Charge.objects.exists()


def test_the_menu_is_read_by_juriscraper(charlie: Browser) -> None:
    report = CaseQuery("flsd")
    report._parse_text(charlie.get(MENU).content.decode())
    assert report.data["docket_number"] == "1:20-cv-20001"
    assert report.data["case_name"] == "Okafor v. Harbor Pilots, Inc."
    assert report.data["assigned_to_str"] == "Ruth M. Alder"
    assert report.data["date_filed"] == dt.date(2020, 1, 2)
    assert report.data["date_last_filing"] == dt.date(2020, 1, 22)
    assert "referred_to_str" not in report.data


def test_the_menu_of_a_bankruptcy_case_is_read_by_juriscraper(house: House) -> None:
    admin = system("tests", "flsb", frozenset({Role.COURT_ADMIN}))
    facts = (Fact(label="Assigned to", value=words("Judge Ana B. Reyes")), Fact(value=words("Chapter 7")))
    sheet = civil_sheet(court_id="flsb", kind=CourtKind.BANKRUPTCY, case_number="20-10001-ABR", left=facts, entries=())
    take_over(sheet=sheet, court=house.flsb, actor=admin)
    page = house.signed_in("charlie", house.flsb).get(MENU)
    report = CaseQuery("flsb")
    report._parse_text(page.content.decode())
    assert report.data["assigned_to_str"] == "Ana B. Reyes"
    assert (report.data["case_type"], report.data["chapter"]) == ("bk", "7")
    assert report.data["date_filed"] == dt.date(2020, 1, 2)
    assert "Trustee" in text_of(page)
    assert "Claims Register" in text_of(page)


@pytest.mark.parametrize(
    ("item", "shown"),
    [
        ("alias", "Harbor Pilots, Inc. Defendant doing business as Harbor Tours"),
        ("associated-cases", "1:19-cv-20077-RMA Reyes v. Wren Related Case 01/02/2020"),
        ("attorney", "Alice Moreno 200 Harbor Street Robert Okafor (Plaintiff): LEAD ATTORNEY"),
        ("case-summary", "Nature of Suit 120 Contract: Marine"),
        ("filers", "Moreno, Alice Robert Okafor (Plaintiff) 01/22/2020 01/22/2020 4"),
        ("party", "Harbor Pilots, Inc. Defendant doing business as Harbor Tours, TERMINATED: 03/01/2020 03/01/2020"),
        ("related-transactions", "4 01/22/2020 Motion to Dismiss 1 Complaint"),
        ("status", "The case Open 01/02/2020 Harbor Pilots, Inc. (Defendant) Terminated 03/01/2020"),
    ],
)
def test_an_item_shows_its_part_of_the_docket_and_is_charged_once(charlie: Browser, item: str, shown: str) -> None:
    page = charlie.get(address(item))
    assert shown in text_of(page)
    charge = Charge.objects.get()
    title = next(one.title for one in PAGES if one.slug == item)
    assert (charge.description, charge.criteria, charge.cost_cents) == (title, "1:20-cv-20001-RMA", 10)
    assert f"Description: {title} Search Criteria: 1:20-cv-20001-RMA Billable Pages: 1 Cost: 0.10" in text_of(page)
    assert "Okafor v. Harbor Pilots, Inc. et al Ruth M. Alder, presiding Date filed: 01/02/2020" in text_of(page)
    assert "Open MEDREQ" in text_of(page)


@pytest.mark.parametrize("item", CHARGED)
def test_a_link_on_another_web_site_spends_nobodys_money(charlie: Browser, item: str) -> None:
    page = charlie.get(address(item), **{"Sec-Fetch-Site": "cross-site"})
    assert "Nothing was charged." in text_of(page)
    assert "costs $0.10 for each started page" in text_of(page)
    assert not Charge.objects.exists()
    assert f'<a class="usa-button" href="{address(item)}">Show the page</a>' in page.content.decode()
    charlie.get(address(item), **{"Sec-Fetch-Site": "same-origin"})
    assert Charge.objects.count() == 1


@pytest.mark.parametrize("site", ["same-origin", "same-site", "none"])
def test_links_of_courts_and_typed_addresses_are_not_asked_about(charlie: Browser, site: str) -> None:
    charlie.get(address("status"), **{"Sec-Fetch-Site": site})
    assert Charge.objects.count() == 1


def test_staff_are_not_asked_about_what_costs_them_nothing(house: House, case: Case) -> None:
    house.linked("carla", role=Role.CLERK)
    page = house.signed_in("carla", house.flsd).get(address("status"), **{"Sec-Fetch-Site": "cross-site"})
    assert "The case Open" in text_of(page)


@pytest.mark.parametrize("item", ["alias", "associated-cases", "attorney", "filers", "party", "related-transactions"])
def test_where_there_is_nothing_to_show_nothing_is_charged(house: House, item: str) -> None:
    bare = civil_sheet(pacer_case_id="560009", case_number="1:20-cv-20009", parties=(), left=(), entries=())
    take_over(sheet=bare, court=house.flsd, actor=ADMIN)
    page = house.signed_in("charlie", house.flsd).get(address(item, "560009"))
    assert "Nothing was charged." in text_of(page)
    assert not Charge.objects.exists()


@pytest.mark.parametrize("path", ["QryRMSLocation.pl", "SchedQry.pl"])
def test_what_is_coming_says_so_and_costs_nothing(charlie: Browser, path: str) -> None:
    assert "yet." in text_of(charlie.get(f"/cgi-bin/{path}?{CASE_ID}"))
    assert not Charge.objects.exists()


@pytest.mark.parametrize("item", CHARGED)
def test_a_case_that_is_not_there_or_sealed_is_not_found_and_costs_nothing(
    charlie: Browser, case: Case, item: str
) -> None:
    assert "Case not found." in text_of(charlie.get(address(item, "999")))
    restrict_case(case=case, restriction=Restriction.SEALED, reason="", actor=ADMIN)
    sealed, unknown = (charlie.get(address(item, id_)) for id_ in (CASE_ID, "999"))
    assert sealed.content.partition(b"<footer")[0] == unknown.content.partition(b"<footer")[0]
    assert not Charge.objects.exists()


@pytest.mark.parametrize("item", CHARGED)
def test_staff_pay_nothing_and_see_by_a_word_that_a_case_is_sealed(house: House, case: Case, item: str) -> None:
    restrict_case(case=case, restriction=Restriction.SEALED, reason="", actor=ADMIN)
    house.linked("carla", role=Role.CLERK)
    page = house.signed_in("carla", house.flsd).get(address(item))
    assert "Open Sealed MEDREQ" in text_of(page)
    assert "Transaction Receipt" not in text_of(page)
    assert not Charge.objects.exists()


@pytest.mark.parametrize("item", CHARGED)
def test_a_page_takes_few_queries_whatever_the_case_holds(house: House, case: Case, item: str) -> None:
    charlie = house.signed_in("charlie", house.flsd)
    before = _queries(charlie, item)
    counsel = tuple(Counsel(name=f"Attorney Number{letter}") for letter in "ABCDEFGH")
    parties = tuple(Party(type="Plaintiff", name=words(f"Party {n} LLC"), counsel=counsel) for n in range(20))
    grown = replace(civil_sheet(), parties=parties, entries=tuple(entry(n, f"NOTICE {n}") for n in range(10, 60)))
    take_over(sheet=grown, court=house.flsd, actor=ADMIN)
    assert _queries(charlie, item) == before


def _queries(browser: Browser, item: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        browser.get(address(item))
    return len([one for one in asked if "SAVEPOINT" not in str(one["sql"])])


def test_hidden_text_names_no_filer_and_no_relation(charlie: Browser, case: Case) -> None:
    hide_text(entry=case.entries.get(number="4"), restriction=Restriction.SEALED, reason="", actor=ADMIN)
    assert "Nothing was charged." in text_of(charlie.get(address("filers")))
    assert "Nothing was charged." in text_of(charlie.get(address("related-transactions")))


@pytest.mark.parametrize("item", ["related-transactions", "status"])
def test_motions_are_told_with_their_rulings_as_far_as_these_may_be_seen(
    charlie: Browser, case: Case, item: str
) -> None:
    motion, ruling = case.entries.get(number="4"), case.entries.get(number="2")
    MotionPart.objects.create(entry=motion, part=0, relief="Motion to Dismiss")
    stay = MotionPart.objects.create(
        entry=motion, part=1, relief="Motion to Stay", outcome="granted", ruling=ruling, is_pending=False
    )
    shown = text_of(charlie.get(address(item)))
    assert "4 01/22/2020 Motion to Dismiss No ruling on the docket" in shown
    assert f"Motion to Stay Granted 2 {ruling.date_filed:%m/%d/%Y}" in shown
    hide_text(entry=ruling, restriction=Restriction.SEALED, reason="", actor=ADMIN)
    shown = text_of(charlie.get(address(item)))
    assert "Granted" not in shown
    assert f"Motion to Stay Ruled on; the text is closed 2 {ruling.date_filed:%m/%d/%Y}" in shown
    restrict_entry(entry=ruling, restriction=Restriction.SEALED, reason="", actor=ADMIN)
    assert "Motion to Stay No ruling on the docket" in text_of(charlie.get(address(item)))
    hide_text(entry=motion, restriction=Restriction.SEALED, reason="", actor=ADMIN)
    assert stay.relief not in text_of(charlie.get(address(item)))


def test_creditors_are_those_among_the_parties(house: House) -> None:
    admin = system("tests", "flsb", frozenset({Role.COURT_ADMIN}))
    creditor = Party(type="Creditor", name=words("Biscayne Bank"), details=(words("PO Box 7"),))
    sheet = civil_sheet(court_id="flsb", kind=CourtKind.BANKRUPTCY, case_number="20-10001-ABR", entries=())
    case = take_over(sheet=replace(sheet, parties=(creditor, *sheet.parties)), court=house.flsb, actor=admin).case  # type: ignore[misc]
    page = text_of(house.signed_in("charlie", house.flsb).get(f"/cgi-bin/qryCreditor.pl?{case.pacer_case_id}"))
    assert "Biscayne Bank Creditor PO Box 7" in page
    assert "Okafor" not in page.partition("Parties in the order")[2]


def test_the_date_of_a_sealed_entry_is_not_that_of_the_last_filing(charlie: Browser, case: Case) -> None:
    restrict_entry(entry=case.entries.get(number="4"), restriction=Restriction.SEALED, reason="", actor=ADMIN)
    assert "Date of last filing: 01/20/2020" in text_of(charlie.get(MENU))


def test_a_sealed_case_is_associated_with_none(charlie: Browser, house: House) -> None:
    other = Case.objects.get(pacer_case_id="550077")
    assert "Names this case: Related Case" in text_of(charlie.get(address("associated-cases", "550077")))
    restrict_case(case=other, restriction=Restriction.SEALED, reason="", actor=ADMIN)
    page = text_of(charlie.get(address("associated-cases")))
    assert "20077" not in page
    assert "The docket names no other case. Nothing was charged." in page
    assert "20077" not in text_of(charlie.get(address("case-summary")))


@pytest.mark.parametrize(
    "query", [f"caseid=={CASE_ID}", f"search=caseInfo&caseid=={CASE_ID}", f"search=x&caseid={CASE_ID}"]
)
def test_mobile_query_counts_the_entries_that_may_be_seen(charlie: Browser, case: Case, query: str) -> None:
    restrict_entry(entry=case.entries.get(number="2"), restriction=Restriction.SEALED, reason="", actor=ADMIN)
    page = charlie.post(f"/cgi-bin/mobile_query.pl?{query}", {})
    report = MobileQuery("flsd")
    report._parse_text(page.content.decode())
    assert report.data["entry_count"] == 4
    assert report.data["cost"] == "This page costs nothing."
    assert not Charge.objects.exists()


@pytest.mark.parametrize(
    ("wanted", "document"),
    [
        ("1,560001,,,", "/doc1/05101001"),
        ("1,560001,1,,", "/doc1/05112001"),
        ("1,560001", "/doc1/05101001"),
        ("3,560001,0,,", "/doc1/05111003"),
    ],
)
def test_show_case_doc_leads_to_the_document(charlie: Browser, wanted: str, document: str) -> None:
    page = charlie.clients[charlie.home].get(f"/cgi-bin/show_case_doc?{wanted}")
    assert (page.status_code, page.get("Location")) == (302, document)


@pytest.mark.parametrize("wanted", ["99,560001,,,", "1,999,,,", "1,560001,77,,", "", ",,,", "x,560001,y,,"])
def test_show_case_doc_of_nothing_leads_nowhere(charlie: Browser, wanted: str) -> None:
    page = charlie.get(f"/cgi-bin/show_case_doc?{wanted}")
    assert page.status_code == 200
    assert "doc1" not in page.request["PATH_INFO"]
    assert "Case not found." in text_of(page) or "does not exist in the case." in text_of(page)


def test_a_restricted_document_has_no_number(charlie: Browser, case: Case) -> None:
    restrict_document(document=Document.objects.get(number=1003), restriction=Restriction.COURT, reason="", actor=ADMIN)
    for path in ("/cgi-bin/show_case_doc?3,560001,,,", "/c/1:20-cv-20001/3"):
        assert charlie.clients[charlie.home].get(path).status_code in (200, 404)
    form = {"document_number": "3", "attachment_number": ""}
    page = charlie.post(f"/cgi-bin/qryDocument.pl?1-L_1_0-0-{CASE_ID}", form)
    assert "Either you do not have permission to view the document" in text_of(page)


def test_view_a_document_leads_to_it(charlie: Browser) -> None:
    assert "View Document" in charlie.get(f"/cgi-bin/qryDocument.pl?{CASE_ID}").content.decode()
    for attachment, document in (("", "/doc1/05101001"), ("1", "/doc1/05112001")):
        form = {"document_number": "1", "attachment_number": attachment}
        page = charlie.post(f"/cgi-bin/qryDocument.pl?1-L_1_0-0-{CASE_ID}", form, follow=False)
        assert (page.status_code, page["Location"]) == (302, document)
    empty = charlie.post(f"/cgi-bin/qryDocument.pl?{CASE_ID}", {"document_number": "", "attachment_number": "two"})
    assert "Fill in “Document number”." in text_of(empty)
    assert "Type the number of an attachment" in text_of(empty)
    assert not Charge.objects.exists()


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/c/1:20-cv-20001", MENU),
        ("/c/20-20001", MENU),
        ("/c/1:20-cv-20001/1", "/doc1/05101001"),
        ("/c/1:20-cv-20001/1-1", "/doc1/05112001"),
    ],
)
def test_permanent_links_lead_to_case_and_document(charlie: Browser, path: str, target: str) -> None:
    page = charlie.clients[charlie.home].get(path)
    assert (page.status_code, page["Location"]) == (302, target)


@pytest.mark.parametrize("path", ["/c/1:20-cv-1", "/c/x", "/c/1:20-cv-20001/99", "/c/1:20-cv-20001/1-99"])
def test_permanent_links_to_nothing_are_not_found(charlie: Browser, path: str) -> None:
    assert charlie.clients[charlie.home].get(path).status_code == 404


def test_a_permanent_link_to_several_cases_offers_them(charlie: Browser, house: House) -> None:
    other = civil_sheet(case_number="1:20-cv-20001-RMA-2", pacer_case_id="560002", entries=())
    take_over(sheet=other, court=house.flsd, actor=ADMIN)
    page = charlie.get("/c/1:20-cv-20001")
    assert "There were 2 matching cases." in text_of(page)
    assert 'href="/cgi-bin/iqquerymenu.pl?560002"' in page.content.decode()
