"""An unmodified juriscraper reads menus and receipts and downloads documents (wire contract 6.5 to 6.8)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pypdfium2
from juriscraper.pacer import AttachmentPage, DocketReport, DownloadConfirmationPage
from juriscraper.pacer.http import PacerSession

Run = Callable[..., Any]
CASE, CRIMINAL_CASE = "20100001", "20100104"
COMPLAINT, EXHIBIT, ONLY_NAMED, SEALED = "051020100101", "051020100102", "051020100107", "051020100209"
BILLING = "https://ecf.flsd.uscourts.gov/utilities/billing-history"


def first_words(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return " ".join(document[0].get_textpage().get_text_range().split())
    finally:
        document.close()


async def download(pacer: PacerSession, document_id: str, case_id: str = CASE) -> tuple[Any, str]:
    found: tuple[Any, str] = await DocketReport("flsd", pacer).download_pdf(case_id, document_id)  # type: ignore[arg-type]
    return found


def test_menu_is_read(run: Run) -> None:
    async def visit(pacer: PacerSession) -> dict[str, Any]:
        page = AttachmentPage("flsd", pacer)
        await page.query(COMPLAINT)
        data: dict[str, Any] = page.data
        return data

    data = run(visit, "charlie")
    assert (data["document_number"], data["pacer_case_id"], data["pacer_doc_id"]) == (1, CASE, COMPLAINT)
    assert [(one["attachment_number"], one["description"]) for one in data["attachments"]][:1] == [
        (1, "Exhibit A - Pilotage Agreement")
    ]
    assert data["attachments"][0]["page_count"] == 42
    assert data["attachments"][0]["pacer_doc_id"] == EXHIBIT


def test_confirmation_is_read_and_costs_nothing(run: Run) -> None:
    async def visit(pacer: PacerSession) -> tuple[dict[str, Any], str]:
        page = DownloadConfirmationPage("flsd", pacer)
        await page.query(EXHIBIT)
        history = await pacer.get(BILLING, auto_login=False)
        return page.data, history.text

    data, history = run(visit, "alice", client_code="6001-01")
    assert (data["docket_number"], data["document_description"]) == ("1:20-cv-20001-RMA", "Image1-1")
    assert (data["billable_pages"], data["cost"]) == ("30", "3.00")
    assert "6001-01" not in history.replace('value="6001-01"', "").partition("<table")[2]


def test_document_is_downloaded_with_its_header_and_charged_once(run: Run) -> None:
    async def visit(pacer: PacerSession) -> tuple[Any, str, str]:
        await pacer.login()
        answer, problem = await download(pacer, EXHIBIT)
        history = await pacer.get(BILLING, auto_login=False)
        return answer, problem, history.text

    answer, problem, history = run(visit, "alice", client_code="6001-02")
    assert not problem
    assert answer.headers["Content-Type"] == "application/pdf"
    assert "Case 1:20-cv-20001-RMA Document 1-1 Entered on FLSD Docket" in first_words(answer.content)
    assert "Page 1 of 42" in first_words(answer.content)
    assert history.count('<td data-label="Client Code">6001-02</td>') == 1
    assert history.count('<td data-label="Description">Image1-1</td>') >= 1


def test_wrong_case_is_tried_again_without_the_case(run: Run) -> None:
    async def visit(pacer: PacerSession) -> tuple[Any, str]:
        return await download(pacer, EXHIBIT, CRIMINAL_CASE)

    answer, problem = run(visit, "charlie")
    assert not problem
    assert answer.content.startswith(b"%PDF")


def test_document_without_a_file_is_told(run: Run) -> None:
    async def visit(pacer: PacerSession) -> tuple[Any, str]:
        return await download(pacer, ONLY_NAMED)

    answer, problem = run(visit, "charlie")
    assert answer is None
    assert "Document not available" in problem


def test_sealed_document_is_not_available(run: Run) -> None:
    async def visit(pacer: PacerSession) -> tuple[Any, str, bool]:
        answer, problem = await download(pacer, SEALED, CRIMINAL_CASE)
        menu = AttachmentPage("flsd", pacer)
        await menu.query(SEALED)
        return answer, problem, bool(menu.data)

    answer, problem, has_menu = run(visit, "charlie")
    assert answer is None
    assert problem
    assert not has_menu
