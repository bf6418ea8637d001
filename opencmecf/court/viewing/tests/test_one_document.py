"""`/doc1/…`: menu, receipt, the file with its header, and what is charged."""

from __future__ import annotations

import datetime as dt
import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.test.client import MULTIPART_CONTENT
from juriscraper.pacer import AttachmentPage, DownloadConfirmationPage

from opencmecf.court.cases.models import Case
from opencmecf.court.docket.actions import restrict_entry
from opencmecf.court.docket.models import DocketEntry
from opencmecf.court.documents.actions import restrict_document
from opencmecf.court.documents.models import Document
from opencmecf.court.documents.tests.pdfs import pdf_bytes
from opencmecf.court.metering.models import Charge
from opencmecf.court.profile.models import Court
from opencmecf.court.viewing.models import Retrieval
from opencmecf.court.viewing.tests.pages import AS_JURISCRAPER, IFRAME, LOGGED_IN, opened, pdf_of, token_of, words
from opencmecf.court.viewing.tests.shelf import (
    ADMIN,
    CASE_ID,
    EXHIBIT,
    LONG,
    MOTION,
    NAMED,
    PROPOSED,
    SINGLE,
    holding,
    menu_id,
    put_file,
)
from opencmecf.foundation.access import Restriction
from opencmecf.foundation.audit.models import AuditEvent
from opencmecf.foundation.audit.queries import events_of
from opencmecf.foundation.storage import default_store
from opencmecf.testing.pages import text_of
from opencmecf.testing.people import Browser, House

pytestmark = pytest.mark.django_db


def pdf_titled(title: str) -> bytes:
    """A PDF whose bytes show its title."""
    written = BytesIO()
    with pikepdf.open(BytesIO(pdf_bytes(1))) as pdf:
        pdf.docinfo["/Title"] = title
        pdf.save(written)
    return written.getvalue()


def test_the_menu_is_read_by_juriscraper(charlie: Browser) -> None:
    page = charlie.get(f"/doc1/{menu_id(MOTION)}")
    menu = AttachmentPage("flsd")
    menu._parse_text(page.content.decode())
    data = menu.data
    assert (data["document_number"], data["pacer_case_id"], data["pacer_seq_no"]) == (1, CASE_ID, "10")
    assert (data["pacer_doc_id"], data["page_count"]) == (menu_id(MOTION), 2)
    assert data["file_size_bytes"] == holding(MOTION).document.bytes
    assert [(one["attachment_number"], one["description"], one["page_count"]) for one in data["attachments"]] == [
        (1, "Exhibit A", 3),
        (2, "Exhibit B", 63),
        (3, "Text of Proposed Order", 1),
    ]
    assert [one["pacer_doc_id"] for one in data["attachments"]] == [menu_id(one) for one in (EXHIBIT, LONG, PROPOSED)]
    assert LOGGED_IN in page.content
    assert not Charge.objects.exists()


def test_the_menu_is_what_the_extension_looks_for(charlie: Browser) -> None:
    content = charlie.get(f"/doc1/{menu_id(MOTION)}").content.decode()
    main = content[content.index('id="cmecfMainContent"') :]
    assert "Document Selection Menu" in re.findall(r"<p[^>]*>(.*?)</p>", main)[0]
    calls = re.findall(r'onclick="(goDLS\([^"]*)"', main)
    assert calls[0] == f"goDLS('/doc1/{MOTION}','{CASE_ID}','10','','','1','','','');return(false);"
    assert len(calls) == 4


def test_the_receipt_page_says_what_it_will_cost_and_costs_nothing(charlie: Browser, house: House) -> None:
    page = charlie.get(f"/doc1/{EXHIBIT}")
    offer = DownloadConfirmationPage("flsd")
    offer._parse_text(page.content.decode())
    assert offer.data["docket_number"] == "1:20-cv-20001-RMA"
    assert offer.data["document_description"] == "Image1-1"
    assert (offer.data["billable_pages"], offer.data["cost"]) == ("3", "0.30")
    assert isinstance(offer.data["transaction_date"], dt.datetime)
    assert house.account("charlie").number in text_of(page)
    assert not Charge.objects.exists()
    assert not Retrieval.objects.exists()


