from __future__ import annotations

import pytest

from opencmecf.central.accounts import guide
from opencmecf.central.accounts.models import AccountClass
from opencmecf.central.accounts.tests.people import browser


@pytest.mark.parametrize(
    ("answers", "advised"),
    [
        (["firm"], AccountClass.FIRM),
        (["group"], AccountClass.FIRM),
        (["me", "no"], AccountClass.CASE_SEARCH),
        (["me", "for-attorney"], AccountClass.CASE_SEARCH),
        (["me", "yes", "yes"], AccountClass.ATTORNEY_FILER),
        (["me", "yes", "no"], AccountClass.NON_ATTORNEY_FILER),
    ],
)
def test_the_answers_lead_to_a_class(answers: list[str], advised: AccountClass) -> None:
    step = guide.next_step(answers)
    assert isinstance(step, guide.Advice)
    assert step.account_class == advised


@pytest.mark.parametrize(
    ("answers", "asked"),
    [
        ([], guide.WHO),
        (["nobody"], guide.WHO),
        (["me"], guide.FILE),
        (["me", "perhaps"], guide.FILE),
        (["me", "yes"], guide.ATTORNEY),
        (["me", "yes", "x"], guide.ATTORNEY),
    ],
)
def test_what_is_not_answered_is_asked(answers: list[str], asked: guide.Question) -> None:
    assert guide.next_step(answers) is asked


def test_the_pages_ask_one_question_after_the_other() -> None:
    client = browser()
    page = client.get("/register/guide").content.decode()
    assert guide.WHO.text in page
    assert "There is a problem" not in page
    page = client.get("/register/guide?answer=me&question=who").content.decode()
    assert guide.FILE.text in page
    assert "There is a problem" not in page
    page = client.get("/register/guide?answer=me&question=file").content.decode()
    assert "Choose an answer, then go on." in page
    page = client.get("/register/guide?answer=me&answer=no&question=file").content.decode()
    assert "/register/case-search" in page
