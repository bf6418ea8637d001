"""A password that has to be changed by the calendar (PACER's rule of 2025)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from opencmecf.central.accounts.models import Account
from opencmecf.central.accounts.password_age import Due, PasswordAge, due
from opencmecf.foundation.audit.queries import events_of
from opencmecf.foundation.password_rules import RULES
from opencmecf.foundation.sites import SiteKind
from opencmecf.testing.pages import text_of
from opencmecf.testing.people import PASSWORD, House

NOW = datetime(2026, 6, 1, tzinfo=UTC)
RULE = RULES["pacer-2025"]


@pytest.mark.parametrize(
    ("days", "put_off", "session", "asked"),
    [
        (0, (), "", Due.NOTHING),
        (180, (), "", Due.NOTHING),
        (181, (), "", Due.MAY_PUT_OFF),
        (181, ("session:a",), "a", Due.NOTHING),
        (181, ("session:a", "session:b"), "c", Due.MAY_PUT_OFF),
        (181, ("session:a", "session:b", "session:c"), "c", Due.NOTHING),
        (181, ("session:a", "session:b", "session:c"), "d", Due.MUST_CHANGE),
    ],
)
def test_what_is_asked(days: int, put_off: tuple[str, ...], session: str, asked: Due) -> None:
    age = PasswordAge(NOW - timedelta(days=days), put_off)
    assert due(age, RULE, NOW, session_id=session) is asked


def test_nothing_is_asked_under_nists_rule() -> None:
    assert due(PasswordAge(NOW - timedelta(days=4000)), RULES["nist"], NOW) is Due.NOTHING


@pytest.mark.django_db
def test_three_times_it_can_be_put_off_and_then_only_changed(house: House, settings: Any, monkeypatch: Any) -> None:
    alice = house.account("alice")
    settings.PASSWORD_RULE = "pacer-2025"
    monkeypatch.setitem(RULES, "pacer-2025", replace_life(timedelta(seconds=-1)))
    for left in (3, 2, 1):
        browser = house.browser(house.flsd)
        page = browser.sign_in("alice", PASSWORD)
        assert f"put it off {left} more time" in text_of(page)
        assert "http://ecf.flsd.localhost:8000" in page["Content-Security-Policy"]  # where “Not now” leads
        onward = browser.post("/csologin/password-due", {"next": page.context["next"]}, host=page.host)
        assert "Welcome, Alice Moreno." in text_of(onward)
    page = house.browser(house.flsd).sign_in("alice", PASSWORD)
    assert "Change it now" in text_of(page)
    assert b"Not now" not in page.content
    at_pacer = house.browser(site=SiteKind.PACER)
    assert "Manage My Account" in text_of(at_pacer.sign_in("alice", PASSWORD))
    assert [event["act"] for event in events_of(alice.chain)].count("account:password:put-off") == 3
    assert Account.objects.get(pk=alice.pk).is_active


def replace_life(life: timedelta) -> Any:
    from dataclasses import replace

    return replace(RULE, life=life)
