"""The time at which the system will be closed, as the footer tells it."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from opencmecf.foundation.maintenance import announced

EASTERN, CENTRAL = ZoneInfo("America/New_York"), ZoneInfo("America/Chicago")
NIGHT = "2026-12-06T02:00-05:00/2026-12-06T06:00-05:00"


@pytest.mark.parametrize(
    ("setting", "zone", "told"),
    [
        (NIGHT, EASTERN, "12/06/2026, 2:00 AM to 6:00 AM EST"),
        (NIGHT, CENTRAL, "12/06/2026, 1:00 AM to 5:00 AM CST"),
        ("2026-12-06T04:30Z/2026-12-06T06:00Z", EASTERN, "12/05/2026, 11:30 PM to 12/06/2026, 1:00 AM EST"),
        ("2027-03-14T01:00-05:00/2027-03-14T04:00-04:00", EASTERN, "03/14/2027, 1:00 AM to 4:00 AM EDT"),
    ],
)
def test_it_is_told_on_the_clock_of_the_site(setting: str, zone: ZoneInfo, told: str) -> None:
    maintenance = announced(setting)
    assert maintenance is not None
    assert maintenance.told(zone) == told


@pytest.mark.parametrize(("hour", "is_over"), [(1, False), (6, False), (10, False), (11, True)])
def test_it_is_over_at_its_end(hour: int, is_over: bool) -> None:
    maintenance = announced(NIGHT)
    assert maintenance is not None
    assert maintenance.is_over(datetime(2026, 12, 6, hour, tzinfo=UTC)) is is_over


def test_nothing_is_announced_by_an_empty_setting() -> None:
    assert announced("") is None


@pytest.mark.parametrize(
    "setting",
    [
        "tomorrow",
        "2026-12-06T02:00-05:00",
        "2026-12-06T02:00/2026-12-06T06:00",  # on whose clock?
        "2026-12-06T02:00-05:00/2026-12-06T06:00",
        "2026-12-06T06:00-05:00/2026-12-06T02:00-05:00",
        f"{NIGHT}/2026-12-07T02:00-05:00",
    ],
)
def test_a_setting_that_cannot_be_read_says_how_to_write_it(setting: str) -> None:
    with pytest.raises(ValueError, match="such as 2026-12-06T02:00-05:00/2026-12-06T06:00-05:00"):
        announced(setting)
