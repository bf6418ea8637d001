"""Whether a registration is that of a person who has an account: pure decisions on plain values (feature map 1.1).

Name, date of birth and e-mail address are compared. One that agrees means nothing; two mean that an account may exist
already; three mean that one does. An address that may be another form of a known mailbox is looked at by people.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol

TELLINGS_PER_DAY = 3  # how often a network address is told that an account may exist; then people look
TELLINGS_WITHIN = timedelta(days=1)
NAME, BIRTH, EMAIL = "name", "date of birth", "e-mail address"

_NO_LETTER = re.compile(r"[^\w]+")


class Registered(Protocol):
    """Who registers, or has registered; a row of `Account`."""

    first_name: str
    last_name: str
    date_of_birth: date | None
    email: str


class Outcome(StrEnum):
    """What follows for a registration whose e-mail address is confirmed."""

    NEW = "new"
    MAY_EXIST = "may exist"  # two of three: the person is told, and may go on
    EXISTS = "exists"  # three of three: made without case search, with a note to the service center
    HELD = "held"  # another form of an address: the service center looks first


@dataclass(frozen=True)
class Finding:
    """The outcome, the account that it comes from where there is one, and what of the two agrees."""

    outcome: Outcome
    other: Registered | None = None
    alike: tuple[str, ...] = ()


def comparable_email(email: str) -> str:
    """`email` for comparing: case, dots and a `+tag` before the @ often make no other mailbox."""
    mailbox, _, domain = email.strip().lower().rpartition("@")
    return f"{mailbox.partition('+')[0].replace('.', '')}@{domain}"


def has_tag(email: str) -> bool:
    """Whether `email` is of the form `name+tag@…`, of which one mailbox has as many as it likes."""
    return "+" in email.rpartition("@")[0]


def alike(one: Registered, other: Registered) -> tuple[str, ...]:
    """Which of name, date of birth and e-mail address agree."""
    birth = one.date_of_birth is not None and one.date_of_birth == other.date_of_birth
    email = comparable_email(one.email) == comparable_email(other.email)
    found = ((NAME, _name(one) == _name(other)), (BIRTH, birth), (EMAIL, email))
    return tuple(word for word, agrees in found if agrees)


def find(one: Registered, others: Iterable[Registered]) -> Finding:
    """What follows from `others`, the confirmed accounts that may be the same person's; the closest one counts."""
    compared = sorted(((alike(one, other), other) for other in others), key=lambda pair: -len(pair[0]))
    closest, other = compared[0] if compared else ((), None)
    twin = next((known for words, known in compared if EMAIL in words and _is_other_form(one, known)), None)
    if has_tag(one.email) or twin is not None:
        return Finding(Outcome.HELD, twin or (other if len(closest) >= 2 else None), closest)
    if len(closest) == 3:
        return Finding(Outcome.EXISTS, other, closest)
    if len(closest) == 2:
        return Finding(Outcome.MAY_EXIST, other, closest)
    return Finding(Outcome.NEW)


def _is_other_form(one: Registered, other: Registered) -> bool:
    return one.email.strip().lower() != other.email.strip().lower()


def _name(one: Registered) -> tuple[str, str]:
    """First and last name without case, blanks and signs; a middle name is given today and left out tomorrow."""
    first, last = (_NO_LETTER.sub("", part.casefold()) for part in (one.first_name, one.last_name))
    return first, last
