"""Applications that are ready to be submitted, for tests."""

from __future__ import annotations

from opencmecf.court.admissions import actions, queries
from opencmecf.court.admissions.models import Application, ApplicationPaper
from opencmecf.court.cases.models import Case
from opencmecf.court.docket.actions import take_over
from opencmecf.court.docket.sheet import Fact
from opencmecf.court.docket.tests.sheets import civil_sheet
from opencmecf.court.docket.text import text_of
from opencmecf.court.filers.models import CourtAccount
from opencmecf.court.intake.tests.papers import paper
from opencmecf.court.profile.models import Court
from opencmecf.foundation.access import Actor, Role, system
from opencmecf.foundation.storage import default_store
from opencmecf.foundation.storage.arrivals import ArrivedFile

WAYS_OUT = {"court_name": "the court", "upgrade_url": "/upgrade", "register_url": "/register"}
ANSWERS = {
    "title_acknowledged": "on",
    "firm_name": "Harbor Law Group",
    "address": "200 Harbor Street",
    "city": "Miami",
    "state": "FL",
    "zip_code": "33131",
    "telephone": "305-555-0142",
    "email_frequency": "summary",
    "email_format": "text",
    "has_account": "no",
    "bar_number": "512584",
    "bar_state": "Florida",
    "bar_admitted_on": "4/2/2012",
    "disciplined": "no",
    "motion_granted": "yes",
    "principals": "Alice Moreno",
    **{f"term_{number}": "on" for number in range(1, 9)},
}


def begin(court: Court, actor: Actor, choice: str = "efile") -> Application:
    """A request that was begun."""
    return actions.begin(court=court, choice=choice, actor=actor, **WAYS_OUT)


def filled(court: Court, actor: Actor, choice: str = "efile", **answers: str) -> Application:
    """A request in which every question is answered."""
    application = begin(court, actor, choice)
    return actions.save_answers(application=application, answers={**ANSWERS, **answers}, actor=actor)


def submitted(court: Court, actor: Actor, choice: str = "efile", **answers: str) -> Application:
    """A request that waits for the clerk; its papers are there."""
    application = filled(court, actor, choice, **answers)
    for code in ("good_standing", "leave"):
        attach(application, actor, code)
    return actions.submit(application=application, actor=actor)


def attach(application: Application, actor: Actor, code: str) -> ApplicationPaper | None:
    """Attach a real PDF, where the choice asks for one of that code."""
    if code not in {one.paper.code for one in queries.papers_of(application)}:
        return None
    return actions.attach_paper(application=application, code=code, arrived=arrived(code), actor=actor)


def arrived(name: str, content: bytes | None = None) -> ArrivedFile:
    """A file as a form has sent it."""
    arriving = default_store().begin()
    arriving.write(content if content is not None else paper(text=name))
    return ArrivedFile(arriving, f"{name}.pdf", "application/pdf")


def case_at(court: Court, *, closed: bool = False) -> Case:
    """A case of the court that runs, or one that was closed in 2021."""
    sheet = civil_sheet(court_id=court.pk)
    if closed:
        right = (Fact(label="Date Terminated", value=text_of("02/03/2021")),)
        more = {"case_number": "1:20-cv-20003-RMA", "pacer_case_id": "560003", "right": right}
        sheet = civil_sheet(court_id=court.pk, **more)
    admin = system("tests", court.pk, frozenset({Role.COURT_ADMIN, Role.CLERK}))
    return take_over(sheet=sheet, court=court, actor=admin).case


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
