"""What courts tell the national layer: about themselves and about linked accounts."""

from __future__ import annotations

import json
from typing import Any

import pytest

from opencmecf.central.directory.models import CourtListing, RegisteredFiler
from opencmecf.central.signon.tests.flow import basic, machine
from opencmecf.testing.people import House

pytestmark = pytest.mark.django_db

FACTS = {"name": "Southern District of Florida", "kind": "district", "is_nextgen": True, "go_live_on": None}
LINK = {"linked": True, "filer_name": "John Attorney", "role": "filer", "linked_at": "2020-01-28T15:00:00+00:00"}


def put(path: str, facts: Any, *, court: str = "flsd", secret: str = "") -> int:
    body = facts if isinstance(facts, str) else json.dumps(facts)
    headers = basic(f"court-{court}", secret or f"secret of {court}")
    status: int = machine().put(path, body, content_type="application/json", headers=headers).status_code
    return status


@pytest.fixture(autouse=True)
def courts(house: House) -> None:
    assert house.flsd
    assert house.ca11


def test_a_court_is_listed_as_it_has_told() -> None:
    assert put("/internal/courts/flsd", FACTS) == 204
    assert put("/internal/courts/flsd", FACTS) == 204
    listing = CourtListing.objects.get(pk="flsd")
    assert (listing.name, listing.kind, listing.is_nextgen) == ("Southern District of Florida", "district", True)


def test_a_filer_is_registered_and_removed_as_the_court_has_told() -> None:
    put("/internal/courts/flsd", FACTS)
    assert put("/internal/courts/flsd/filers/1234567", LINK) == 204
    assert put("/internal/courts/flsd/filers/1234567", LINK) == 204
    assert RegisteredFiler.objects.get().filer_name == "John Attorney"
    assert put("/internal/courts/flsd/filers/1234567", {"linked": False}) == 204
    assert put("/internal/courts/flsd/filers/1234567", {"linked": False}) == 204
    assert not RegisteredFiler.objects.exists()


@pytest.mark.parametrize("path", ["/internal/courts/flsd", "/internal/courts/flsd/filers/1234567"])
def test_a_court_speaks_for_itself_alone(path: str) -> None:
    assert put(path, FACTS, court="ca11") == 403
    assert put(path, FACTS, secret="guessed") == 401
    assert machine().put(path, json.dumps(FACTS), content_type="application/json").status_code == 401
    assert machine().get(path).status_code == 405
    assert not CourtListing.objects.exists()


@pytest.mark.parametrize(
    "facts",
    [
        "",
        "[]",
        "{",
        {},
        {**FACTS, "kind": "moot"},
        {**FACTS, "actor": "x"},
        {**FACTS, "court_id": "nysd"},
        {**FACTS, "name": None},
        "[" * 60_000,
    ],
)
def test_facts_that_make_no_sense_are_refused(facts: Any) -> None:
    assert put("/internal/courts/flsd", facts) == 409
    assert not CourtListing.objects.exists()


@pytest.mark.parametrize(
    "facts", ["[]", {**LINK, "court_id": "nysd"}, {**LINK, "account_number": "1"}, {"linked": True}]
)
def test_a_link_that_makes_no_sense_is_refused(facts: Any) -> None:
    put("/internal/courts/flsd", FACTS)
    assert put("/internal/courts/flsd/filers/1234567", facts) == 409
    assert not RegisteredFiler.objects.exists()
