"""Until when somebody stays logged in, for the line that every page shows and for the warning before the end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

SLACK = timedelta(minutes=1)  # a sign of life is noted once a minute; nobody is promised more than is kept
WARNED_BEFORE = timedelta(minutes=2)


@dataclass(frozen=True)
class SessionLimits:
    """When a session ends: without a further sign of life, and in any case."""

    asked_at: datetime
    idle_ends_at: datetime
    absolute_ends_at: datetime

    @property
    def ends_at(self) -> datetime:
        """When it ends if nothing is done."""
        return min(self.idle_ends_at, self.absolute_ends_at)

    @property
    def seconds_left(self) -> int:
        """How long it lives from now on, if nothing is done."""
        return max(0, int((self.ends_at - self.asked_at).total_seconds()))

    @property
    def can_be_extended(self) -> bool:
        """Whether a sign of life makes it longer."""
        return self.absolute_ends_at > self.idle_ends_at

    @property
    def warned_seconds_before(self) -> int:
        """How long before the end the page warns."""
        return int(WARNED_BEFORE.total_seconds())


def limits_of(started_at: datetime, *, idle: timedelta, absolute: timedelta) -> SessionLimits:
    """The limits of a session that has shown a sign of life just now. For display alone; no act depends on it."""
    now = datetime.now(UTC)
    return SessionLimits(now, now + idle - SLACK, started_at + absolute)
