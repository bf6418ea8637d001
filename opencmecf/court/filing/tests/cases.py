"""A civil case of Alice's and a criminal one, and drafts in them, for tests."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from opencmecf.court.cases.models import Appearance, Case
from opencmecf.court.docket.actions import Restrictions, take_over
from opencmecf.court.docket.sheet import Fact, Party
from opencmecf.court.docket.tests.sheets import civil_sheet, entry
from opencmecf.court.docket.text import text_of
from opencmecf.court.filers.models import CourtAccount
from opencmecf.court.filing.content import ChosenEvent, Content
from opencmecf.court.profile.models import Court
from opencmecf.foundation.access import Actor, Role, system

ADMIN = system("tests", "flsd", frozenset({Role.COURT_ADMIN, Role.CLERK}))
ENTRIES = (
    entry(1, "COMPLAINT against Harbor Pilots, Inc. filed by Robert Okafor. (Moreno, Alice)"),
    entry(2, "MOTION to Dismiss , MOTION to Strike by Harbor Pilots, Inc. Responses due by 1/18/2020", day=4),
    entry(3, "RESPONSE in Opposition re 2 MOTION to Dismiss filed by Robert Okafor.", day=6),
    entry(4, "NOTICE of Unavailability by Harbor Pilots, Inc.", day=8),
)


def civil_case(court: Court, *, restrictions: Restrictions | None = None, **more: Any) -> Case:
    """Okafor v. Harbor Pilots, Inc., in which Alice Moreno appears for the plaintiff."""
    sheet = civil_sheet(**{"entries": ENTRIES, "court_id": court.pk, **more})
    if restrictions is None:
        return take_over(sheet=sheet, court=court, actor=ADMIN).case
    return take_over(sheet=sheet, court=court, actor=ADMIN, restrictions=restrictions).case


def closed_case(court: Court) -> Case:
    """A civil case that was closed in 2021."""
    right = (
        Fact(label="Date Filed", value=text_of("01/02/2020")),
        Fact(label="Date Terminated", value=text_of("02/03/2021")),
    )
    return civil_case(court, case_number="1:20-cv-20003-RMA", pacer_case_id="560003", right=right)


def represented(case: Case, *, by: Actor | CourtAccount) -> Case:
    """The case, once it is known that its counsel Alice Moreno is the holder of this account."""
    account = by.pk if isinstance(by, CourtAccount) else by.court_account_id
    Appearance.objects.filter(party__case=case, name="Alice Moreno").update(court_account=account)
    return case


def criminal_case(court: Court) -> Case:
    """USA v. Wren."""
    parties = (
        Party(type="Defendant (1)", name=text_of("Silas Wren"), counsel=()),
        Party(type="Plaintiff", name=text_of("USA"), counsel=()),
    )
    sheet = replace(
        civil_sheet(court_id=court.pk, entries=(entry(1, "INDICTMENT as to Silas Wren (1) count(s) 1."),)),
        case_number="1:20-cr-20104-BLM-1",
        case_label="CRIMINAL DOCKET FOR CASE #",
        pacer_case_id="560104",
        caption="USA v. Wren",
        parties=parties,
        left=(),
    )
    return take_over(sheet=sheet, court=court, actor=ADMIN).case


def actor_of(account: CourtAccount) -> Actor:
    """The holder of a linked court account, as signed in at the court."""
    person = account.person
    assert person is not None
    return Actor(
        label=f"account:{person.account_number}",
        site=account.court_id,
        name=person.name,
        roles=frozenset({Role.PACER_USER, Role(account.role)}),
        account_number=person.account_number,
        person_id=person.pk,
        court_account_id=account.pk,
    )


def chosen(*codes: str, **more: Any) -> Content:
    """A content with these events."""
    return Content(events=tuple(ChosenEvent(code=code) for code in codes), **more)
