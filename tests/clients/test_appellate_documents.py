"""An unmodified juriscraper reads the menu of a court of appeals, downloads, and uses a free look (contract 6.16)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from juriscraper.pacer import AppellateAttachmentPage, AppellateDocketReport, DocketReport, DownloadConfirmationPage
from juriscraper.pacer.http import PacerSession

from opencmecf.court.profile.kinds import CaseKind
from opencmecf.testing.running import RunningDemo
from tests.clients.noticed import entry_of_notice
from tests.clients.test_documents import first_words

Run = Callable[..., Any]
NUMBER, CASE = "21-10417", "20100001"
SINGLE = "011020100104"
BILLING = "https://ecf.ca11.uscourts.gov/utilities/billing-history"


@pytest.fixture(scope="module")
def noticed(demo: RunningDemo) -> dict[str, Any]:
    """What juriscraper reads in the mail that tells somebody of a letter with an exhibit."""
    return entry_of_notice(
        demo,
        court="ca11",
        case_id=CASE,
        event="letter-28j",
        menu=CaseKind.APPEAL,
        tells=lambda mail: NUMBER in mail["Subject"],
    )


async def menu_of(pacer: PacerSession, document_id: str) -> dict[str, Any]:
    page = AppellateAttachmentPage("ca11", pacer)
    await page.query(document_id)
    data: dict[str, Any] = page.data
    return data


async def downloaded(pacer: PacerSession, document_id: str) -> tuple[Any, str]:
    found: tuple[Any, str] = await AppellateDocketReport("ca11", pacer).download_pdf(document_id)
    return found


def test_the_menu_is_read(run: Run, noticed: dict[str, Any]) -> None:
    data = run(lambda pacer: menu_of(pacer, noticed["pacer_doc_id"]), "charlie")
    assert data["pacer_doc_id"] == noticed["pacer_doc_id"]
    assert data["pacer_case_id"].isdigit()
    assert data["pacer_seq_no"].isdigit()
    assert [(one["attachment_number"], one["page_count"]) for one in data["attachments"]] == [(1, 2), (2, 1)]


def test_what_a_download_costs_is_read(run: Run) -> None:
    async def visit(pacer: PacerSession) -> dict[str, Any]:
        page = DownloadConfirmationPage("ca11", pacer)
        await page.query(SINGLE)
        data: dict[str, Any] = page.data
        return data

    data = run(visit, "charlie")
    assert (data["docket_number"], data["document_number"]) == (NUMBER, "4")
    assert data["document_description"] == "PDF Document"


def test_a_document_is_downloaded_by_its_one_request(run: Run) -> None:
    async def visit(pacer: PacerSession) -> tuple[Any, str, str]:
        await pacer.login()
        answer, problem = await downloaded(pacer, SINGLE)
        history = await pacer.get(BILLING, auto_login=False)
        return answer, problem, history.text

    answer, problem, history = run(visit, "alice", client_code="6001-11")
    assert not problem
    assert f"Case: {NUMBER}" in first_words(answer.content)
    assert history.count('<td data-label="Client Code">6001-11</td>') == 1


def test_several_documents_answer_with_their_menu(run: Run, noticed: dict[str, Any]) -> None:
    answer, problem = run(lambda pacer: downloaded(pacer, noticed["pacer_doc_id"]), "charlie")
    assert answer is None
    assert "attachment page" in problem


def test_a_free_look_is_downloaded_once(run: Run, noticed: dict[str, Any]) -> None:
    async def visit(pacer: PacerSession) -> tuple[Any, str]:
        found: tuple[Any, str] = await DocketReport("ca11", pacer).download_pdf(
            noticed["pacer_case_id"] or "1", noticed["pacer_doc_id"], noticed["pacer_magic_num"], appellate=True
        )
        return found

    answer, problem = run(visit)
    assert not problem
    assert f"Case: {NUMBER}" in first_words(answer.content)
    answer, problem = run(visit)
    assert answer is None
    assert "not available via magic link" in problem
