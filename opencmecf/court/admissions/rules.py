"""Decisions about applications and admissions to cases, as pure functions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from opencmecf.court.admissions.models import State
from opencmecf.court.filers.models import Person
from opencmecf.foundation.errors import Refused

LONGEST_TEXT = 2000
STEPS: dict[str, frozenset[State]] = {  # from which states each act leads on
    "submit": frozenset({State.DRAFT}),
    "ask": frozenset({State.WAITING, State.PAID}),
    "answer": frozenset({State.ASKED}),
    "start-fee": frozenset({State.WAITING, State.FEE_DUE}),  # a second time with the right amount
    "pay": frozenset({State.FEE_DUE}),
    "waive-fee": frozenset({State.FEE_DUE}),
    "approve": frozenset({State.WAITING, State.PAID}),
    "reject": frozenset({State.WAITING, State.ASKED, State.FEE_DUE, State.PAID}),
    "withdraw": frozenset({State.DRAFT, State.WAITING, State.ASKED, State.FEE_DUE, State.PAID}),
}


def check_step(verb: str, state: str) -> None:
    """Raise `Refused` where an application that stands so cannot be submitted, approved and the like."""
    if state in STEPS[verb]:
        return
    label = State(state).label.lower()
    raise Refused(
        f"This request has changed since you opened the page: it is {label} now.", "Look at it again, and decide then."
    )


def acts_in(state: str) -> frozenset[str]:
    """The acts that an application allows as it stands."""
    return frozenset(verb for verb, states in STEPS.items() if state in states)


def check_may_apply(person: Person, *, is_nextgen: bool, court_name: str, upgrade_url: str, register_url: str) -> None:
    """Raise `Refused` unless the court takes requests and the PACER account is an individual, upgraded one."""
    if not is_nextgen:
        raise Refused(
            f"{court_name} has not moved to NextGen yet, and issues its filing accounts itself.",
            "Call the court's help desk to get one.",
        )
    if person.is_firm:
        raise Refused(
            "This is a PACER Administrative Account. It pays for others, and cannot file.",
            "Log out, and log in with your own individual PACER account to register.",
            links=(("Register an individual PACER account", register_url),),
        )
    if person.is_shared:
        raise Refused(
            "This PACER account is shared by a group. Shared accounts can view, and cannot file.",
            "Every filer needs an individual PACER account. Register one, log in with it, and apply again.",
            links=(("Register an individual PACER account", register_url),),
        )
    if person.is_legacy:
        raise Refused(
            "Your PACER account is a Legacy account. It must be upgraded before you can register for e-filing.",
            "Upgrade it now; it takes some minutes. Then log in with the upgraded account and apply again.",
            links=(("Upgrade my PACER account", upgrade_url),),
        )


@dataclass(frozen=True, slots=True)
class Admitted:
    """A case that an account was admitted to, and when that ended; None while it holds."""

    case_id: int
    number: str
    title: str
    admission_id: int
    ended_on: date | None = None
    ended_by_closing: bool = False


def admission_to(
    *, admission_id: int, case_id: int, number: str, title: str, closed_on: date | None, ends_with_case: bool
) -> Admitted:
    """How an admission stands that the clerk has not ended: where the court's form says so, closing ends it."""
    is_over = ends_with_case and closed_on is not None
    return Admitted(case_id, number, title, admission_id, closed_on if is_over else None, is_over)


def holding(admissions: Iterable[Admitted]) -> frozenset[int]:
    """The cases in which the account may file."""
    return frozenset(one.case_id for one in admissions if one.ended_on is None)
