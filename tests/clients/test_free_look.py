"""An unmodified juriscraper downloads what a notice gives a free look at (wire contract 6.7, 6.8)."""

from __future__ import annotations

import mailbox
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pypdfium2
import pytest
from juriscraper.pacer import DocketReport
from juriscraper.pacer.email import S3NotificationEmail
from juriscraper.pacer.http import PacerSession

from opencmecf.foundation.processes import wait_until
from opencmecf.testing.running import CHECKOUT, RunningDemo

Run = Callable[..., Any]
CASE = "20100001"
FILE = """
import django
django.setup()
from opencmecf.court.cases.models import Case
from opencmecf.court.filers.models import CourtAccount
from opencmecf.court.filing import actions
from opencmecf.court.filing.tests.filings import draft_of, motion
from opencmecf.foundation.access import Actor, Role
alice = CourtAccount.objects.get(court_id="flsd", login="am300121")
actor = Actor(
    label=f"filer:flsd:{alice.pk}", site="flsd", name="Alice Moreno", court_account_id=alice.pk,
    roles=frozenset({Role.PACER_USER, Role.FILER}),
)
case = Case.objects.get(court_id="flsd", pacer_case_id="20100001")
actions.submit(draft=draft_of(motion(case, actor), case.court, actor), actor=actor)
"""


@pytest.fixture(scope="module")
def noticed(demo: RunningDemo) -> dict[str, Any]:
    """What juriscraper reads in the mail that tells Robert of a motion."""
    environment = {"DJANGO_SETTINGS_MODULE": "opencmecf.config.settings", **demo.environment}
    subprocess.run([sys.executable, "-c", FILE], cwd=CHECKOUT, env=environment, check=True)
    box = mailbox.Maildir(demo.var / "mail", create=False)
    found: list[str] = []

    def has_come() -> bool:
        found[:] = [
            mail.as_string() for mail in box if "robert@" in mail["To"] and "Activity in Case" in mail["Subject"]
        ]
        return bool(found)

    wait_until(has_come, 30)
    reader = S3NotificationEmail("flsd")
    reader._parse_text(found[-1])
    entry: dict[str, Any] = reader.data["dockets"][0]["docket_entries"][0]
    return entry


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
