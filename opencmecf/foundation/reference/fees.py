"""What access to court records costs, by date: the Electronic Public Access fee schedule."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeSchedule:
    """The prices that hold from `first_day` on, in cents."""

    first_day: date
    page_cents: int
    cap_pages: int  # billable pages of a document or a report about one case, at most
    audio_cents: int  # for the audio file of a hearing
    waived_up_to_cents: int  # a quarter with no more than this costs nothing


@cache
def fee_schedules() -> tuple[FeeSchedule, ...]:
    """Return every schedule, the earliest first."""
    rows = tomllib.loads(files(__package__).joinpath("fees.toml").read_text(encoding="utf-8"))["schedule"]
    return tuple(FeeSchedule(**row) for row in rows)


def fees_on(day: date) -> FeeSchedule:
    """Return the schedule in force on `day`; before the first one, the first."""
    in_force = [schedule for schedule in fee_schedules() if schedule.first_day <= day]
    return in_force[-1] if in_force else fee_schedules()[0]
