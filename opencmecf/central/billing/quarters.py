"""The billing quarters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Self

from django.conf import settings

_SLUG = re.compile(r"(20[0-9]{2})-Q([1-4])")


@dataclass(frozen=True, order=True)
class Quarter:
    """Three months of the calendar, on the clock of the service center."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Self:
        """The quarter that `day` is in."""
        return cls(day.year, (day.month - 1) // 3 + 1)

    @classmethod
    def named(cls, slug: str) -> Self | None:
        """The quarter of a slug such as `2026-Q4`, or None."""
        found = _SLUG.fullmatch(slug)
        return cls(int(found[1]), int(found[2])) if found else None

    def __str__(self) -> str:
        return f"{self.year}-Q{self.number}"

    @property
    def label(self) -> str:
        """As people write it."""
        return f"{self.first_day:%B} to {self.last_day:%B} {self.year}"

    @property
    def first_day(self) -> date:
        """The first day of it."""
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last_day(self) -> date:
        """The last day of it."""
        return self.next.first_day - timedelta(days=1)

    @property
    def next(self) -> Quarter:
        """The one after it."""
        return Quarter(self.year + self.number // 4, self.number % 4 + 1)

    @property
    def before(self) -> Quarter:
        """The one before it."""
        return Quarter.of(self.first_day - timedelta(days=1))

    @property
    def begins_at(self) -> datetime:
        """Its first moment."""
        return datetime.combine(self.first_day, time.min, settings.SERVICE_CENTER_TIME_ZONE)

    @property
    def ends_at(self) -> datetime:
        """The first moment after it."""
        return self.next.begins_at
