"""Requests that wait at the courts of the demonstration, and who files for whom."""

from __future__ import annotations

from typing import Any

from opencmecf.central.accounts.models import Account
from opencmecf.court.admissions import actions as admissions
from opencmecf.court.admissions.reading import form_of
from opencmecf.court.agents import actions as agents
from opencmecf.court.filers import actions as filers
from opencmecf.court.filers.models import CourtAccount
from opencmecf.court.profile.models import Court
from opencmecf.foundation.access import Actor, Role


def make_request(facts: dict[str, Any]) -> None:
    """A request that waits for the clerk, with every box ticked."""
    court = Court.objects.get(pk=facts["court"])
    actor = _pacer_user(court, Account.objects.get(username=facts["applicant"]))
    request = admissions.begin(
        court=court, choice=facts["choice"], court_name=court.pk, upgrade_url="", register_url="", actor=actor
    )
    ticks = {f"term_{number}": "on" for number, _ in enumerate(form_of(court.pk).terms, start=1)}
    answers = {**facts["answers"], **ticks, "title_acknowledged": "on"}
    admissions.save_answers(application=request, answers=answers, actor=actor)
    admissions.submit(application=request, actor=actor)


def make_agency(facts: dict[str, Any]) -> None:
    """That one person files for another one."""
    principal, agent = (
        CourtAccount.objects.get(court=facts["court"], person__account_number=Account.objects.get(username=name).number)
        for name in (facts["principal"], facts["agent"])
    )
    account = Account.objects.get(username=facts["principal"])
    agents.begin_agency(agent=agent, actor=_pacer_user(principal.court, account, principal))


def _pacer_user(court: Court, account: Account, filer: CourtAccount | None = None) -> Actor:
    """The holder of a PACER account at a court; `filer` is the account that files there."""
    person = filers.remember_person(court=court, claims=account.claims())
    return Actor(
        label=account.chain,
        site=court.pk,
        name=account.name,
        roles=frozenset({Role.PACER_USER, Role.FILER} if filer else {Role.PACER_USER}),
        account_number=account.number,
        person_id=person.pk,
        court_account_id=filer.pk if filer else None,
    )