def test_the_receipt_page_is_what_the_extension_looks_for(charlie: Browser) -> None:
    content = charlie.get(f"/doc1/{EXHIBIT}").content.decode()
    assert f"""onsubmit="goDLS('/doc1/{EXHIBIT}','{CASE_ID}','10','1','','1','','','');return(false);\"""" in content
    assert 'value="View Document"' in re.findall(r"<input[^>]*>", content)[-1]
    assert re.search(r"<form[^>]*>\s*<hr><center>", content)


@pytest.mark.parametrize("document_id", [SINGLE, menu_id(SINGLE)])
def test_an_entry_with_one_document_has_no_menu(charlie: Browser, document_id: str) -> None:
    page = charlie.get(f"/doc1/{document_id}")
    assert "Transaction Receipt" in text_of(page)
    assert "Billable Pages: 4 Cost: 0.40" in text_of(page)


def test_a_program_gets_the_file_with_its_header_and_pays_once(charlie: Browser, house: House) -> None:
    pdf = pdf_of(charlie, charlie.post(f"/doc1/{EXHIBIT}", AS_JURISCRAPER))
    assert "Case 1:20-cv-20001-RMA Document 1-1 Filed 01/02/20 Page 3 of 3" in words(pdf, 2)
    charge = Charge.objects.get()
    assert (charge.description, charge.criteria, charge.pages, charge.cost_cents) == (
        "Image1-1",
        "1:20-cv-20001-RMA",
        3,
        30,
    )
    assert charge.account_number == house.account("charlie").number
    assert "Image1-1" in text_of(charlie.get("/utilities/billing-history"))
    (event,) = events_of(f"person:flsd:{charge.account_number}")
    assert event["data"]["subjects"] == [f"document:flsd:{menu_id(EXHIBIT)}"]


def test_a_person_gets_a_page_with_the_file_and_the_receipt(charlie: Browser) -> None:
    page = opened(charlie, EXHIBIT)
    assert LOGGED_IN in page.content
    assert "Page 3 of 3" in words(pdf_of(charlie, page), 2)
    assert Retrieval.objects.get().charge == Charge.objects.get()
    assert "Billable Pages: 3 Cost: 0.30" in text_of(page)


@pytest.mark.parametrize("words_in_title", ["Motion to File Under Seal", 'window.location = "x";'])
def test_a_program_gets_a_page_where_it_would_take_the_pdf_for_a_refusal(charlie: Browser, words_in_title: str) -> None:
    put_file(holding(NAMED), 1, pdf_titled(words_in_title))
    for _ in range(2):
        page = charlie.post(f"/doc1/{NAMED}", AS_JURISCRAPER)
        assert IFRAME.search(page.content.decode())
        assert words_in_title.encode() in pdf_of(charlie, page)
    assert Charge.objects.count() == 2


def test_what_a_program_gets_without_a_page_is_sent_by_the_server_in_front(charlie: Browser, settings: Any) -> None:
    settings.X_ACCEL_PREFIX = "/stored/"
    answer = charlie.post(f"/doc1/{EXHIBIT}", AS_JURISCRAPER)
    assert answer.content == b""
    assert answer["X-Accel-Redirect"].startswith("/stored/stamped/")
    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    assert Charge.objects.count() == 1


def test_a_lost_file_is_not_charged_to_a_program(charlie: Browser) -> None:
    default_store().path(holding(EXHIBIT).document.sha256).unlink()
    assert "The file cannot be found" in text_of(charlie.post(f"/doc1/{EXHIBIT}", AS_JURISCRAPER))
    assert not Charge.objects.exists()


def test_a_lost_file_is_not_charged_to_a_person(charlie: Browser) -> None:
    token = token_of(charlie.get(f"/doc1/{EXHIBIT}"))
    default_store().path(holding(EXHIBIT).document.sha256).unlink()
    page = charlie.post(f"/doc1/{EXHIBIT}", {"got_receipt": "1", "receipt": token})
    assert "The file cannot be found" in text_of(page)
    assert not Charge.objects.exists()


