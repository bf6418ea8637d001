from __future__ import annotations

import pytest

from opencmecf.court.docket.events.reading import read_dictionary
from opencmecf.court.docket.events.searching import search

EVENTS = read_dictionary("district").events.values()


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("msj", "motion-summary-judgment"),
        ("MSJ", "motion-summary-judgment"),
        ("12(b)(6)", "motion-dismiss-12b6"),
        ("ext ans", "motion-extension-answer"),
        ("tro", "motion-tro"),
        ("notice of app", "notice-of-appeal"),
        ("deposition", "deposition"),
        ("opposition", "response-in-opposition"),
        ("psr", "presentence-report"),
        ("motion-strike", "motion-strike"),
    ],
)
def test_the_best_comes_first(typed: str, first: str) -> None:
    assert search(EVENTS, typed)[0].code == first


@pytest.mark.parametrize("typed", ["", "  ", "zzz", "dismiss zzz", "(((", "%"])
def test_nothing_is_found_for_nothing(typed: str) -> None:
    assert search(EVENTS, typed) == []


def test_no_more_are_shown_than_asked_for() -> None:
    assert len(search(EVENTS, "mo", most=5)) == 5
