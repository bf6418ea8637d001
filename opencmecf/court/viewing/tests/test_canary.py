"""What is restricted reaches nobody who may not see it: not its name, its number, its size, its id or its file."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from opencmecf.court.cases.actions import restrict_case
from opencmecf.court.cases.models import Case
from opencmecf.court.docket.actions import hide_text, restrict_entry
from opencmecf.court.docket.models import DocketEntry
from opencmecf.court.documents.actions import restrict_document
from opencmecf.court.viewing.models import Retrieval
from opencmecf.court.viewing.tests.pages import AS_JURISCRAPER
from opencmecf.court.viewing.tests.shelf import ADMIN, CASE_ID, EXHIBIT, LONG, MOTION, PROPOSED, holding, menu_id
from opencmecf.foundation.access import Restriction, Role
from opencmecf.testing.people import Browser, House

pytestmark = pytest.mark.django_db

CANARY = "kanarienvogel"
OF_THE_ENTRY = (MOTION, EXHIBIT, LONG, PROPOSED)


def seal_document(case: Case) -> tuple[str, ...]:
    restrict_document(document=holding(LONG).document, restriction=Restriction.SEALED, reason="order", actor=ADMIN)
    return (LONG,)


def seal_entry(case: Case) -> tuple[str, ...]:
    entry = DocketEntry.objects.get(case=case, number="1")
    restrict_entry(entry=entry, restriction=Restriction.SEALED, reason="order", actor=ADMIN)
    return OF_THE_ENTRY


def seal_case(case: Case) -> tuple[str, ...]:
    restrict_case(case=case, restriction=Restriction.SEALED, reason="order", actor=ADMIN)
    return OF_THE_ENTRY


@pytest.fixture
def canary(case: Case) -> Case:
    """The long exhibit has the canary for its description."""
    held = holding(LONG)
    held.description = CANARY
    held.save()
    return case


def pages(browser: Browser, hidden: tuple[str, ...]) -> list[str]:
    """Every page that is asked for a document, or for those of its entry."""
    several = f"/cgi-bin/show_multidocs.pl?caseid={CASE_ID}&arr_de_seq_nums=10"
    answers = [browser.get(f"/doc1/{menu_id(one)}") for one in OF_THE_ENTRY]
    answers += [browser.get(f"/doc1/{one}") for one in hidden]
    answers += [browser.get(f"/docs1/{one}?caseid={CASE_ID}") for one in hidden]
    answers += [browser.post(f"/doc1/{one}", AS_JURISCRAPER) for one in hidden]
    answers += [browser.get(several), browser.get(f"{several}&zipit=1"), browser.post(several, {"got_receipt": "1"})]
    for one in hidden:
        form = {f"document_1_{holding(one).attachment_number}": f"{int(one[4:])}-1-1", "got_receipt": "1"}
        answers += [browser.post(several, form), browser.post(f"{several}&zipit=1", form)]
    return [answer.content.decode() for answer in answers if not answer.streaming]


def said_of(document_id: str) -> tuple[str, ...]:
    """What would tell of the document: its description, its size and its file."""
    held = holding(document_id)
    return (f"-{held.document.bytes}-{held.document.pages}", f"{held.document.pages} pages", held.document.sha256)


@pytest.mark.parametrize("seal", [seal_document, seal_entry, seal_case])
@pytest.mark.parametrize("who", ["charlie", "alice", "adele", "dora"])
def test_it_reaches_nobody_else(house: House, canary: Case, seal: Callable[[Case], tuple[str, ...]], who: str) -> None:
    if who in ("alice", "adele"):
        house.linked(who, role=Role.FILER if who == "alice" else Role.COURT_ADMIN)
    browser = house.signed_in(who, house.flsd)
    hidden = seal(canary)
    for page in pages(browser, hidden):
        assert CANARY not in page
        assert not [sign for sign in said_of(LONG) if sign in page]
    assert not Retrieval.objects.filter(holdings__contains=[holding(LONG).pk]).exists()


@pytest.mark.parametrize("seal", [seal_document, seal_entry, seal_case])
def test_its_answer_is_that_of_what_does_not_exist(
    charlie: Browser, canary: Case, seal: Callable[[Case], tuple[str, ...]]
) -> None:
    seal(canary)
    for query in ("", f"?caseid={CASE_ID}", "?caseid=999"):
        pages = [charlie.get(f"/doc1/{one}{query}").content.decode() for one in (LONG, "051199999999")]
        sealed, missing = (page.partition("<main")[2].partition("<footer")[0] for page in pages)
        assert sealed == missing


@pytest.mark.parametrize("seal", [seal_document, seal_entry, seal_case])
def test_whoever_may_see_it_does(clerk: Browser, canary: Case, seal: Callable[[Case], tuple[str, ...]]) -> None:
    seal(canary)
    assert CANARY in clerk.get(f"/doc1/{menu_id(MOTION)}").content.decode()


def test_a_hidden_text_hides_the_names_of_its_documents(charlie: Browser, canary: Case) -> None:
    entry = DocketEntry.objects.get(case=canary, number="1")
    hide_text(entry=entry, restriction=Restriction.SEALED, reason="order", actor=ADMIN)
    menu = charlie.get(f"/doc1/{menu_id(MOTION)}").content.decode()
    several = charlie.get(f"/cgi-bin/show_multidocs.pl?caseid={CASE_ID}&arr_de_seq_nums=10").content.decode()
    assert "Document Selection Menu" in menu
    assert CANARY not in menu
    assert CANARY not in several
