"""A document that was replaced, seen by those who had the wrong one: what is stamped, free, charged and kept."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from opencmecf.court.cases.models import Case
from opencmecf.court.clerk.tests.test_corrections import _replace
from opencmecf.court.docket.models import DocketEntry
from opencmecf.court.documents.invariants import broken_files
from opencmecf.court.documents.models import Document
from opencmecf.court.metering.models import Charge
from opencmecf.court.notices.actions import address_deliveries
from opencmecf.court.notices.models import Delivery, FiledNotice
from opencmecf.court.receipts.models import ReceiptEntry
from opencmecf.court.viewing.rules import REPLACEMENT_FREE_FOR
from opencmecf.court.viewing.tests.pages import IFRAME, opened, pdf_of, words
from opencmecf.foundation import clock
from opencmecf.foundation.access import Actor
from opencmecf.testing.pages import text_of
from opencmecf.testing.people import Browser, House

pytestmark = pytest.mark.django_db

AS_A_PROGRAM = {"got_receipt": "1", "pdf_header": "1"}
NO_LOOK = "This link gives no free look"


def alone(document: Document) -> str:
    return f"{document.prefix}1{document.number}"


def held(entry: DocketEntry, number: int = 0) -> Document:
    return entry.holdings.select_related("document").get(attachment_number=number).document


@pytest.fixture
def charlie(house: House, case: Case) -> Browser:
    return house.signed_in("charlie", house.flsd)


@pytest.fixture
def delivery(entry: DocketEntry) -> Delivery:
    """A mail that tells of the filing, with its free look."""
    filed: FiledNotice = ReceiptEntry.objects.get(entry=entry).receipt.notice
    address_deliveries(filed=filed)
    found = filed.deliveries.first()
    assert found is not None
    return found


def look(browser: Browser, document: Document, delivery: Delivery) -> Any:
    return browser.get(f"/doc1/{alone(document)}?magic_num={delivery.free_look_number}&use_magic=1")


def test_the_new_file_has_the_header_of_its_place(
    house: House, entry: DocketEntry, carla: Actor, charlie: Browser
) -> None:
    former = held(entry)
    _replace(entry, 0, house, carla)
    page = charlie.post(f"/doc1/{alone(former)}", AS_A_PROGRAM)
    assert f"Document {entry.number} " in words(pdf_of(charlie, page))
    assert Charge.objects.get().pages == held(entry).pages
    assert list(broken_files(read_everything=True)) == []


def test_an_unused_free_look_is_one_at_the_right_document(
    house: House, entry: DocketEntry, carla: Actor, delivery: Delivery
) -> None:
    former = held(entry)
    _replace(entry, 0, house, carla)
    anybody = house.browser(house.flsd)
    assert IFRAME.search(look(anybody, former, delivery).content.decode())
    assert delivery.free_looks.get().document == held(entry)
    for one in (former, held(entry)):
        assert NO_LOOK in text_of(look(anybody, one, delivery))


def test_whoever_looked_at_the_wrong_document_has_a_look_at_the_right_one(
    house: House, entry: DocketEntry, carla: Actor, delivery: Delivery
) -> None:
    anybody = house.browser(house.flsd)
    former = held(entry)
    assert IFRAME.search(look(anybody, former, delivery).content.decode())
    assert NO_LOOK in text_of(look(anybody, former, delivery))
    _replace(entry, 0, house, carla)
    assert IFRAME.search(look(anybody, former, delivery).content.decode())
    assert NO_LOOK in text_of(look(anybody, former, delivery))


def test_the_days_of_the_look_begin_with_the_replacement(
    house: House, entry: DocketEntry, carla: Actor, delivery: Delivery
) -> None:
    former, attachment = held(entry), held(entry, 1)
    Delivery.objects.update(made_at=clock.now() - timedelta(days=20))
    anybody = house.browser(house.flsd)
    assert NO_LOOK in text_of(look(anybody, former, delivery))
    _replace(entry, 0, house, carla)
    assert NO_LOOK in text_of(look(anybody, attachment, delivery))
    assert IFRAME.search(look(anybody, former, delivery).content.decode())


def test_the_menu_of_a_notice_lists_the_right_document(
    house: House, entry: DocketEntry, carla: Actor, delivery: Delivery
) -> None:
    former = held(entry)
    _replace(entry, 0, house, carla)
    page = house.browser(house.flsd).get(f"/doc1/{former.document_id}?magic_num={delivery.free_look_number}")
    shown = page.content.decode()
    assert alone(held(entry)) in shown
    assert alone(held(entry, 1)) in shown
    assert alone(former) not in shown


@pytest.mark.parametrize("by_program", [True, False])
def test_whoever_paid_for_the_wrong_document_sees_the_right_one_once_for_nothing(
    house: House, entry: DocketEntry, carla: Actor, charlie: Browser, by_program: bool
) -> None:
    former = held(entry)
    pdf_of(charlie, charlie.post(f"/doc1/{alone(former)}", AS_A_PROGRAM))
    _replace(entry, 0, house, carla)
    page = charlie.get(f"/doc1/{alone(former)}")
    assert "for which you have paid" in text_of(page)
    assert "Transaction Receipt" not in text_of(page)
    new = alone(held(entry))
    pdf_of(charlie, charlie.post(f"/doc1/{new}", AS_A_PROGRAM) if by_program else opened(charlie, new))
    assert Charge.objects.count() == 1
    assert "Transaction Receipt" in text_of(charlie.get(f"/doc1/{new}"))
    pdf_of(charlie, charlie.post(f"/doc1/{new}", AS_A_PROGRAM))
    assert Charge.objects.count() == 2


def test_that_is_for_fifteen_days_and_for_nobody_else(
    house: House, entry: DocketEntry, carla: Actor, charlie: Browser
) -> None:
    former = held(entry)
    pdf_of(charlie, charlie.post(f"/doc1/{alone(former)}", AS_A_PROGRAM))
    _replace(entry, 0, house, carla)
    new = held(entry)
    john = house.signed_in("john", house.flsd)
    assert "Transaction Receipt" in text_of(john.get(f"/doc1/{alone(new)}"))
    Document.objects.filter(pk=new.pk).update(added_at=clock.now() - REPLACEMENT_FREE_FOR)
    assert "Transaction Receipt" in text_of(charlie.get(f"/doc1/{alone(new)}"))


def test_of_several_documents_only_the_replaced_one_is_free(
    house: House, entry: DocketEntry, carla: Actor, charlie: Browser
) -> None:
    pdf_of(charlie, charlie.post(f"/doc1/{alone(held(entry))}", AS_A_PROGRAM))
    _replace(entry, 0, house, carla)
    where = f"/cgi-bin/show_multidocs.pl?caseid={entry.case.pacer_case_id}&arr_de_seq_nums={entry.de_seq_num}"
    shown = text_of(charlie.post(where, {"all": "1"}))
    others = sum(one.document.pages or 0 for one in entry.holdings.exclude(attachment_number=0))
    assert f"Billable Pages: {others} " in shown
    assert "The court has put 1 of these documents in the place of wrong ones" in shown
    charlie.post(where, {"all": "1", "got_receipt": "1"})
    assert Charge.objects.latest("pk").pages == others


def test_the_original_is_for_staff(house: House, entry: DocketEntry, carla: Actor, charlie: Browser) -> None:
    former = held(entry)
    _replace(entry, 0, house, carla)
    browser = house.signed_in("carla", house.flsd)
    answer = browser.get(f"/clerk/replaced/{former.document_id}")
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert charlie.get(f"/clerk/replaced/{former.document_id}").status_code != 200
