"""When the system will be closed for maintenance, as those who run it have announced it in the settings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.dateformat import format as in_words

_DAY, _TIME = "m/d/Y", "g:i A"
_EXAMPLE = "2026-12-06T02:00-05:00/2026-12-06T06:00-05:00"


@dataclass(frozen=True)
class Maintenance:
    """One announced time, from its beginning to its end."""

    begins: datetime
    ends: datetime

    def is_over(self, now: datetime) -> bool:
        """Whether nobody needs to be told of it any more."""
        return now >= self.ends

    def told(self, zone: ZoneInfo) -> str:
        """It on the clock of `zone`: "12/06/2026, 2:00 AM to 6:00 AM EST"; both days where they are two."""
        begins, ends = self.begins.astimezone(zone), self.ends.astimezone(zone)
        until = _TIME if begins.date() == ends.date() else f"{_DAY}, {_TIME}"
        return f"{in_words(begins, f'{_DAY}, {_TIME}')} to {in_words(ends, f'{until} T')}"


def announced(setting: str) -> Maintenance | None:
    """What PLANNED_MAINTENANCE announces: two times with their offsets and a slash between, an ISO 8601 interval.

    None for an empty setting. Raises `ValueError` with an example for one that cannot be read.
    """
    if not setting:
        return None
    try:
        begins, ends = (datetime.fromisoformat(one) for one in setting.split("/"))
        if begins < ends and None not in (begins.tzinfo, ends.tzinfo):
            return Maintenance(begins, ends)
    except (TypeError, ValueError):
        pass
    raise ValueError(f"PLANNED_MAINTENANCE is two times with their offsets, the earlier one first, such as {_EXAMPLE}.")
