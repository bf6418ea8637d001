from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from opencmecf.central.directory import actions, queries
from opencmecf.foundation.access import Actor
from opencmecf.foundation.audit import queries as trail
from opencmecf.foundation.errors import Refused

pytestmark = pytest.mark.django_db

COURT = Actor(label="court:flsd", site="flsd")
LISTING: dict[str, Any] = {
    "name": "United States District Court for the Southern District of Florida",
    "kind": "district",
    "is_nextgen": False,
    "go_live_on": "2020-01-27",
    "help_desk_telephone": "1-888-318-2260",
}
FILER: dict[str, Any] = {"filer_name": "Alice Attorney", "role": "filer", "linked_at": "2020-01-28T15:00:00+00:00"}


def tell_listing(**other: Any) -> None:
    actions.update_listing(court_id="flsd", actor=COURT, **{**LISTING, **other})


def tell_filer(**other: Any) -> None:
    actions.record_filer(court_id="flsd", account_number="1234567", actor=COURT, **{**FILER, **other})


def test_a_listing_is_what_the_court_told() -> None:
    tell_listing()
    listing = queries.courts().get()
    assert listing.go_live_on == date(2020, 1, 27)
    assert not listing.is_nextgen
    tell_listing(is_nextgen=True)
    listing.refresh_from_db()
    assert listing.is_nextgen


def test_telling_the_same_again_is_no_event() -> None:
    tell_listing()
    tell_listing()
    tell_filer()
    tell_filer()
    assert len(trail.events_of("directory:flsd")) == 1
    assert len(trail.events_of("account:1234567")) == 1


def test_dates_may_come_as_dates() -> None:
    tell_listing(go_live_on=date(2020, 1, 27))
    tell_filer(linked_at=datetime(2020, 1, 28, 15, tzinfo=UTC))
    assert queries.courts().get().go_live_on == date(2020, 1, 27)


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": None},
        {"name": "x" * 301},
        {"kind": "municipal"},
        {"is_nextgen": "yes"},
        {"go_live_on": "soon"},
        {"go_live_on": 20200127},
        {"help_desk_telephone": 1},
    ],
)
def test_wrong_facts_about_a_court_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(Refused, match=next(iter(wrong))):
        tell_listing(**wrong)


def test_a_court_id_is_checked() -> None:
    with pytest.raises(Refused, match="court_id"):
        actions.update_listing(court_id="../flsd", **LISTING)


@pytest.mark.parametrize(
    "wrong", [{"filer_name": " "}, {"role": None}, {"linked_at": "2020-01-28T15:00:00"}, {"linked_at": 3}]
)
def test_wrong_facts_about_a_filer_are_refused(wrong: dict[str, Any]) -> None:
    tell_listing()
    with pytest.raises(Refused, match=next(iter(wrong))):
        tell_filer(**wrong)


def test_an_account_number_is_checked() -> None:
    tell_listing()
    with pytest.raises(Refused, match="account_number"):
        actions.record_filer(court_id="flsd", account_number="12", actor=COURT, **FILER)


def test_a_court_that_is_not_listed_cannot_tell_of_filers() -> None:
    with pytest.raises(Refused, match="not in the directory"):
        tell_filer()


def test_linking_and_unlinking() -> None:
    tell_listing()
    tell_filer()
    assert queries.is_registered_filer("1234567")
    for _ in range(2):
        actions.remove_filer(court_id="flsd", account_number="1234567", actor=COURT)
    assert not queries.is_registered_filer("1234567")
    acts = [event["act"] for event in trail.events_of("account:1234567")]
    assert acts == ["directory:filer:remove", "directory:filer:record"]


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ({"is_nextgen": True}, "NextGen since January 27, 2020"),
        ({"is_nextgen": False}, "CurrentGen; moves to NextGen on January 27, 2020"),
        ({"go_live_on": None}, "CurrentGen"),
    ],
)
def test_the_page_says_which_system_a_court_runs(other: dict[str, Any], told: str) -> None:
    tell_listing(**other)
    page = Client(headers={"host": "pacer.localhost:8000"}).get("/courts").content.decode()
    assert told in " ".join(page.split())
    assert 'href="http://ecf.flsd.localhost:8000/"' in page


def test_an_empty_directory_says_so() -> None:
    page = Client(headers={"host": "pacer.localhost:8000"}).get("/courts").content.decode()
    assert "No court has joined yet" in page
