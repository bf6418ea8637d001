"""How often the pages that people read most ask the database, whatever the size of the case.

`pytest -rP tests/speed` prints each number.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from opencmecf.court.docket.actions import take_over
from opencmecf.court.docket.models import EntryDocument
from opencmecf.court.docket.sheet import Attachment, Party
from opencmecf.court.docket.tests.sheets import CASE_ID, civil_sheet, entry
from opencmecf.court.docket.text import text_of
from opencmecf.court.documents.actions import attach_file
from opencmecf.court.documents.tests.pdfs import pdf_bytes
from opencmecf.court.query.case_items import PAGES
from opencmecf.foundation.access import Role, system
from opencmecf.foundation.storage import default_store
from opencmecf.testing.people import Browser, House

pytestmark = pytest.mark.django_db

AT_MOST = 8
ADMIN = system("tests", "flsd", frozenset({Role.COURT_ADMIN, Role.CLERK}))
MENU, DOCUMENT = "051020000100", "051120000101"
REPORT = {
    "all_case_ids": CASE_ID,
    "date_from": "1/1/1960",
    "output_format": "html",
    "list_of_parties_and_counsel": "on",
}
TRANSACTION = re.compile(r"(SAVEPOINT|RELEASE|ROLLBACK TO) ")
IFRAME = re.compile(r'<iframe [^>]*src="([^"]+)"')
TOKEN = re.compile(r'name="receipt" value="([^"]+)"')


@pytest.fixture(params=[3, 60], ids=["short", "long"])
def size(request: pytest.FixtureRequest) -> int:
    """How many entries, parties and documents the case has."""
    return int(request.param)


@pytest.fixture
def charlie(house: House, size: int) -> Browser:
    documents = tuple(
        Attachment(number=number, description=f"Exhibit {number}", document_id=f"0510{20_000_100 + number}")
        for number in range(size)
    )
    sheet = civil_sheet(
        entries=(
            replace(entry(1, "MOTION to Compel"), attachments=documents),
            *(entry(number, f"RESPONSE {number}") for number in range(2, size)),
        ),
        parties=tuple(Party(type="Plaintiff", name=text_of("Robert Okafor"), counsel=()) for _ in range(size)),
    )
    take_over(sheet=sheet, court=house.flsd, actor=ADMIN)
    for held in EntryDocument.objects.filter(attachment_number__lte=1, entry__number="1").select_related("document"):
        stored = default_store().put([pdf_bytes(1)])
        attach_file(document=held.document, stored=stored, pages=1, file_name="paper.pdf", actor=ADMIN)
    return house.signed_in("charlie", house.flsd)


def queries(browser: Browser, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, Any]:
    """How many queries the second of two equal requests makes, and its answer."""
    client = browser.clients[browser.home]
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(path) if method == "GET" else client.post(path, form or {})
        assert answer.status_code == 200
        if answer.streaming:
            assert b"".join(answer.streaming_content)
    # A planned statement is counted without its words.
    asked = [one for one in captured if not TRANSACTION.match(one["sql"] or "")]
    print(f"{method} {path}: {len(asked)} queries")
    return len(asked), answer


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/", 4),
        ("/cgi-bin/iquery.pl", 4),
        (f"/cgi-bin/iqquerymenu.pl?{CASE_ID}", 4),
        (f"/cgi-bin/DktRpt.pl?{CASE_ID}", 4),
        *((f"/cgi-bin/{item.address}?{CASE_ID}", AT_MOST) for item in PAGES),
        (f"/doc1/{MENU}", 4),
        (f"/doc1/{DOCUMENT}", 4),
    ],
)
def test_a_page(charlie: Browser, path: str, most: int) -> None:
    count, _ = queries(charlie, "GET", path)
    assert count <= most


def test_the_docket_report(charlie: Browser, size: int) -> None:
    count, answer = queries(charlie, "POST", "/cgi-bin/DktRpt.pl?1-L_1_0-1", REPORT)
    assert answer.content.count(b"RESPONSE") == size - 2
    assert b"Billable Pages" in answer.content
    assert count <= 5  # one of them because the case names another


def test_a_search(charlie: Browser) -> None:
    count, answer = queries(charlie, "POST", "/cgi-bin/iquery.pl?1-L_1_0-1", {"last_name": "okafor"})
    assert b"Transaction Receipt" in answer.content
    assert count <= AT_MOST


def test_a_document_by_one_request(charlie: Browser) -> None:
    count, answer = queries(charlie, "POST", f"/doc1/{DOCUMENT}", {"got_receipt": "1"})
    assert answer["Content-Type"] == "application/pdf"
    assert count <= 3


def test_a_document_on_its_page(charlie: Browser) -> None:
    client = charlie.clients[charlie.home]
    token = TOKEN.findall(client.get(f"/doc1/{DOCUMENT}").content.decode())[0]
    count, answer = queries(charlie, "POST", f"/doc1/{DOCUMENT}", {"got_receipt": "1", "receipt": "old"})
    assert count <= 4
    count, answer = queries(charlie, "POST", f"/doc1/{DOCUMENT}", {"got_receipt": "1", "receipt": token})
    assert count <= 4
    source = IFRAME.findall(answer.content.decode())[0].replace("&amp;", "&")
    count, _ = queries(charlie, "GET", source)
    assert count <= 3
