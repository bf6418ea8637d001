"""The links of notices open documents once, without a log-in and without a charge."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from juriscraper.pacer import AttachmentPage

from opencmecf.court.cases.models import Case
from opencmecf.court.documents.actions import restrict_document
from opencmecf.court.metering.models import Charge
from opencmecf.court.notices import actions as notices
from opencmecf.court.notices.models import Delivery, FreeLook
from opencmecf.court.notices.tests.notices import CASE, NOTICE
from opencmecf.court.viewing.models import Retrieval
from opencmecf.court.viewing.tests.pages import IFRAME, opened, pdf_of, token_of, words
from opencmecf.court.viewing.tests.shelf import (
    ADMIN,
    CASE_ID,
    EXHIBIT,
    LONG,
    MOTION,
    PROPOSED,
    SINGLE,
    holding,
    menu_id,
)
from opencmecf.foundation import clock
from opencmecf.foundation.access import Restriction
from opencmecf.foundation.storage import default_store
from opencmecf.testing.pages import text_of
from opencmecf.testing.people import Browser, House

pytestmark = pytest.mark.django_db

SIGN_IN = "PACER LOGIN"
NONE = "This link gives no free look"


@pytest.fixture
def delivery(case: Case) -> Delivery:
    """A mail that gives free looks at the motion and two of its attachments, and asks before."""
    (main, exhibit, long) = (
        replace(NOTICE.documents[0], document_id=menu_id(one), description=one) for one in (MOTION, EXHIBIT, LONG)
    )
    in_case = replace(CASE, case_id=CASE_ID, de_seq_num=10, document_id=menu_id(MOTION), document_number="1")
    notice = replace(NOTICE, cases=(in_case,), documents=(main, exhibit, long))
    filed = notices.freeze_notice(notice=notice, actor=ADMIN)
    notices.address_deliveries(filed=filed)
    return filed.deliveries.get(address="mara@ostrov.example")


@pytest.fixture
def anybody(house: House) -> Browser:
    return house.browser(house.flsd)


def path(document_id: str, delivery: Delivery, **more: str) -> str:
    query = f"caseid={CASE_ID}&de_seq_num=10&magic_num={delivery.free_look_number}"
    return f"/doc1/{document_id}?{query}" + "".join(f"&{name}={value}" for name, value in more.items())


def form(delivery: Delivery, token: str = "") -> dict[str, str]:
    return {"caseid": CASE_ID, "magic_num": str(delivery.free_look_number), "got_receipt": "1", "receipt": token}


def test_a_page_asks_and_a_mail_scanner_uses_nothing_up(anybody: Browser, delivery: Delivery) -> None:
    for _ in range(2):
        page = anybody.get(path(EXHIBIT, delivery, use_magic="0"))
        assert "You have one free look at this document." in text_of(page)
    Client(HTTP_HOST=anybody.home).head(path(EXHIBIT, delivery, use_magic="1"))
    anybody.get(path(MOTION, delivery))
    anybody.post(f"/doc1/{EXHIBIT}", form(delivery) | {"got_receipt": "0"})
    assert not FreeLook.objects.exists()


def test_the_button_shows_the_document_with_its_header_and_charges_nothing(
    anybody: Browser, delivery: Delivery
) -> None:
    token = token_of(anybody.get(path(EXHIBIT, delivery, use_magic="0")))
    page = anybody.post(f"/doc1/{EXHIBIT}", form(delivery, token))
    assert "Document 1-1 Filed 01/02/20 Page 1 of 3" in words(pdf_of(anybody, page))
    assert FreeLook.objects.get().document == holding(EXHIBIT).document
    assert not Charge.objects.exists()


def test_a_lost_file_uses_no_look_up(anybody: Browser, delivery: Delivery) -> None:
    default_store().path(holding(EXHIBIT).document.sha256).unlink()
    page = anybody.get(path(EXHIBIT, delivery, use_magic="1"))
    assert "The file cannot be found" in text_of(page)
    assert not FreeLook.objects.exists()


def test_the_button_pressed_twice_is_one_look(anybody: Browser, delivery: Delivery) -> None:
    token = token_of(anybody.get(path(EXHIBIT, delivery, use_magic="0")))
    pages = [anybody.post(f"/doc1/{EXHIBIT}", form(delivery, token)).content.decode() for _ in range(2)]
    assert IFRAME.findall(pages[0]) == IFRAME.findall(pages[1])
    assert len(IFRAME.findall(pages[0])) == 1
    assert Retrieval.objects.count() == 1


def test_each_document_is_free_once(anybody: Browser, delivery: Delivery) -> None:
    for one in (MOTION, EXHIBIT, LONG):
        assert IFRAME.search(anybody.get(path(one, delivery, use_magic="1")).content.decode())
    again = anybody.get(path(MOTION, delivery, use_magic="1"))
    assert NONE in text_of(again)
    assert "iframe" not in again.content.decode()  # by which programs know


def test_an_address_that_does_not_ask_uses_the_look_at_once(anybody: Browser, delivery: Delivery) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(asks_before_free_look=False)
    assert "Document Selection Menu" in text_of(anybody.get(path(MOTION, delivery)))
    assert IFRAME.search(anybody.get(path(MOTION, delivery, use_magic="0")).content.decode())


def test_the_menu_leads_to_what_was_filed_with_the_notice(anybody: Browser, delivery: Delivery) -> None:
    page = anybody.get(path(MOTION, delivery))
    content = page.content.decode()
    assert f"magic_num={delivery.free_look_number}" in content
    assert f"/doc1/{PROPOSED}" not in content
    menu = AttachmentPage("flsd")
    menu._parse_text(content)
    assert (menu.data["document_number"], menu.data["pacer_case_id"]) == (1, CASE_ID)
    assert [one["attachment_number"] for one in menu.data["attachments"]] == [1, 2]
    assert "use_magic=0" in content


def test_a_used_link_leads_to_the_same_document_after_a_log_in(
    anybody: Browser, delivery: Delivery, charlie: Browser
) -> None:
    anybody.get(path(EXHIBIT, delivery, use_magic="1"))
    used = anybody.get(path(EXHIBIT, delivery, use_magic="1")).content.decode()
    onward = f"/doc1/{EXHIBIT}?caseid={CASE_ID}&amp;de_seq_num=10"
    assert f'href="{onward}"' in used
    onward = onward.replace("&amp;", "&")
    assert SIGN_IN in text_of(anybody.get(onward))
    assert "Transaction Receipt" in text_of(charlie.get(onward))
    assert "Go on to the document" in text_of(charlie.get(path(EXHIBIT, delivery, use_magic="1")))


def test_a_look_is_over_after_fifteen_days(anybody: Browser, delivery: Delivery) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(made_at=clock.now() - timedelta(days=15, seconds=1))
    for use in ("0", "1"):
        assert NONE in text_of(anybody.get(path(EXHIBIT, delivery, use_magic=use)))


@pytest.mark.parametrize("number", ["1", "x", "9" * 19, "9" * 40, "-5", "١٢"])
def test_other_numbers_open_nothing(anybody: Browser, delivery: Delivery, number: str) -> None:
    for query in (f"magic_num={number}", f"magic_num={number}&use_magic=1"):
        assert NONE in text_of(anybody.get(f"/doc1/{EXHIBIT}?caseid={CASE_ID}&{query}"))


def test_a_number_opens_no_document_of_another_filing(anybody: Browser, delivery: Delivery) -> None:
    for one in (SINGLE, PROPOSED, "051199999999"):
        assert NONE in text_of(anybody.get(path(one, delivery, use_magic="1")))
    assert not FreeLook.objects.exists()


@pytest.mark.parametrize("restriction", [Restriction.COURT, Restriction.SEALED])
def test_what_is_restricted_has_no_free_look(
    anybody: Browser, clerk: Browser, delivery: Delivery, restriction: Restriction
) -> None:
    shown = anybody.get(path(LONG, delivery, use_magic="1")).content.decode()
    restrict_document(document=holding(EXHIBIT).document, restriction=restriction, reason="order", actor=ADMIN)
    restrict_document(document=holding(LONG).document, restriction=restriction, reason="order", actor=ADMIN)
    for browser in (anybody, clerk):
        answers = [
            browser.get(path(EXHIBIT, delivery, use_magic="1")),
            browser.get(path(EXHIBIT, delivery)),
            browser.post(f"/doc1/{EXHIBIT}", form(delivery)),
        ]
        assert all(NONE in text_of(answer) for answer in answers)
        assert f"/doc1/{EXHIBIT}" not in browser.get(path(MOTION, delivery)).content.decode()
    (file,) = IFRAME.findall(shown)
    assert "ended" in text_of(anybody.get(file.replace("&amp;", "&")))
    assert FreeLook.objects.count() == 1


def test_cases_that_are_limited_to_counsel_need_a_log_in(anybody: Browser, delivery: Delivery, case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(nature_of_suit="863 Social Security: DIWC/DIWW")
    for use in ("0", "1"):
        assert NONE in text_of(anybody.get(path(EXHIBIT, delivery, use_magic=use)))


def test_nothing_else_is_open_without_a_log_in(anybody: Browser, delivery: Delivery, charlie: Browser) -> None:
    own = IFRAME.findall(opened(charlie, EXHIBIT).content.decode())[0]
    for asked in (f"/doc1/{EXHIBIT}?magic_num=", f"/doc1/{EXHIBIT}", own.replace("&amp;", "&")):
        assert SIGN_IN in text_of(anybody.get(asked))
    assert SIGN_IN in text_of(anybody.get("/cgi-bin/show_temp.pl?file=x"))
