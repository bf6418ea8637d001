"""What is sealed takes a second factor that was shown within the hour, of whoever has one."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.db.models.functions import Now
from django.test import Client

from opencmecf.court.cases.actions import restrict_case
from opencmecf.court.cases.models import Case
from opencmecf.court.documents.actions import restrict_document
from opencmecf.court.sessions.models import CourtSession
from opencmecf.court.viewing.models import Retrieval
from opencmecf.court.viewing.tests.shelf import ADMIN, CASE_ID, SINGLE, holding
from opencmecf.foundation.access import Restriction
from opencmecf.testing.people import PASSWORD, Browser, House

ONE = f"/doc1/{SINGLE}"
SEND = {"got_receipt": "1", "pdf_header": "1", "pdf_toggle_possible": "1", "caseid": CASE_ID}
TO_SHOW_IT = "acr_values=urn%3Aopencmecf%3Afresh-second-factor"
WARNED = "restricted to specific users"


@pytest.fixture
def several(case: Case) -> str:
    """Where the same document is asked for as one of several."""
    entry = holding(SINGLE).entry
    return f"/cgi-bin/show_multidocs.pl?caseid={CASE_ID}&arr_de_seq_nums={entry.de_seq_num}"


@pytest.fixture(params=["one", "several"])
def path(request: pytest.FixtureRequest, several: str) -> str:
    return ONE if request.param == "one" else several


def seal() -> None:
    restrict_document(document=holding(SINGLE).document, restriction=Restriction.SEALED, reason="order", actor=ADMIN)


def shown(minutes_ago: int | None) -> None:
    at = None if minutes_ago is None else Now() - timedelta(minutes=minutes_ago)
    CourtSession.objects.update(has_second_factor=minutes_ago is not None, second_factor_at=at)


def asked_of(browser: Browser, path: str) -> Any:
    """The very answer of the court, wherever it leads."""
    return browser.clients[browser.home].get(path)


def text_of(page: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page.content.decode()))


def test_a_second_factor_of_more_than_an_hour_ago_is_shown_again_first(clerk: Browser, path: str) -> None:
    shown(61)
    assert asked_of(clerk, path).status_code == 200  # it is not sealed yet
    seal()
    assert TO_SHOW_IT in asked_of(clerk, path)["Location"]
    shown(59)
    assert WARNED in text_of(clerk.get(path))


def test_whoever_has_no_second_factor_has_none_to_show(clerk: Browser, path: str) -> None:
    seal()
    shown(None)
    assert WARNED in text_of(clerk.get(path))


def test_nothing_is_given_out_before(clerk: Browser, several: str) -> None:
    seal()
    shown(61)
    for address in (ONE, several):
        assert TO_SHOW_IT in clerk.post(address, SEND, follow=False)["Location"]
    assert not Retrieval.objects.exists()


def test_a_sealed_case_seals_its_documents(clerk: Browser, case: Case) -> None:
    restrict_case(case=case, restriction=Restriction.SEALED, reason="order", actor=ADMIN)
    shown(61)
    assert TO_SHOW_IT in asked_of(clerk, ONE)["Location"]


def test_whoever_may_not_see_it_is_not_told_that_it_is_sealed(charlie: Browser, path: str) -> None:
    seal()
    shown(61)
    answer = asked_of(charlie, path)
    assert answer.status_code == 200
    assert WARNED not in text_of(answer)


def test_what_is_restricted_and_not_sealed_is_shown(clerk: Browser) -> None:
    restrict_document(document=holding(SINGLE).document, restriction=Restriction.COURT, reason="order", actor=ADMIN)
    shown(61)
    assert "restricted to court users" in text_of(clerk.get(ONE))


def test_the_token_of_a_program_opens_nothing_sealed(house: House, clerk: Browser) -> None:
    """It may stand for a password alone, where the holder has let programs in without a second factor."""
    body = {"loginId": "carla", "password": PASSWORD, "redactFlag": "1"}
    login = Client(HTTP_HOST="login.localhost:8000")
    told = login.post("/services/cso-auth", json.dumps(body), content_type="application/json")
    program = Client(HTTP_HOST=clerk.home)
    program.cookies["NextGenCSO"] = told.json()["nextGenCSO"]
    given = program.post(ONE, SEND)
    assert given["Content-Type"] == "application/pdf"
    assert b"".join(given).startswith(b"%PDF")
    seal()
    refused = program.post(ONE, SEND)
    assert refused["Content-Type"].startswith("text/html")
    assert "in a browser only" in text_of(refused)
