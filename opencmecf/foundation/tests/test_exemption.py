from __future__ import annotations

from datetime import date

import pytest

from opencmecf.foundation.exemption import Exemption, covering, exemptions_in

CJA = Exemption(kind="CJA panel attorney", courts=("flsd",), first=date(2026, 1, 1), last=date(2026, 6, 30))
LONGER = Exemption(kind="Order of a court", courts=(), first=date(2026, 6, 1), last=date(2026, 12, 31))


@pytest.mark.parametrize(
    ("court", "day", "covered"),
    [
        ("flsd", date(2026, 1, 1), True),
        ("flsd", date(2026, 6, 30), True),
        ("flsd", date(2025, 12, 31), False),
        ("flsd", date(2026, 7, 1), False),
        ("ca11", date(2026, 3, 1), False),
    ],
)
def test_an_exemption_covers_its_courts_on_the_days_of_its_period(court: str, day: date, covered: bool) -> None:
    assert CJA.covers(court, day) is covered


def test_no_courts_means_every_court() -> None:
    assert LONGER.covers("anywhere", date(2026, 7, 1))


def test_of_several_the_one_that_lasts_longest_is_used() -> None:
    assert covering([CJA, LONGER], "flsd", date(2026, 6, 15)) == LONGER
    assert covering([CJA, LONGER], "ca11", date(2026, 3, 1)) is None


def test_claims_bring_an_exemption_across_as_it_is() -> None:
    assert exemptions_in([CJA.facts(), LONGER.facts()]) == (CJA, LONGER)
