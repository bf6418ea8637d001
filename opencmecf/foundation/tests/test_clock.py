"""Time by the database's clock."""

from __future__ import annotations

from datetime import timedelta, timezone

import pytest

from opencmecf.foundation import clock

pytestmark = pytest.mark.django_db


def test_the_day_is_that_of_the_place() -> None:
    east, west = timezone(timedelta(hours=14)), timezone(timedelta(hours=-12))
    assert clock.today(east) == clock.now().astimezone(east).date()
    assert clock.today(east) - clock.today(west) in (timedelta(days=1), timedelta(days=2))


def test_now_stands_still_within_a_transaction_and_the_moment_does_not() -> None:
    before, first = clock.now(), clock.moment()
    assert clock.now() == before
    assert clock.moment() > first