@pytest.mark.parametrize("content_type", [MULTIPART_CONTENT, "application/x-www-form-urlencoded"])
def test_both_ways_of_encoding_a_form_are_taken_without_a_token(charlie: Browser, content_type: str) -> None:
    client = charlie.clients[charlie.home]
    client.handler.enforce_csrf_checks = True
    data: Any = "got_receipt=1&pdf_header=1" if "urlencoded" in content_type else AS_JURISCRAPER
    assert pdf_of(charlie, client.post(f"/doc1/{MOTION}", data, content_type=content_type))


def test_no_more_than_thirty_pages_are_charged(charlie: Browser) -> None:
    offer = charlie.get(f"/doc1/{LONG}")
    assert "Billable Pages: 30 Cost: 3.00" in text_of(offer)
    assert "The document has 63 pages. No more than 30 are charged." in text_of(offer)
    page = opened(charlie, LONG)
    assert (Charge.objects.get().pages, Charge.objects.get().cost_cents) == (63, 300)
    assert "Billable Pages: 30 Cost: 3.00" in text_of(page)


def test_the_same_receipt_is_charged_once_and_another_one_again(charlie: Browser) -> None:
    offer = charlie.get(f"/doc1/{EXHIBIT}")
    form = {**AS_JURISCRAPER, "receipt": token_of(offer)}
    pages = [charlie.post(f"/doc1/{EXHIBIT}", form) for _ in range(3)]
    assert Charge.objects.count() == 1
    assert len({IFRAME.findall(page.content.decode())[0] for page in pages}) == 1
    charlie.post(f"/doc1/{EXHIBIT}", {**form, "receipt": token_of(charlie.get(f"/doc1/{EXHIBIT}"))})
    assert pdf_of(charlie, charlie.post(f"/doc1/{EXHIBIT}", AS_JURISCRAPER))
    assert Charge.objects.count() == 3


def test_a_receipt_serves_for_its_own_document_and_person_alone(charlie: Browser, house: House) -> None:
    token = token_of(charlie.get(f"/doc1/{EXHIBIT}"))
    john = house.signed_in("john", house.flsd)
    charlie.post(f"/doc1/{EXHIBIT}", {**AS_JURISCRAPER, "receipt": token})
    charlie.post(f"/doc1/{MOTION}", {**AS_JURISCRAPER, "receipt": token})
    john.post(f"/doc1/{EXHIBIT}", {**AS_JURISCRAPER, "receipt": token})
    charlie.post(f"/doc1/{EXHIBIT}", {**AS_JURISCRAPER, "receipt": "forged"})
    assert Charge.objects.count() == 4


