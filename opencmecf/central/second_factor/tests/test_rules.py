"""Decisions about second factors, as tables."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from opencmecf.central.second_factor import rules
from opencmecf.central.second_factor.rules import Demand, Standing

DAY = date(2026, 12, 31)
BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("standing", "required_from", "today", "expected"),
    [
        (Standing(is_filer=True), None, AFTER, Demand.NOTHING),
        (Standing(), DAY, AFTER, Demand.NOTHING),  # viewers choose for themselves
        (Standing(is_filer=True), DAY, BEFORE, Demand.SKIPPABLE),
        (Standing(is_staff=True), DAY, BEFORE, Demand.SKIPPABLE),
        (Standing(is_filer=True, skips_used=2), DAY, BEFORE, Demand.SKIPPABLE),
        (Standing(is_filer=True, skips_used=3), DAY, BEFORE, Demand.REQUIRED),
        (Standing(is_filer=True), DAY, DAY, Demand.REQUIRED),
        (Standing(is_staff=True), DAY, AFTER, Demand.REQUIRED),
        (Standing(is_filer=True, has_app=True), DAY, AFTER, Demand.NOTHING),
        (Standing(is_filer=True, has_backup_codes=True), DAY, AFTER, Demand.NOTHING),
    ],
)
def test_who_is_asked_for_a_second_factor(
    standing: Standing, required_from: date | None, today: date, expected: Demand
) -> None:
    assert rules.demand(standing, required_from, today) is expected


@pytest.mark.parametrize(
    ("standing", "demand", "expected"),
    [
        (Standing(), Demand.NOTHING, False),
        (Standing(), Demand.SKIPPABLE, False),
        (Standing(), Demand.REQUIRED, True),
        (Standing(has_app=True), Demand.NOTHING, True),
        (Standing(has_passkey=True), Demand.NOTHING, True),
        (Standing(has_app=True, programs_alone=True), Demand.NOTHING, False),
        (Standing(programs_alone=True), Demand.REQUIRED, False),
    ],
)
def test_when_a_program_needs_a_code(standing: Standing, demand: Demand, expected: bool) -> None:
    assert rules.program_needs_code(standing, demand) is expected


@pytest.mark.parametrize(
    ("age", "expected"),
    [(timedelta(0), True), (timedelta(minutes=15), True), (timedelta(minutes=15, seconds=1), False)],
)
def test_a_proof_is_fresh_for_fifteen_minutes(age: timedelta, expected: bool) -> None:
    assert rules.is_fresh(NOON - age, NOON) is expected


def test_no_proof_is_not_fresh() -> None:
    assert not rules.is_fresh(None, NOON)


@pytest.mark.parametrize(
    ("last", "expected"), [(0, [0, -1, 1]), (-2, [0, -1, 1]), (-1, [0, 1]), (0.0, [1]), (1, [])], ids=str
)
def test_steps_about_now_and_after_the_last_one(last: float, expected: list[int]) -> None:
    now = int(NOON.timestamp()) // rules.TIME_STEP_SECONDS
    last_step = 0 if last == 0 and isinstance(last, int) else now + int(last)
    assert rules.acceptable_steps(NOON, last_step) == [now + step for step in expected]


@pytest.mark.parametrize(
    ("stored", "told", "cloned"), [(0, 0, False), (0, 1, False), (4, 5, False), (5, 5, True), (5, 0, True)]
)
def test_a_counter_that_does_not_rise_tells_of_a_copy(stored: int, told: int, cloned: bool) -> None:
    assert rules.is_cloned(stored, told) is cloned


@pytest.mark.parametrize(
    ("typed", "tidy", "passcode"),
    [
        ("123 456", "123456", True),
        (" 123456\n", "123456", True),
        ("12345", "12345", False),
        ("١٢٣٤٥٦", "١٢٣٤٥٦", False),
        ("ABCD-efgh-jkmn", "abcdefghjkmn", False),
    ],
)
def test_codes_are_taken_however_they_are_spaced(typed: str, tidy: str, passcode: bool) -> None:
    assert (rules.tidy(typed), rules.is_passcode(rules.tidy(typed))) == (tidy, passcode)
