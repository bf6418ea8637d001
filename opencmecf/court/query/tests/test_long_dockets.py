"""Long reports: sent as they are made, charged once, safe when they break off; and the question before them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from opencmecf.court.cases.actions import restrict_case
from opencmecf.court.cases.models import Case
from opencmecf.court.docket.actions import hide_text, restrict_entry, take_over
from opencmecf.court.docket.models import DocketEntry, OpenDelivery
from opencmecf.court.docket.tests.sheets import CASE_ID, civil_sheet, entry
from opencmecf.court.documents.actions import restrict_document
from opencmecf.court.documents.models import Document
from opencmecf.court.metering.models import Charge
from opencmecf.court.query import report
from opencmecf.court.query.report import LONGEST_ON_ITS_WAY
from opencmecf.court.query.tests.test_docket_report import ADMIN, AS_JURISCRAPER, RUN, dockets
from opencmecf.foundation import clock
from opencmecf.foundation.access import Restriction
from opencmecf.testing.pages import text_of
from opencmecf.testing.people import Browser, House

pytestmark = pytest.mark.django_db

LENGTH = 1234
FROM_A_SCREEN = AS_JURISCRAPER | {"date_from": "", "button1": "Run Report"}


@pytest.fixture
def case(house: House) -> Case:
    entries = tuple(
        entry(number, f"MOTION number {number}. Ünïcode", day=1 + number % 28) for number in range(1, LENGTH)
    )
    sheet = replace(civil_sheet(), entries=(*entries, entry(None, "Clerk's notice.")))
    return take_over(sheet=sheet, court=house.flsd, actor=ADMIN).case


@pytest.fixture
def charlie(house: House, case: Case) -> Browser:
    return house.signed_in("charlie", house.flsd)


class Whole:
    """A streamed page, read to its end."""

    def __init__(self, page: Any) -> None:
        assert page.streaming
        self.content = b"".join(page.streaming_content)


def test_a_long_report_streams_in_order_and_is_charged_for_every_byte(charlie: Browser) -> None:
    page = Whole(charlie.post(RUN, AS_JURISCRAPER))
    shown = page.content.decode()
    assert [text.split(".")[0] for text in dockets(page)][:-1] == [f"MOTION number {one}" for one in range(1, LENGTH)]
    sheet = shown[shown.index('<table width="100%" class="case-flags">') : shown.index("<hr><center>")]
    charge = Charge.objects.get()
    assert charge.pages == -(-len(sheet.encode()) // 4320)
    assert "Billable Pages: 30 Cost: 3.00" in text_of(page)
    assert not OpenDelivery.objects.exists()


@pytest.mark.parametrize(("sort", "step"), [("most recent date first", -1), ("document number", 1)])
def test_other_orders_stream_whole(charlie: Browser, sort: str, step: int) -> None:
    oldest = dockets(Whole(charlie.post(RUN, AS_JURISCRAPER)))
    assert dockets(Whole(charlie.post(RUN, AS_JURISCRAPER | {"sort1": sort}))) == oldest[::step]


def test_a_broken_stream_is_not_charged_twice_and_a_second_report_is(charlie: Browser) -> None:
    next(iter(charlie.post(RUN, AS_JURISCRAPER).streaming_content))
    assert (Charge.objects.count(), OpenDelivery.objects.count()) == (1, 1)
    Whole(charlie.post(RUN, AS_JURISCRAPER))
    assert (Charge.objects.count(), OpenDelivery.objects.count()) == (1, 0)
    Whole(charlie.post(RUN, AS_JURISCRAPER))
    assert Charge.objects.count() == 2


def test_a_report_that_is_on_its_way_pays_for_no_other(charlie: Browser) -> None:
    first = iter(charlie.post(RUN, AS_JURISCRAPER).streaming_content)
    next(first)
    Whole(charlie.post(RUN, AS_JURISCRAPER))
    assert Charge.objects.count() == 2
    assert OpenDelivery.objects.get().broke_off_at is None
    b"".join(first)
    assert not OpenDelivery.objects.exists()


def test_whoever_breaks_off_again_and_again_is_charged_again(charlie: Browser) -> None:
    for charges in (1, 1, 1, 2, 2, 2, 3):
        next(iter(charlie.post(RUN, AS_JURISCRAPER).streaming_content))
        assert Charge.objects.count() == charges


def test_what_a_process_that_died_was_sending_is_not_charged_twice(charlie: Browser) -> None:
    first = iter(charlie.post(RUN, AS_JURISCRAPER).streaming_content)
    next(first)
    OpenDelivery.objects.update(began_at=clock.now() - LONGEST_ON_ITS_WAY - timedelta(seconds=1))
    Whole(charlie.post(RUN, AS_JURISCRAPER))
    assert Charge.objects.count() == 1


def test_a_broken_stream_does_not_pay_for_another_report(charlie: Browser) -> None:
    next(iter(charlie.post(RUN, AS_JURISCRAPER).streaming_content))
    Whole(charlie.post(RUN, AS_JURISCRAPER | {"list_of_parties_and_counsel": "on"}))
    assert Charge.objects.count() == 2


def test_what_broke_off_as_exempt_does_not_pay_for_the_same_report_as_not_exempt(house: House, case: Case) -> None:
    account = house.account("charlie")
    exemption = {"kind": "CJA panel attorney", "courts": [], "first": "2020-01-01", "last": "2099-12-31"}
    account.told_to_courts = {"exemptions": [exemption]}
    account.save()
    charlie = house.signed_in("charlie", house.flsd)
    charlie.post("/utilities/exemption-status", {"status": "exempt"})
    next(iter(charlie.post(RUN, AS_JURISCRAPER).streaming_content))
    charlie.post("/utilities/exemption-status", {"status": "not-exempt"})
    assert "Cost: 3.00" in text_of(Whole(charlie.post(RUN, AS_JURISCRAPER)))
    charlie.post("/utilities/exemption-status", {"status": "exempt"})
    again = text_of(Whole(charlie.post(RUN, AS_JURISCRAPER)))
    assert "Cost: 0.00 Exempt flag: Exempt Exempt reason: CJA panel attorney" in again
    assert sorted(Charge.objects.values_list("cost_cents", "basis")) == [
        (0, "exempt: CJA panel attorney"),
        (300, "billable"),
    ]


def test_the_queries_do_not_grow_with_the_rows_of_a_page(charlie: Browser, house: House) -> None:
    few = replace(civil_sheet(), case_number="1:20-cv-20002-RMA", pacer_case_id="560002")
    take_over(sheet=few, court=house.flsd, actor=ADMIN)
    counts = []
    for case_id in ("560002", CASE_ID):
        with CaptureQueriesContext(connection) as queries:
            charlie.post(RUN, AS_JURISCRAPER | {"all_case_ids": case_id})
        counts.append(len([one for one in queries.captured_queries if "SAVEPOINT" not in str(one["sql"])]))
    assert counts[0] <= 11
    assert counts[1] <= counts[0] + 6, "the size, the open delivery, and the clock for both"


def test_what_is_sealed_while_the_page_is_sent_is_sent_no_more(charlie: Browser, case: Case) -> None:
    sent: Iterator[bytes] = iter(charlie.post(RUN, AS_JURISCRAPER).streaming_content)
    begun = b"".join(next(sent) for _ in range(3))
    assert b"MOTION number 50." in begun
    hide_text(entry=case.entries.get(number="900"), restriction=Restriction.SEALED, reason="", actor=ADMIN)
    restrict_entry(entry=case.entries.get(number="901"), restriction=Restriction.SEALED, reason="", actor=ADMIN)
    rest = b"".join(sent)
    assert b"MOTION number 899." in rest
    assert b"MOTION number 900." not in rest
    assert b"MOTION number 901." not in rest


def test_a_case_that_is_sealed_while_the_page_is_sent_ends(charlie: Browser, case: Case) -> None:
    sent: Iterator[bytes] = iter(charlie.post(RUN, AS_JURISCRAPER).streaming_content)
    for _ in range(3):
        next(sent)
    restrict_case(case=case, restriction=Restriction.SEALED, reason="", actor=ADMIN)
    assert b"MOTION number" not in b"".join(sent)


def test_restricted_rows_of_a_long_report_are_counted_as_they_are_shown(charlie: Browser, case: Case) -> None:
    hide_text(entry=case.entries.get(number="7"), restriction=Restriction.SEALED, reason="", actor=ADMIN)
    held = Document.objects.get(holdings__entry__number="9", holdings__entry__case=case)
    restrict_document(document=held, restriction=Restriction.SEALED, reason="", actor=ADMIN)
    page = Whole(charlie.post(RUN, AS_JURISCRAPER))
    shown = page.content.decode()
    assert "MOTION number 7." not in shown
    assert "MOTION number 9." in shown
    assert held.document_id not in shown
    assert f"/doc1/05101{held.number}" not in shown
    sheet = shown[shown.index('<table width="100%" class="case-flags">') : shown.index("<hr><center>")]
    assert Charge.objects.get().pages == -(-len(sheet.encode()) // 4320)


def test_a_row_that_was_kept_goes_when_its_text_changes(charlie: Browser, case: Case) -> None:
    DocketEntry.objects.filter(case=case, number="5").update(words="REDACTED MOTION", words_runs=None)
    shown = Whole(charlie.post(RUN, AS_JURISCRAPER)).content.decode()
    assert "MOTION number 5." not in shown
    assert "REDACTED MOTION" in shown


def test_a_person_is_asked_before_a_long_report_and_gets_what_was_asked_for(charlie: Browser) -> None:
    page = charlie.post(RUN, FROM_A_SCREEN | {"sort1": "document number"})
    shown = page.content.decode()
    assert "The report may take a long time to run because this case has many docket entries" in shown
    assert shown.count('type="radio" name="date_from"') == 4
    assert '<input type="hidden" name="sort1" value="document number">' in shown
    assert not Charge.objects.exists()
    again = {name: value for name, value in FROM_A_SCREEN.items() if name != "button1"}
    assert len(dockets(Whole(charlie.post("/cgi-bin/DktRpt.pl?1-L_1_1-1", again)))) == LENGTH
    assert "none satisfy" in text_of(charlie.post("/cgi-bin/DktRpt.pl?1-L_1_1-1", again | {"date_from": "1/1/2030"}))


def test_a_range_is_not_asked_about(charlie: Browser) -> None:
    page = charlie.post(RUN, FROM_A_SCREEN | {"documents_numbered_from_": "1", "documents_numbered_to_": "400"})
    assert len(dockets(page)) == 400


def test_a_long_pdf_is_refused_before_the_charge(charlie: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report, "PDF_AT_MOST", 1000)
    page = charlie.post(RUN, AS_JURISCRAPER | {"output_format": "pdf"})
    assert "The docket has too many entries for a PDF" in text_of(page)
    assert not Charge.objects.exists()
