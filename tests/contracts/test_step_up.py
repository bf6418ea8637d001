"""Linking asks for the second factor once more where the person has one, and of nobody else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db.models.functions import Now

from opencmecf.court.filers.models import LinkRequest
from opencmecf.court.sessions.models import CourtSession
from opencmecf.court.sessions.rules import must_show_again, proof_in
from opencmecf.testing.pages import text_of
from opencmecf.testing.people import COURT_PASSWORD, House

NOW = datetime(2026, 6, 1, tzinfo=UTC)
LINK = "/utilities/link-account"
RIGHT = {"login": "cm-john", "password": COURT_PASSWORD}


@pytest.mark.parametrize(
    ("has_one", "shown", "again"),
    [
        (False, None, False),
        (True, None, True),
        (True, timedelta(minutes=15), False),
        (True, timedelta(minutes=15, seconds=1), True),
    ],
)
def test_when_it_is_asked_for(has_one: bool, shown: timedelta | None, again: bool) -> None:
    shown_at = NOW - shown if shown is not None else None
    assert must_show_again(has_second_factor=has_one, shown_at=shown_at, now=NOW) is again


@pytest.mark.parametrize(
    ("acr", "told"),
    [
        ("urn:opencmecf:password", (False, None)),
        ("urn:opencmecf:remembered-device", (True, None)),
        ("urn:opencmecf:second-factor", (True, NOW)),
        ("urn:opencmecf:fresh-second-factor", (True, NOW)),
        ("", (False, None)),
    ],
)
def test_what_an_id_token_tells(acr: str, told: tuple[bool, datetime | None]) -> None:
    assert proof_in({"acr": acr, "auth_time": int(NOW.timestamp())}) == told


@pytest.mark.django_db
def test_whoever_has_a_second_factor_is_sent_to_show_it_before_linking(house: House) -> None:
    house.court_account("john")
    john = house.signed_in("john", house.flsd)
    assert "CM/ECF password" in text_of(john.get(LINK))
    CourtSession.objects.update(has_second_factor=True, second_factor_at=Now() - timedelta(minutes=16))
    asked = john.post(LINK, RIGHT, follow=False)
    assert "acr_values=urn%3Aopencmecf%3Afresh-second-factor" in asked["Location"]
    assert not LinkRequest.objects.exists()
    CourtSession.objects.update(second_factor_at=Now())
    assert "Do you want to link these accounts?" in text_of(john.post(LINK, RIGHT))
    path = f"{LINK}/{LinkRequest.objects.get().pk}"
    CourtSession.objects.update(second_factor_at=Now() - timedelta(minutes=16))
    john.post(path, {}, follow=False)
    assert LinkRequest.objects.get().used_at is None
