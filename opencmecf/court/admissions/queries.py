"""Reading applications, what stands in the way of submitting one, and the cases that an account may file in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from opencmecf.court.admissions import rules
from opencmecf.court.admissions.forms import SectionForm
from opencmecf.court.admissions.models import AT_THE_CLERK, OPEN, Application, ApplicationPaper, CaseAdmission, State
from opencmecf.court.admissions.reading import form_of
from opencmecf.court.admissions.registration_form import Choice, Paper, Question, RegistrationForm, Section
from opencmecf.court.admissions.steps import PAPERS, sections_of
from opencmecf.court.cases.models import Case
from opencmecf.court.cases.typed_number import cases_typed
from opencmecf.court.filers.models import CourtAccount, Person
from opencmecf.foundation.access import Actor
from opencmecf.foundation.audit import queries as trail
from opencmecf.foundation.errors import NotFound

SHOWN_EVENTS = 100
SENTENCES = {
    "admission:application:answer": "The question was answered: {answer}",
    "admission:application:approve": "Approved. The account {login} was issued and linked.",
    "admission:application:ask": "The clerk has asked: {question}",
    "admission:application:begin": "The request was begun: {choice}.",
    "admission:application:pay": "The fee of {amount} was paid by {means}, receipt {receipt}.",
    "admission:application:reject": "Rejected: {reason}",
    "admission:application:start-fee": "A fee of {amount} is due.",
    "admission:application:submit": "The request was submitted.",
    "admission:application:waive-fee": "The fee of {amount} was waived: {note}",
    "admission:application:withdraw": "The request was withdrawn.",
}
UNTOLD = {"admission:application:save", "admission:paper:attach", "admission:paper:remove"}


@dataclass(frozen=True)
class Happening:
    """One line of an application's history."""

    at: datetime
    what: str
    who: str


@dataclass(frozen=True)
class Lacking:
    """What stands in the way of submitting, and the step that mends it."""

    step: str
    message: str


@dataclass(frozen=True)
class Answered:
    """A section with its questions and what was answered, in words."""

    section: Section
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class AskedPaper:
    """A PDF that is asked for, and the one that is there."""

    paper: Paper
    attached: ApplicationPaper | None


def application(application_id: UUID, *, actor: Actor) -> Application:
    """An application that `actor` may see. Raises `NotFound`."""
    return Application.objects.select_related("court", "person", "account").get_for(actor, pk=application_id)


def own_application(application_id: UUID, *, actor: Actor) -> Application:
    """One of the actor's own applications. Raises `NotFound`, also for a clerk."""
    found = application(application_id, actor=actor)
    if found.person_id != actor.person_id:
        raise NotFound
    return found


def own_applications(actor: Actor) -> QuerySet[Application]:
    """The actor's own applications at this court, the latest first."""
    own = Application.objects.filter(court_id=actor.site, person=actor.person_id or 0)
    return own.order_by("-began_at", "pk")


def open_application(actor: Actor) -> Application | None:
    """The one application of the actor that something can still become of, or None."""
    return own_applications(actor).filter(state__in=OPEN).first()


def unlinked_account_of(person: Person) -> CourtAccount | None:
    """An account that the court has issued to the person's own e-mail address and that is not linked, or None."""
    if not person.email:
        return None
    here = CourtAccount.objects.filter(court=person.court_id, person=None, is_active=True)
    return here.filter(email__iexact=person.email).order_by("pk").first()


def queue(actor: Actor, *, state: str = "") -> QuerySet[Application]:
    """The applications of the court, the longest waiting first: those that wait for the clerk, or of one state."""
    found = Application.objects.visible_to(actor).exclude(state=State.DRAFT).select_related("person")
    if state in set(State):
        return found.filter(state=state).order_by("changed_at", "pk")
    if state == "all":
        return found.order_by("-changed_at", "pk")
    return found.filter(state__in=AT_THE_CLERK).order_by("changed_at", "pk")


def form_and_choice(found: Application) -> tuple[RegistrationForm, Choice]:
    """The court's form and the choice that an application has made. Raises `NotFound` when it is not there any more."""
    form = form_of(found.court_id)
    choice = form.choice(found.choice)
    if choice is None:
        raise NotFound
    return form, choice


def papers_of(found: Application) -> list[AskedPaper]:
    """The PDFs that the application's choice asks for, with those that are there."""
    form, choice = form_and_choice(found)
    there = {one.code: one for one in ApplicationPaper.objects.filter(application=found).select_related("upload")}
    return [AskedPaper(paper, there.get(paper.code)) for paper in form.papers_of(choice)]


