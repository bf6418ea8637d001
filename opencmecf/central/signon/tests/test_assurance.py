"""What a site may ask for, and what it is told, as tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from opencmecf.central.signon.assurance import Acr, Asked, Step, acr_of, asked_by, step_before
from opencmecf.foundation.devices import device_in_words

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
HOUR_AGO = NOW - timedelta(hours=1)


def _ago(minutes: int) -> datetime:
    return NOW - timedelta(minutes=minutes)


@dataclass(frozen=True)
class Shown:
    proved_at: datetime = HOUR_AGO
    second_factor_at: datetime | None = None
    is_remembered: bool = False


LOGIN, FRESH, SECOND = Asked(login=True), Asked(acr=frozenset({Acr.FRESH})), Asked(acr=frozenset({Acr.SECOND_FACTOR}))
OLD_FACTOR, NEW_FACTOR = Shown(second_factor_at=_ago(60)), Shown(_ago(5), second_factor_at=_ago(5))


@pytest.mark.parametrize(
    ("asked", "shown", "has_method", "step"),
    [
        (Asked(), Shown(), False, Step.NOTHING),
        (LOGIN, Shown(), False, Step.LOGIN),
        (LOGIN, Shown(NOW), False, Step.NOTHING),
        (Asked(max_age=timedelta(minutes=30)), Shown(), True, Step.LOGIN),
        (Asked(max_age=timedelta(minutes=90)), Shown(), True, Step.NOTHING),
        (Asked(max_age=timedelta(minutes=30)), NEW_FACTOR, True, Step.NOTHING),
        (FRESH, Shown(), True, Step.SECOND_FACTOR),
        (FRESH, OLD_FACTOR, True, Step.SECOND_FACTOR),
        (FRESH, NEW_FACTOR, True, Step.NOTHING),
        (FRESH, Shown(), False, Step.LOGIN),
        (FRESH, Shown(_ago(5)), False, Step.NOTHING),
        (SECOND, Shown(is_remembered=True), True, Step.SECOND_FACTOR),
        (SECOND, OLD_FACTOR, True, Step.NOTHING),
        (SECOND, Shown(), False, Step.NOTHING),
    ],
)
def test_what_comes_before_the_answer(asked: Asked, shown: Shown, has_method: bool, step: Step) -> None:
    assert step_before(asked, shown, has_method=has_method, since=NOW, now=NOW) is step


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        ({}, Asked()),
        ({"prompt": "login"}, LOGIN),
        ({"max_age": "0"}, LOGIN),
        ({"max_age": "60"}, Asked(max_age=timedelta(minutes=1))),
        ({"max_age": "soon"}, Asked()),
        ({"max_age": "-1"}, Asked()),
        ({"acr_values": f"{Acr.FRESH} other"}, Asked(acr=frozenset({Acr.FRESH, "other"}))),
    ],
)
def test_what_a_request_asks_for(query: dict[str, str], asked: Asked) -> None:
    assert asked_by(query) == asked


@pytest.mark.parametrize(
    ("shown", "acr"),
    [
        (Shown(), Acr.PASSWORD),
        (Shown(is_remembered=True), Acr.REMEMBERED),
        (OLD_FACTOR, Acr.SECOND_FACTOR),
        (NEW_FACTOR, Acr.FRESH),
    ],
)
def test_the_level_that_a_site_is_told(shown: Shown, acr: Acr) -> None:
    assert acr_of(shown, NOW) is acr


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36", "Chrome on Linux"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari on an iPhone"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.0 Safari/605.1.15", "Safari on a Mac"),
        ("curl/8.5", "A browser that does not say what it is"),
        ("", "A browser that does not say what it is"),
    ],
)
def test_devices_in_words(user_agent: str, words: str) -> None:
    assert device_in_words(user_agent) == words