def test_the_file_may_be_loaded_again_for_an_hour_by_whoever_opened_it(charlie: Browser, house: House) -> None:
    page = opened(charlie, EXHIBIT)
    assert pdf_of(charlie, page) == pdf_of(charlie, page)
    assert Charge.objects.count() == 1
    source = IFRAME.findall(page.content.decode())[0].replace("&amp;", "&")
    john = house.signed_in("john", house.flsd)
    assert "This view of the document has ended" in text_of(john.get(source))
    Retrieval.objects.update(at=dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
    ended = charlie.get(source)
    assert ended.status_code == 200
    assert "This view of the document has ended" in text_of(ended)
    assert LOGGED_IN in ended.content


@pytest.mark.parametrize("file", ["", "x", "00000000-0000-4000-8000-000000000000"])
def test_an_invented_file_is_none(charlie: Browser, file: str) -> None:
    page = charlie.get(f"/cgi-bin/show_temp.pl?file={file}&type=application/pdf")
    assert page.status_code == 200
    assert "This view of the document has ended" in text_of(page)


def test_a_file_is_gone_when_its_document_is_sealed_meanwhile(charlie: Browser) -> None:
    page = opened(charlie, EXHIBIT)
    source = IFRAME.findall(page.content.decode())[0].replace("&amp;", "&")
    restrict_document(
        document=holding(EXHIBIT).document, restriction=Restriction.SEALED, reason="by order", actor=ADMIN
    )
    assert "This view of the document has ended" in text_of(charlie.get(source))


def test_asking_without_having_seen_the_receipt_costs_nothing(charlie: Browser) -> None:
    for got_receipt in ("0", ""):
        page = charlie.post(f"/doc1/{EXHIBIT}", {**AS_JURISCRAPER, "got_receipt": got_receipt})
        assert "Transaction Receipt" in text_of(page)
    assert not Charge.objects.exists()


def test_a_header_may_be_left_out(charlie: Browser) -> None:
    page = charlie.post(f"/doc1/{EXHIBIT}", {**AS_JURISCRAPER, "pdf_header": "2"})
    stored = default_store().path(holding(EXHIBIT).document.sha256).read_bytes()
    assert pdf_of(charlie, page) == stored
    with_header = pdf_of(charlie, charlie.post(f"/doc1/{EXHIBIT}", AS_JURISCRAPER))
    assert with_header != stored
    assert default_store().path(holding(EXHIBIT).document.sha256).read_bytes() == stored


def test_a_court_may_tell_when_a_document_was_entered(charlie: Browser) -> None:
    Court.objects.filter(pk="flsd").update(header_tells_entry=True)
    pdf = pdf_of(charlie, charlie.post(f"/doc1/{EXHIBIT}", AS_JURISCRAPER))
    assert "Document 1-1 Entered on FLSD Docket 01/02/2020 Page 1 of 3" in words(pdf)


def test_court_staff_pay_nothing_and_their_view_is_on_record(clerk: Browser, house: House) -> None:
    page = clerk.get(f"/doc1/{EXHIBIT}")
    assert "Transaction Receipt" not in text_of(page)
    assert "Page 1 of 3" in words(pdf_of(clerk, page))
    assert not Charge.objects.exists()
    (event,) = events_of(f"person:flsd:{house.account('carla').number}")
    assert (event["act"], event["target"]) == ("document:file:view", f"document:flsd:{menu_id(EXHIBIT)}")


def test_looking_at_the_head_alone_gives_nothing_out(clerk: Browser) -> None:
    assert clerk.clients[clerk.home].head(f"/doc1/{EXHIBIT}").status_code == 200
    assert not Retrieval.objects.exists()


def test_a_document_that_is_only_named_says_so_and_costs_nothing(charlie: Browser) -> None:
    for page in (charlie.get(f"/doc1/{NAMED}"), charlie.post(f"/doc1/{NAMED}", AS_JURISCRAPER)):
        assert page.status_code == 200
        assert b"document is not available" in page.content
        assert "This document is not kept here" in text_of(page)
    assert not Charge.objects.exists()


def test_the_wrong_case_is_told_as_programs_expect(charlie: Browser) -> None:
    page = charlie.post(f"/doc1/{EXHIBIT}", {**AS_JURISCRAPER, "caseid": "999"})
    assert b"Cannot locate the case with caseid" in page.content
    assert not Charge.objects.exists()
    data = {key: value for key, value in AS_JURISCRAPER.items() if key != "caseid"}
    assert pdf_of(charlie, charlie.post(f"/doc1/{EXHIBIT}", data))


def test_whoever_is_not_signed_in_is_sent_to_sign_in(house: House, case: Case) -> None:
    page = house.browser(house.flsd).get(f"/doc1/{EXHIBIT}")
    assert LOGGED_IN not in page.content
    assert "Transaction Receipt" not in text_of(page)
    assert not Retrieval.objects.exists()


@pytest.mark.parametrize(
    ("level", "told"),
    [
        (Restriction.COURT, "Warning – This document is restricted to court users."),
        (Restriction.SEALED, "Warning – This document is restricted to specific users"),
    ],
)
def test_whoever_may_see_a_restricted_document_is_warned_first(
    clerk: Browser, charlie: Browser, level: Restriction, told: str
) -> None:
    restrict_document(document=holding(SINGLE).document, restriction=level, reason="by order", actor=ADMIN)
    page = clerk.get(f"/doc1/{SINGLE}")
    assert told in text_of(page)
    assert not Retrieval.objects.exists()
    assert pdf_of(clerk, clerk.post(f"/doc1/{SINGLE}", AS_JURISCRAPER))
    hidden = charlie.post(f"/doc1/{SINGLE}", AS_JURISCRAPER)
    assert "The document is not available" in text_of(hidden)
    assert not Charge.objects.exists()


def test_the_warning_comes_from_the_entry_as_well(court_admin: Browser) -> None:
    restrict_entry(
        entry=DocketEntry.objects.get(number="1"), restriction=Restriction.COURT, reason="by order", actor=ADMIN
    )
    assert "restricted to court users" in text_of(court_admin.get(f"/doc1/{menu_id(MOTION)}"))
    assert "restricted to court users" in text_of(court_admin.get(f"/doc1/{EXHIBIT}"))


def test_court_staff_do_not_see_what_is_sealed(court_admin: Browser) -> None:
    restrict_document(document=holding(SINGLE).document, restriction=Restriction.SEALED, reason="by order", actor=ADMIN)
    assert "The document is not available" in text_of(court_admin.get(f"/doc1/{SINGLE}"))


def test_a_file_that_cannot_be_stamped_is_given_out_as_it_is(charlie: Browser) -> None:
    broken = b"%PDF-1.7 and nothing more"
    put_file(holding(NAMED), 1, broken)
    assert pdf_of(charlie, charlie.post(f"/doc1/{NAMED}", AS_JURISCRAPER)) == broken


def test_a_lost_file_is_told_and_is_no_broken_server(charlie: Browser) -> None:
    page = opened(charlie, EXHIBIT)
    default_store().path(holding(EXHIBIT).document.sha256).unlink()
    lost = charlie.get(IFRAME.findall(page.content.decode())[0].replace("&amp;", "&"))
    assert lost.status_code == 200
    assert "The file cannot be found" in text_of(lost)


def test_a_document_of_before_2010_is_found_by_its_old_id(charlie: Browser) -> None:
    Document.objects.filter(pk=holding(SINGLE).document_id).update(dm_id="8300")
    answer = charlie.clients[charlie.home].get(f"/cgi-bin/show_doc.pl?caseid={CASE_ID}&de_seq_num=20&dm_id=8300")
    assert answer.status_code == 302
    assert answer["Location"] == f"/doc1/{SINGLE}?caseid={CASE_ID}"
    assert "not available" in text_of(charlie.get("/cgi-bin/show_doc.pl?dm_id="))


def test_the_page_with_the_file_holds_no_words_of_the_docket(charlie: Browser, case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(title="Under Seal v. Sealed Document")
    holding_ = holding(EXHIBIT)
    holding_.description = "Motion to File Under Seal"
    holding_.save()
    page = opened(charlie, EXHIBIT).content
    assert b"Under Seal" not in page
    assert b"Sealed Document" not in page


def test_the_trail_and_the_charge_stand_or_fall_together(charlie: Browser, store: Path) -> None:
    before = AuditEvent.objects.count()
    opened(charlie, EXHIBIT)
    assert AuditEvent.objects.count() == before + 1
    assert Retrieval.objects.count() == Charge.objects.count() == 1
    assert pdf_of(charlie, charlie.post(f"/doc1/{EXHIBIT}", AS_JURISCRAPER))
    assert AuditEvent.objects.count() == before + 2
    assert (Retrieval.objects.count(), Charge.objects.count()) == (1, 2)


def test_whoever_views_as_exempt_sees_it_on_both_receipts_and_pays_nothing(house: House, case: Case) -> None:
    account = house.account("charlie")
    exemption = {"kind": "CJA panel attorney", "courts": [], "first": "2020-01-01", "last": "2099-12-31"}
    account.told_to_courts = {"exemptions": [exemption]}
    account.save()
    charlie = house.signed_in("charlie", house.flsd)
    charlie.post("/utilities/exemption-status", {"status": "exempt"})
    offer = charlie.get(f"/doc1/{EXHIBIT}")
    given = charlie.post(f"/doc1/{EXHIBIT}", {**AS_JURISCRAPER, "receipt": token_of(offer)})
    for page in (offer, given):
        assert "Cost: 0.00 Exempt flag: Exempt Exempt reason: CJA panel attorney" in text_of(page)
    charge = Charge.objects.get()
    assert (charge.cost_cents, charge.basis) == (0, "exempt: CJA panel attorney")
    assert charge.billable_pages > 0
