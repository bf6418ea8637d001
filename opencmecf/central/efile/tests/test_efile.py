"""The way to a court's registration, and what courts tell of requests."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from opencmecf.central.directory import actions as directory
from opencmecf.central.efile import actions, queries
from opencmecf.foundation.access import Actor
from opencmecf.foundation.errors import Refused
from opencmecf.foundation.sites import SiteKind
from opencmecf.testing.people import House

REQUEST = UUID("5b0b5a60-2f5e-4a2b-9d6b-0a4f4f1c2d3e")
COURT = Actor(label="court:flsd", site="flsd")
WHEN = "2026-03-02T14:05:00+00:00"


@pytest.fixture(autouse=True)
def courts(house: House) -> None:
    directory.update_listing(court_id="flsd", name="District Court", kind="district", is_nextgen=True)
    directory.update_listing(court_id="flsb", name="Bankruptcy Court", kind="bankruptcy", is_nextgen=False)


def tell(number: str, state: str, changes: int, wrong: dict[str, Any] | None = None) -> None:
    told = {"account_number": number, "what": "Pro Hac Vice", "state": state, "changes": changes}
    told |= {"submitted_at": WHEN, "changed_at": WHEN, **(wrong or {})}
    actions.record_request(court_id="flsd", request_id=REQUEST, facts=told, actor=COURT)


def test_the_latest_state_stays_whatever_the_order(house: House) -> None:
    number = house.account("john").number
    for state, changes in (("waiting", 1), ("approved", 3), ("asked", 2), ("approved", 3)):
        tell(number, state, changes)
    (request,) = queries.requests_of(number)
    assert (request.state, request.changes) == ("approved", 3)


@pytest.mark.parametrize(
    "wrong",
    [{"state": "lost"}, {"changes": "3"}, {"account_number": "12"}, {"what": ""}, {"submitted_at": "yesterday"}],
)
def test_what_cannot_be_is_refused(house: House, wrong: dict[str, Any]) -> None:
    number = house.account("john").number
    with pytest.raises(Refused):
        tell(number, "waiting", 1, wrong)
    assert not queries.requests_of(number)


def test_a_request_does_not_change_hands(house: House) -> None:
    tell(house.account("john").number, "waiting", 1)
    with pytest.raises(Refused, match="another one's"):
        tell(house.account("alice").number, "approved", 2)


def test_court_type_court_and_on(house: House) -> None:
    john = house.signed_in("john", site=SiteKind.PACER)
    first = john.get("/manage/attorney-admissions").content.decode()
    assert "U.S. District Courts" in first
    assert "U.S. Appellate Courts" not in first
    second = john.get("/manage/attorney-admissions?type=district").content.decode()
    assert "District Court" in second
    assert "Bankruptcy Court" not in second
    assert "Choose an answer" in john.get("/manage/attorney-admissions?type=district&court=").content.decode()
    assert "to which you want to be admitted, or in which you want to file" in first
    others = john.get("/manage/non-attorney-registration").content.decode()
    assert "Choose the court in which you want to file" in others
    third = john.get("/manage/non-attorney-registration?type=district&court=flsd").content.decode()
    assert "ecf.flsd.localhost:8000/admissions?for=non_attorney" in third
    waiting = john.get("/manage/attorney-admissions?type=bankruptcy&court=flsb").content.decode()
    assert "has not moved to NextGen" in waiting


@pytest.mark.parametrize(
    ("username", "word"), [("leonard", "Legacy"), ("office", "shared"), ("firm", "Administrative Account")]
)
def test_accounts_that_cannot_file_are_told_before_they_begin(house: House, username: str, word: str) -> None:
    page = house.signed_in(username, site=SiteKind.PACER).get("/manage/attorney-admissions")
    assert page.status_code == 409
    assert word in page.content.decode()


def test_status_and_requests_are_listed(house: House) -> None:
    tell(house.account("john").number, "asked", 1)
    john = house.signed_in("john", site=SiteKind.PACER)
    assert "Pro Hac Vice: the court waits for your answer" in john.get("/manage/e-file-status").content.decode()
    requests = john.get("/manage/requests").content.decode()
    assert f"/admissions/{REQUEST}" in requests
    assert "The court waits for your answer" in requests
