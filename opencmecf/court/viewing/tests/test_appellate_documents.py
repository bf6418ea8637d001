"""Documents at a court of appeals: the menu, the page before a download, and `TransportRoom`, as programs read them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from juriscraper.pacer import AppellateAttachmentPage, DownloadConfirmationPage

from opencmecf.court.cases.models import Case
from opencmecf.court.docket.actions import take_over
from opencmecf.court.docket.sheet import Attachment, Entry
from opencmecf.court.docket.tests.sheets import appellate_sheet
from opencmecf.court.docket.text import Link, text_of
from opencmecf.court.documents.actions import restrict_document
from opencmecf.court.metering.models import Charge
from opencmecf.court.notices import actions as notices
from opencmecf.court.notices.models import Delivery
from opencmecf.court.notices.tests.notices import CASE, ON_APPEAL
from opencmecf.court.viewing.models import Retrieval
from opencmecf.court.viewing.tests.pages import IFRAME, pdf_of, words
from opencmecf.court.viewing.tests.shelf import holding, menu_id, put_file
from opencmecf.foundation.access import Restriction, Role, system
from opencmecf.testing.pages import text_of as shown
from opencmecf.testing.people import Browser, House

pytestmark = pytest.mark.django_db

PLACE = "/n/beam/servlet/TransportRoom"
ADMIN = system("tests", "ca11", frozenset({Role.COURT_ADMIN, Role.CLERK}))
CASE_ID = "77001"
BRIEF, APPENDIX, LETTER, ORDER, NAMED = (f"01112000{number}" for number in ("0040", "0041", "0042", "0050", "0060"))
PAGES = {BRIEF: 40, APPENDIX: 3, LETTER: 1, ORDER: 2}


@pytest.fixture
def case(house: House) -> Case:
    """An appeal: an entry with three documents, one with one document and no number, one that is only named."""
    listed = tuple(
        Attachment(number=number, description=what, document_id=menu_id(one))
        for number, (one, what) in enumerate(((BRIEF, "Brief"), (APPENDIX, "Appendix"), (LETTER, "Letter")), start=1)
    )
    link = Link(document_id=menu_id(BRIEF), case_id=CASE_ID)
    entries = (
        Entry(text=text_of("BRIEF filed."), number="7", link=link, attachments=listed, de_seq_num="70"),
        Entry(text=text_of("ORDER filed."), link=Link(document_id=menu_id(ORDER), case_id=CASE_ID)),
        Entry(text=text_of("LETTER."), number="9", link=Link(document_id=menu_id(NAMED), case_id=CASE_ID)),
    )
    made = take_over(sheet=appellate_sheet(entries=entries), court=house.ca11, actor=ADMIN).case
    for one, pages in PAGES.items():
        put_file(holding(one), pages)
    return made


@pytest.fixture
def charlie(house: House, case: Case) -> Browser:
    return house.signed_in("charlie", house.ca11)


def menu(page: Any) -> dict[str, Any]:
    found = AppellateAttachmentPage("ca11")
    found._parse_text(page.content.decode())
    data: dict[str, Any] = found.data
    return data


def show(document_id: str, **more: str) -> dict[str, str]:
    return {"servlet": "ShowDoc", "dls_id": document_id, "caseId": CASE_ID, **more}


def accepted(document_id: str, **more: str) -> dict[str, str]:
    """What juriscraper sends."""
    return show(document_id, incPdfHeader="Y", incPdfHeaderDisp="Y", pacer="t", **more)


def test_programs_read_the_menu(charlie: Browser, case: Case) -> None:
    data = menu(charlie.get(f"/docs1/{menu_id(BRIEF)}"))
    assert (data["pacer_doc_id"], data["pacer_case_id"]) == (menu_id(BRIEF), CASE_ID)
    assert data["pacer_seq_no"] == str(case.entries.get(number="7").de_seq_num)
    listed = [(one["attachment_number"], one["description"], one["page_count"]) for one in data["attachments"]]
    assert listed == [(1, "Brief", 40), (2, "Appendix", 3), (3, "Letter", 1)]
    assert [one["pacer_doc_id"] for one in data["attachments"]] == [menu_id(one) for one in (BRIEF, APPENDIX, LETTER)]
    assert all(one["file_size_bytes"] > 0 for one in data["attachments"])
    assert not Charge.objects.exists()


def test_the_menu_is_told_as_such_to_readers_of_the_page(charlie: Browser) -> None:
    page = charlie.get(f"/docs1/{menu_id(BRIEF)}").content.decode()
    assert re.findall("<th[^>]*>(?:<b>)?([^<]*)", page)[0] == "3 Documents are attached to this filing"
    assert '<form name="dktEntry"' in page
    assert "return doDocPostURL(&#x27;" not in page
    assert f"return doDocPostURL('{BRIEF}','{CASE_ID}');" in page


@pytest.mark.parametrize("query", [f"docs1/{ORDER}", f"docs1/{menu_id(ORDER)}"])
def test_one_document_is_confirmed_before_it_costs(charlie: Browser, query: str) -> None:
    page = charlie.get(f"/{query}")
    read = DownloadConfirmationPage("ca11")
    read._parse_text(page.content.decode())
    data = read.data
    assert (data["docket_number"], data["document_number"]) == ("20-10001", ORDER)
    assert (data["billable_pages"], data["cost"], data["document_description"]) == ("2", "0.20", "PDF Document")
    assert f"Search Criteria: Case: 20-10001, Document: {ORDER}" in shown(page)
    strong = re.findall("<strong>([^<]*)</strong>", page.content.decode())
    assert strong[:2] == ["Download Confirmation", f"Document: PDF Document (Case: 20-10001, Document: {ORDER})"]
    assert not Charge.objects.exists()


def test_the_label_counts_as_the_menu_does(charlie: Browser) -> None:
    assert "Document: PDF Document (Case: 20-10001, Document: 7-2)" in shown(charlie.get(f"/docs1/{APPENDIX}"))
    assert "Document: PDF Document (Case: 20-10001, Document: 7)" in shown(charlie.get(f"/docs1/{BRIEF}"))
    assert "DktEntry: 7-2" in words(pdf_of(charlie, charlie.post(PLACE, accepted(APPENDIX))))
    assert Charge.objects.get().criteria == "Case: 20-10001, Document: 7-2"


@pytest.mark.parametrize("place", [PLACE, "/cmecf/servlet/TransportRoom"])
def test_a_program_gets_the_pdf_by_its_one_request(charlie: Browser, place: str) -> None:
    query = "&".join(f"{name}={value}" for name, value in accepted(menu_id(ORDER)).items())
    answer = charlie.get(f"{place}?{query}")
    assert answer["Content-Type"] == "application/pdf"
    assert f"Case: 20-10001, ID: {menu_id(ORDER)}, Page: 1 of 2" in words(b"".join(answer.streaming_content))
    charge = Charge.objects.get()
    assert (charge.description, charge.pages) == ("PDF Document", 2)


def test_a_program_that_asks_for_the_menus_id_gets_the_menu(charlie: Browser) -> None:
    answer = charlie.post(PLACE, accepted(menu_id(BRIEF)))
    assert b"Documents are attached to this filing" in answer.content
    assert not Charge.objects.exists()


def test_the_form_of_the_page_gives_the_document_once(charlie: Browser) -> None:
    page = charlie.get(f"/docs1/{APPENDIX}").content.decode()
    form = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    assert (form["servlet"], form["dls_id"], form["incPdfHeader"]) == ("ShowDoc", APPENDIX, "N")
    ticked = {**form, "incPdfHeaderDisp": "Y"}
    pages = [charlie.post(PLACE, ticked) for _ in range(2)]
    assert len({IFRAME.findall(page.content.decode())[0] for page in pages}) == 1
    assert "DktEntry: 7-2, Page: 1 of 3" in words(pdf_of(charlie, pages[0]))
    assert Charge.objects.count() == 1
    bare = charlie.post(PLACE, {**form, "receipt": ""})
    assert "DktEntry" not in words(pdf_of(charlie, bare))


def test_a_look_from_afar_charges_nothing(charlie: Browser) -> None:
    query = "&".join(f"{name}={value}" for name, value in accepted(ORDER).items())
    assert charlie.clients[charlie.home].head(f"{PLACE}?{query}").status_code == 200
    for more in ({"pacer": "i"}, {"dktType": "dktPublic"}, {}):
        assert "Download Confirmation" in shown(charlie.post(PLACE, show(ORDER, **more)))
    assert "not kept here" in shown(charlie.post(PLACE, accepted(NAMED)))
    assert "not available" in shown(charlie.post(PLACE, accepted("01112000999999"))).lower()
    assert not Charge.objects.exists()


def several(case: Case, **more: Any) -> dict[str, Any]:
    sequence = str(case.entries.get(number="7").de_seq_num)
    return {"servlet": "ShowDocMulti", "caseId": CASE_ID, "d": sequence, "outputForm": "view", **more}


@pytest.mark.parametrize(
    ("chosen", "pages"),
    [
        ({"md": [APPENDIX[4:], LETTER[4:]], "selected": "View Selected"}, "4 pages"),
        ({"dls": f"{APPENDIX[4:]},{LETTER[4:]}", "selected": "x"}, "4 pages"),
        ({"dls": [f"70 {APPENDIX} 3 900", f"70 {LETTER} 1 900"], "d": []}, "4 pages"),
        ({}, "44 pages"),
        ({"all": "Combine All Documents", "md": [LETTER[4:]]}, "44 pages"),
    ],
)
def test_several_are_offered_together(charlie: Browser, case: Case, chosen: dict[str, Any], pages: str) -> None:
    page = shown(charlie.post(PLACE, several(case) | chosen))
    assert pages in page
    assert not Charge.objects.exists()


def test_combined_pages_are_numbered_on_request(charlie: Browser, case: Case) -> None:
    asked = several(case, md=[APPENDIX[4:], LETTER[4:]], incPdfFooter="y")
    page = charlie.post(PLACE, asked).content.decode()
    form = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)
    sent: dict[str, list[str]] = {}
    for name, value in form:
        sent.setdefault(name, []).append(value)
    action = re.findall(r'<form method="post" action="([^"]*show_multidocs[^"]*)"', page)[0].replace("&amp;", "&")
    together = pdf_of(charlie, charlie.post(action, sent))
    assert "Page 4 of 4" in words(together, 3)
    assert "DktEntry: 7-3, Page: 1 of 1" in words(together, 3)
    assert (Retrieval.objects.get().form, Charge.objects.get().pages) == ("numbered", 4)


def test_nothing_ticked_is_said(charlie: Browser, case: Case) -> None:
    assert "No document is chosen" in shown(charlie.post(PLACE, several(case, selected="View Selected")))


def test_what_is_restricted_is_in_no_menu(charlie: Browser, case: Case) -> None:
    restrict_document(document=holding(APPENDIX).document, restriction=Restriction.SEALED, reason="order", actor=ADMIN)
    data = menu(charlie.get(f"/docs1/{menu_id(BRIEF)}"))
    assert [one["attachment_number"] for one in data["attachments"]] == [1, 3]
    assert "not available" in shown(charlie.post(PLACE, accepted(APPENDIX))).lower()
    assert "4 pages" not in shown(charlie.post(PLACE, several(case, md=[APPENDIX[4:], LETTER[4:]], selected="x")))


@pytest.fixture
def delivery(case: Case) -> Delivery:
    main, other = (replace(ON_APPEAL.documents[0], document_id=menu_id(one)) for one in (BRIEF, APPENDIX))
    sequence = case.entries.get(number="7").de_seq_num
    in_case = replace(
        CASE, number=case.number, case_id=CASE_ID, de_seq_num=sequence, document_id=menu_id(BRIEF), document_number="7"
    )
    filed = notices.freeze_notice(notice=replace(ON_APPEAL, cases=(in_case,), documents=(main, other)), actor=ADMIN)
    notices.address_deliveries(filed=filed)
    return filed.deliveries.get(address="mara@ostrov.example")


@pytest.fixture
def anybody(house: House) -> Browser:
    return house.browser(house.ca11)


def test_a_notice_leads_to_the_menu_and_asks_before_the_look(anybody: Browser, delivery: Delivery) -> None:
    uid = f"{delivery.free_look_number:x}"
    page = anybody.get(f"/docs1/{menu_id(BRIEF)}?uid={uid}")
    assert [one["attachment_number"] for one in menu(page)["attachments"]] == [1, 2]
    link = f"/docs1/{APPENDIX}?uid={uid}&amp;use_magic=0"
    assert f'href="{link}"' in page.content.decode()
    question = anybody.get(link.replace("&amp;", "&"))
    assert "You have one free look" in shown(question)
    assert not Retrieval.objects.exists()


def test_a_program_takes_the_look_by_the_documents_own_id(anybody: Browser, delivery: Delivery) -> None:
    uid = f"{delivery.free_look_number:x}"
    opened = anybody.get(f"/docs1/{APPENDIX}?uid={uid}")
    assert "DktEntry: 7-2, Page: 1 of 3" in words(pdf_of(anybody, opened))
    again = anybody.get(f"/docs1/{APPENDIX}?uid={uid}").content.decode()
    assert "iframe" not in again
    assert not Charge.objects.exists()
