"""Decisions about second factors: pure functions on plain values."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

SKIPS = 3
BACKUP_CODES = 10
FEW_BACKUP_CODES = 3
TIME_STEP_SECONDS = 30
STEPS_EITHER_WAY = 1  # a clock may be half a minute off (RFC 6238, 5.2)
ENROLMENT_CODE_LIFE = timedelta(minutes=10)
ENROLMENT_TRIES = 5
ENROLMENT_KEPT = timedelta(days=1)
CONFIRMED_FOR = timedelta(minutes=15)
CHALLENGE_LIFE = timedelta(minutes=5)
REMEMBERED_FOR = timedelta(days=30)
FRESH_FOR = timedelta(minutes=15)
REMINDED_BEFORE = timedelta(hours=24)

_SEPARATORS = re.compile(r"[\s-]+")


class Demand(StrEnum):
    """What an account without a method is asked for after signing in."""

    NOTHING = ""
    SKIPPABLE = "skippable"
    REQUIRED = "required"


@dataclass(frozen=True)
class Standing:
    """How an account stands: its methods, and what bears on whether it must have one."""

    has_app: bool = False
    has_passkey: bool = False
    has_backup_codes: bool = False  # at least one that is not used up
    skips_used: int = 0
    programs_alone: bool = False
    is_filer: bool = False
    is_staff: bool = False

    @property
    def has_method(self) -> bool:
        """Whether signing in takes a second factor."""
        return self.has_app or self.has_passkey or self.has_backup_codes

    @property
    def takes_codes(self) -> bool:
        """Whether something that can be typed counts: a passcode or a backup code."""
        return self.has_app or self.has_backup_codes


def demand(standing: Standing, required_from: date | None, today: date) -> Demand:
    """What is asked of the person after signing in.

    Filers and staff must have a second factor from a date on; until then they may put it off three times. For those
    who only view it is their own choice.
    """
    concerned = standing.is_filer or standing.is_staff
    if required_from is None or not concerned or standing.has_method:
        return Demand.NOTHING
    if today >= required_from or standing.skips_used >= SKIPS:
        return Demand.REQUIRED
    return Demand.SKIPPABLE


def program_needs_code(standing: Standing, asked: Demand) -> bool:
    """Whether a program must send a one-time code with user name and password."""
    if standing.programs_alone:
        return False
    return standing.has_method or asked is Demand.REQUIRED


def may_remove(standing_after: Standing, required_from: date | None, today: date) -> bool:
    """Whether a method may be removed, by how the account would stand afterwards: not the last one that is required."""
    return demand(standing_after, required_from, today) is not Demand.REQUIRED


def is_fresh(proved_at: datetime | None, now: datetime) -> bool:
    """Whether a proof is recent enough for changes that could lock the holder out."""
    return proved_at is not None and now - proved_at <= FRESH_FOR


def tidy(code: str) -> str:
    """A typed code without the blanks and hyphens that make it legible, in small letters."""
    return _SEPARATORS.sub("", code).lower()


def is_passcode(code: str) -> bool:
    """Whether a tidied code looks like an app's: six digits."""
    return len(code) == 6 and code.isascii() and code.isdigit()


def acceptable_steps(now: datetime, last_step: int) -> list[int]:
    """The time steps whose code is taken at `now`: those about now that come after the last one taken.

    The likeliest comes first, as most clocks are right.
    """
    current = int(now.timestamp()) // TIME_STEP_SECONDS
    around = range(current - STEPS_EITHER_WAY, current + STEPS_EITHER_WAY + 1)
    return sorted((step for step in around if step > last_step), key=lambda step: abs(step - current))


def is_cloned(stored: int, told: int) -> bool:
    """Whether a passkey's counter went back, so that a copy of it is about (WebAuthn 3, 6.1.1); 0 means no counter."""
    return (stored or told) != 0 and told <= stored
