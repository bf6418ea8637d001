"""What a court may tell the directory: checked facts, or a refusal that names the wrong one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from opencmecf.foundation.errors import Refused
from opencmecf.foundation.reference.court_kind import CourtKind

COURT_ID = re.compile(r"[a-z0-9]{1,10}")
ACCOUNT_NUMBER = re.compile(r"[0-9]{7}")
LONGEST_TEXT = 300


@dataclass(frozen=True, kw_only=True)
class Listing:
    """What a court tells about itself; the field names are those of `CourtListing`."""

    name: str
    kind: str
    is_nextgen: bool
    go_live_on: date | None = None
    help_desk_telephone: str = ""


@dataclass(frozen=True, kw_only=True)
class Registration:
    """What a court tells about a linked filing account; the field names are those of `RegisteredFiler`."""

    filer_name: str
    role: str
    linked_at: datetime


def listing_in(facts: Mapping[str, Any]) -> Listing:
    """The listing in `facts` of a JSON message. Raises `Refused` when a fact is missing or is not what it must be."""
    kind = text_in(facts, "kind")
    if kind not in set(CourtKind):
        raise _wrong("kind", "one of " + ", ".join(CourtKind))
    is_nextgen = facts.get("is_nextgen")
    if not isinstance(is_nextgen, bool):
        raise _wrong("is_nextgen", "true or false")
    return Listing(
        name=text_in(facts, "name"),
        kind=kind,
        is_nextgen=is_nextgen,
        go_live_on=_day(facts, "go_live_on"),
        help_desk_telephone=text_in(facts, "help_desk_telephone", may_be_empty=True),
    )


def registration_in(facts: Mapping[str, Any]) -> Registration:
    """The registration in `facts` of a JSON message. Raises `Refused` when a fact is missing or wrong."""
    return Registration(
        filer_name=text_in(facts, "filer_name"), role=text_in(facts, "role"), linked_at=moment_in(facts, "linked_at")
    )


def check_court_id(court_id: str) -> None:
    """Raise `Refused` for what cannot be a court's id."""
    if not COURT_ID.fullmatch(court_id):
        raise _wrong("court_id", "up to ten small letters and digits")


def check_account_number(number: str) -> None:
    """Raise `Refused` for what cannot be an account number."""
    if not ACCOUNT_NUMBER.fullmatch(number):
        raise _wrong("account_number", "seven digits")


def text_in(facts: Mapping[str, Any], name: str, *, may_be_empty: bool = False) -> str:
    """The text of that name. Raises `Refused` for anything else."""
    told = facts.get(name, "" if may_be_empty else None)
    if not isinstance(told, str) or len(told) > LONGEST_TEXT or not (told.strip() or may_be_empty):
        raise _wrong(name, f"a text of at most {LONGEST_TEXT} characters")
    return told.strip()


def _day(facts: Mapping[str, Any], name: str) -> date | None:
    told = facts.get(name)
    if told is None or (isinstance(told, date) and not isinstance(told, datetime)):
        return told
    try:
        return date.fromisoformat(told)
    except (TypeError, ValueError):
        raise _wrong(name, "a date such as 2020-01-27, or null") from None


def moment_in(facts: Mapping[str, Any], name: str) -> datetime:
    """The time of that name, with its offset. Raises `Refused` for anything else."""
    told = facts.get(name)
    try:
        moment = told if isinstance(told, datetime) else datetime.fromisoformat(told)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        raise _wrong(name, "a time such as 2020-01-27T14:05:00+00:00") from None
    if moment.tzinfo is None:
        raise _wrong(name, "a time with its offset from UTC")
    return moment


def _wrong(name: str, wanted: str) -> Refused:
    return Refused(f"The fact “{name}” must be {wanted}.")
