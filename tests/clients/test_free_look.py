"""An unmodified juriscraper downloads what a notice gives a free look at (wire contract 6.7, 6.8)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pypdfium2
import pytest
from juriscraper.pacer import DocketReport
from juriscraper.pacer.http import PacerSession

from opencmecf.court.profile.kinds import CaseKind
from opencmecf.testing.running import RunningDemo
from tests.clients.noticed import entry_of_notice

Run = Callable[..., Any]
CASE = "20100001"


@pytest.fixture(scope="module")
def noticed(demo: RunningDemo) -> dict[str, Any]:
    """What juriscraper reads in the mail that tells Robert of a motion."""
    return entry_of_notice(
        demo,
        court="flsd",
        case_id=CASE,
        event="motion-dismiss",
        menu=CaseKind.CIVIL,
        tells=lambda mail: "robert@" in mail["To"] and "Activity in Case" in mail["Subject"],
    )


def test_a_document_is_downloaded_once_by_the_number_of_the_notice(run: Run, noticed: dict[str, Any]) -> None:
    assert noticed["pacer_case_id"] == CASE

    async def visit(pacer: PacerSession) -> tuple[Any, str]:
        found: tuple[Any, str] = await DocketReport("flsd", pacer).download_pdf(
            noticed["pacer_case_id"], noticed["pacer_doc_id"], noticed["pacer_magic_num"]
        )
        return found

    answer, problem = run(visit)
    assert not problem
    document = pypdfium2.PdfDocument(answer.content)
    words = document[0].get_textpage().get_text_range()
    document.close()
    assert f"Document {noticed['document_number']} Entered on FLSD Docket" in " ".join(words.split())
    answer, problem = run(visit)
    assert answer is None
    assert "Document not available via magic link" in problem
