"""From the number of a case over its docket to a document, with receipt, header and charge; and what is hidden."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

import httpx
import pypdfium2
import pytest
from playwright.sync_api import expect
from visitor import Visitor

from opencmecf.testing.running import RunningDemo

pytestmark = pytest.mark.journey

# The pages call goDLS for programs that read them. Browsers are told to run nothing inline, and follow links and forms.
STOPPED = ("inline event handler", "script-src")
HEADER = "Case 1:20-cv-20001-RMA Document 1-1 Entered on FLSD Docket"


def looked_at(visitor: Visitor, name: str) -> None:
    visitor.noise = [line for line in visitor.noise if not any(words in line for words in STOPPED)]
    visitor.page_ok(name)


def file_of(visitor: Visitor) -> bytes:
    """The file in the frame of the page, as the browser's own session gets it."""
    source = visitor.page.locator("iframe").get_attribute("src") or ""
    host = urlsplit(visitor.page.url).netloc
    cookies = {str(one["name"]): str(one["value"]) for one in visitor.context.cookies(visitor.page.url)}
    answer = httpx.get(
        f"http://127.0.0.1:{visitor.demo.port}{source}", headers={"Host": host}, cookies=cookies, timeout=30
    )
    assert answer.headers["content-type"] == "application/pdf"
    return answer.content


def words(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return " ".join(document[0].get_textpage().get_text_range().split())
    finally:
        document.close()


def test_from_the_docket_to_a_document_and_its_charge(newcomer: Callable[..., Visitor], demo: RunningDemo) -> None:
    dora = newcomer()
    dora.sign_in(demo.people["dora"], client_code="8118-09")
    dora.choose("Query")
    dora.fill(Case_number="20-20001")
    dora.click("Run Query")
    dora.goto("flsd", "/cgi-bin/DktRpt.pl?20100001")
    dora.click("Run Report")
    dora.page.locator("a[href='/doc1/051020100101']").first.click()
    dora.reads("Document Selection Menu", "Exhibit A - Pilotage Agreement", "42 pages")
    looked_at(dora, "document-menu")

    dora.page.locator("a[href='/doc1/051120100102']").click()
    dora.reads("To accept charges shown below", "Image1-1", "3.00", "8118-09", "No more than 30 are charged.")
    looked_at(dora, "document-receipt")
    dora.click("View Document")
    dora.reads("Image1-1", "8118-09")
    assert HEADER in words(file_of(dora))
    looked_at(dora, "document-open")
    dora.page.reload()  # sends the same receipt again

    dora.choose("Utilities")
    dora.click("Review Billing History")
    row = dora.page.locator("tr", has=dora.page.get_by_text("8118-09", exact=True)).filter(has_text="Image1-1")
    expect(row).to_have_count(1)
    expect(row.locator("td[data-label=Cost]")).to_have_text("3.00")


def test_all_documents_at_once(newcomer: Callable[..., Visitor], demo: RunningDemo) -> None:
    dora = newcomer()
    dora.sign_in(demo.people["dora"], client_code="8118-10")
    dora.goto("flsd", "/doc1/051020100101")
    dora.click("View All")
    dora.reads("Billable Pages:", "View")
    looked_at(dora, "documents-receipt")
    dora.page.go_back()
    dora.click("View Selected")
    dora.reads("No document is chosen")
    looked_at(dora, "documents-none-chosen")
    dora.page.go_back()
    dora.page.get_by_label("Select 1-1").check()
    dora.page.get_by_label("Select 1-2").check()
    dora.click("Download Selected")
    dora.reads("Download 2 documents", "Exhibit A - Pilotage Agreement")
    with dora.page.expect_download() as downloading:
        dora.click("Download Documents")
    assert downloading.value.suggested_filename.endswith("-and-1-more.zip")


def test_what_is_hidden_and_what_is_only_named(newcomer: Callable[..., Visitor], demo: RunningDemo) -> None:
    dora = newcomer()
    dora.sign_in(demo.people["dora"])
    dora.goto("flsd", "/doc1/051120100107")
    dora.reads("This document is not kept here", "Nothing is charged.")
    looked_at(dora, "document-not-kept")
    for hidden in ("051120100209", "051120100215"):
        dora.goto("flsd", f"/doc1/{hidden}")
        dora.reads("The document is not available")
    looked_at(dora, "document-not-available")

    carla = newcomer()
    carla.sign_in(demo.people["carla"])
    carla.goto("flsd", "/doc1/051120100209")
    carla.reads("Warning – This document is restricted", "costs nothing")
    looked_at(carla, "document-warning")
    carla.click("View Document")
    assert b"%PDF" in file_of(carla)[:10]


def test_without_javascript(newcomer: Callable[..., Visitor], demo: RunningDemo) -> None:
    dora = newcomer(java_script_enabled=False)
    dora.sign_in(demo.people["dora"])
    dora.goto("flsd", "/doc1/051120100108")
    dora.page.get_by_text("Leave out the header at the top of each page").click()
    dora.click("View Document")
    assert "Docket" not in words(file_of(dora))
