"""Until when somebody stays logged in, as the pages say it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from opencmecf.foundation.sites import SiteKind
from opencmecf.foundation.ui.session_limits import limits_of
from opencmecf.testing.people import House

HOUR = timedelta(hours=1)


def test_a_young_session_ends_when_nothing_is_done_and_can_be_made_longer() -> None:
    limits = limits_of(datetime.now(UTC), idle=HOUR, absolute=12 * HOUR)
    assert (limits.seconds_left, limits.can_be_extended) == (59 * 60, True)


def test_an_old_session_ends_whatever_is_done() -> None:
    limits = limits_of(datetime.now(UTC) - timedelta(hours=11, minutes=45), idle=HOUR, absolute=12 * HOUR)
    assert limits.seconds_left <= 15 * 60
    assert not limits.can_be_extended


@pytest.mark.django_db
@pytest.mark.parametrize("site", [SiteKind.COURT, SiteKind.PACER])
def test_pages_say_until_when_and_a_sign_of_life_makes_it_longer(house: House, site: SiteKind) -> None:
    browser = house.signed_in("charlie", house.flsd if site is SiteKind.COURT else None, site=site)
    page = browser.get("/help/")
    assert b"Logged in until" in page.content
    assert b"ui/session.js" in page.content
    told = browser.get("/session/stay").json()
    assert told["extends"]
    assert 3500 < told["seconds_left"] <= 3540
    stranger = house.browser(house.flsd)
    assert b"session.js" not in stranger.get("/help/").content
    assert stranger.get("/session/stay").host.startswith("login.")
