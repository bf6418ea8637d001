"""Decisions of the accounts desk, as pure functions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from opencmecf.foundation.errors import Refused

FACTS = {  # what a change may be about, and what the clerk reads
    "first_name": "First name",
    "middle_name": "Middle name",
    "last_name": "Last name",
    "generation": "Generation",
    "firm_name": "Firm",
    "unit": "Unit",
    "address": "Address",
    "address_2": "Address, second line",
    "city": "City",
    "state": "State",
    "zip_code": "ZIP code",
    "country": "Country",
    "telephone": "Telephone",
    "email": "E-mail address",
}
REQUIRED_FACTS = {"first_name", "last_name", "email"}
LONGEST_FACT = 300
SUMMARY_FROM_HOUR = 7

READINESS = {  # in the order of the report; the words come from the national layer, but for the first
    "linked": ("Linked", "Nothing to do: this account is linked already."),
    "upgraded": ("Upgraded", "Ready: can link on the first day."),
    "legacy": ("Legacy", "Must upgrade the PACER account before linking."),
    "shared": ("Shared", "Needs an individual PACER account: this e-mail address belongs to a shared or firm account."),
    "unknown": ("Not certain", "A PACER account has this e-mail address, but another name, or it is not active."),
    "none": ("No PACER account found", "No PACER account has this e-mail address; the person may use another one."),
}


@dataclass(frozen=True)
class Readiness:
    """How ready one account of the court is for the move to NextGen."""

    login: str
    name: str
    email: str
    role: str
    state: str

    @property
    def label(self) -> str:
        """The state in words."""
        return READINESS[self.state][0]

    @property
    def advice(self) -> str:
        """What follows from it."""
        return READINESS[self.state][1]

    @property
    def is_ready(self) -> bool:
        """Whether the person can file on the first day."""
        return self.state in ("linked", "upgraded")


def is_time_for_summary(now: datetime) -> bool:
    """Whether the day's summary of what waits for the clerks is due; `now` is the court's own time."""
    return now.hour >= SUMMARY_FROM_HOUR


def counted(rows: Iterable[Readiness]) -> list[tuple[str, str, int]]:
    """For each state, in the order of the report: its word, what follows from it, and how many accounts."""
    counts = Counter(row.state for row in rows)
    return [(label, advice, counts[state]) for state, (label, advice) in READINESS.items()]


def checked_facts(facts: object) -> dict[str, str]:
    """The facts of a change that has come in, as texts. Raises `Refused` for anything that cannot be one."""
    if not isinstance(facts, Mapping) or not facts or not facts.keys() <= FACTS.keys():
        raise Refused("A change names the facts that have changed, and no others.")
    told = {str(name): value for name, value in facts.items()}
    if not all(isinstance(value, str) and len(value) <= LONGEST_FACT and "\0" not in value for value in told.values()):
        raise Refused(f"Each fact of a change is a text of at most {LONGEST_FACT} characters.")
    if any(not value.strip() for name, value in told.items() if name in REQUIRED_FACTS):
        raise Refused("A name or an e-mail address cannot be empty.")
    return told


def still_new(
    after: Mapping[str, str], sequence: int, applied: Iterable[tuple[int, Mapping[str, str]]]
) -> dict[str, str]:
    """The facts of a change that no later change, of those `applied`, has overtaken."""
    overtaken = {name for later, facts in applied if later > sequence for name in facts}
    return {name: value for name, value in after.items() if name not in overtaken}


def check_can_be_reversed(*, is_nextgen: bool, has_filing: bool) -> None:
    """Raise `Refused` unless a go-live can still be undone: until the first document was filed after it."""
    if not is_nextgen:
        raise Refused("This court has not moved to NextGen.", "There is nothing to undo.")
    if has_filing:
        raise Refused(
            "The move cannot be undone any more: something has been filed here since.",
            "What was filed under PACER accounts stays as it is. Call the people who run this system if something is "
            "wrong.",
        )
