"""Staff whom an attorney lets file: offered, held, and a filing that they have prepared."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from opencmecf.court.cases.models import Case
from opencmecf.court.delegation import actions
from opencmecf.court.delegation.models import Delegation
from opencmecf.court.filers.models import CourtAccount
from opencmecf.court.filing import actions as filing
from opencmecf.court.filing.content import Content, Step
from opencmecf.court.filing.models import Draft
from opencmecf.court.filing.tests.cases import actor_of
from opencmecf.court.filing.tests.filings import motion
from opencmecf.foundation.access import Actor


def offered(alice: Actor, john: Actor, **other: Any) -> Delegation:
    told: dict[str, Any] = {
        "account_number": john.account_number,
        "last_name": "attorney ",
        "email": "john@firm.example",
        "may_submit": True,
        "menus": ["civil", "criminal"],
        "actor": alice,
    }
    return actions.offer(**{**told, **other})


def held(alice: Actor, john: Actor, **other: Any) -> tuple[Delegation, Actor]:
    """A delegation in force, and the member of staff as he acts with it."""
    made = offered(alice, john, **other)
    actions.accept(delegation=made, actor=john)
    made.refresh_from_db()
    return made, actor_of(CourtAccount.objects.get(person__account_number=john.account_number))


def prepared(case: Case, alice: Actor, staff: Actor) -> Draft:
    """A motion of Alice's client, whole, begun and prepared by her staff."""
    content = motion(case, staff, exhibits=0)
    principal = CourtAccount.objects.get(pk=alice.court_account_id or 0)
    begun = replace(Content(), events=content.events)
    draft = filing.start(court=case.court, content=begun, actor=staff, acting_for=principal)
    return filing.save_step(draft=draft, step=Step.REVIEW, content=content, revision=0, actor=staff)