def paper(found: Application, paper_id: int) -> ApplicationPaper:
    """A PDF of an application. Raises `NotFound`."""
    one = ApplicationPaper.objects.filter(application=found, pk=paper_id).select_related("upload").first()
    if one is None:
        raise NotFound
    return one


def lacking(found: Application) -> list[Lacking]:
    """Everything that stands in the way of submitting, in the order of the steps."""
    form, choice = form_and_choice(found)
    told = []
    for section in sections_of(form, choice):
        errors = SectionForm(found.answers, section=section).errors
        told += [Lacking(section.code, str(message)) for messages in errors.values() for message in messages]
    for one in papers_of(found):
        if one.paper.is_required and one.attached is None:
            told.append(Lacking(PAPERS, f"Upload “{one.paper.label}”."))
    return told


def answered(found: Application) -> list[Answered]:
    """What was answered, section by section, in words; of the terms of use, whether all are accepted."""
    form, choice = form_and_choice(found)
    *pages, terms = sections_of(form, choice)
    accepted = all(found.answers.get(one.code) for one in terms.questions)
    told = ("E-Filing Terms of Use", "Accepted" if accepted else "Not accepted")
    return [
        *(
            Answered(section, tuple((one.label, in_words(one, found.answers)) for one in section.questions))
            for section in pages
        ),
        Answered(terms, (told,)),
    ]


def in_words(question: Question, answers: Mapping[str, Any]) -> str:
    """An answer as people read it."""
    value = str(answers.get(question.code, ""))
    known = {**dict(question.choices), "yes": "Yes", "no": "No", "on": "Yes"}
    return known.get(value, value)


def history(found: Application) -> list[Happening]:
    """What happened to an application, the latest first, in words."""
    events = [one for one in trail.events_of(found.chain, limit=SHOWN_EVENTS) if one["act"] not in UNTOLD]
    return [Happening(event["at"], _sentence(event), _doer(event["by"], found)) for event in events]


def fee_as_told(found: Application) -> dict[str, Any]:
    """What the national layer is told of the fee of an application."""
    return {
        "account_number": found.person.account_number,
        "what": found.choice_name,
        "amount_cents": found.fee_cents,
        "path": f"/admissions/{found.pk}",
    }


def cases_named(text: str, *, court_id: str, actor: Actor) -> tuple[list[Case], list[str]]:
    """The cases that lines of typed numbers mean, each once, and the lines that mean no case or several."""
    cases: dict[int, Case] = {}
    wrong = []
    for line in [line.strip() for line in text.replace(",", "\n").replace(";", "\n").splitlines() if line.strip()]:
        found = cases_typed(court_id=court_id, text=line, actor=actor)
        if len(found) == 1:
            cases[found[0].pk] = found[0]
        else:
            wrong.append(line)
    return list(cases.values()), wrong


def admissions_of(account: CourtAccount) -> list[rules.Admitted]:
    """The cases that a limited account was admitted to and the clerk has not ended, in the order of admission."""
    ends = form_of(account.court_id).limited_admission_ends_with_case
    rows = CaseAdmission.objects.filter(account=account, ended_at=None).order_by("began_at", "pk")
    known = rows.values_list("pk", "case", "case__number_core", "case__title", "case__date_terminated")
    return [
        rules.admission_to(
            admission_id=pk, case_id=case, number=number, title=title, closed_on=closed_on, ends_with_case=ends
        )
        for pk, case, number, title, closed_on in known
    ]


def admitted_cases(account: CourtAccount) -> frozenset[int] | None:
    """The cases in which an account may file now; None for one that is not limited to cases."""
    return rules.holding(admissions_of(account)) if account.is_limited_to_cases else None


def limited_account(account_id: int, *, actor: Actor) -> CourtAccount:
    """An account of the actor's court that is limited to cases. Raises `NotFound`."""
    return CourtAccount.objects.select_related("court").get_for(actor, pk=account_id, is_limited_to_cases=True)


def _sentence(event: Mapping[str, Any]) -> str:
    known = SENTENCES.get(event["act"])
    return known.format_map(_Told(event["data"])) if known else f"Recorded as “{event['act']}”."


class _Told(dict[str, Any]):
    """The data of an event; what it does not tell reads as a dash."""

    def __missing__(self, name: str) -> str:
        return "—"


def _doer(label: str, found: Application) -> str:
    if label == f"account:{found.person.account_number}":
        return found.person.name
    scope = label.partition(":")[0]
    return "The clerk's office" if scope in ("account", "filer") else "The system"
