"""What applicants do."""

from __future__ import annotations

from django.db import transaction
from django.db.models.functions import Now

from opencmecf.court.admissions import queries
from opencmecf.court.admissions.actions.fees import end_card_payment
from opencmecf.court.admissions.actions.moving import locked, move
from opencmecf.court.admissions.models import Application, ApplicationPaper, State
from opencmecf.court.admissions.reading import form_of
from opencmecf.court.admissions.rules import LONGEST_TEXT, check_may_apply
from opencmecf.court.filers import queries as filers
from opencmecf.court.filers import rules as filers_rules
from opencmecf.court.filers.models import Person
from opencmecf.court.intake import actions as intake
from opencmecf.court.intake.models import Upload
from opencmecf.court.profile.models import Court
from opencmecf.court.profile.rules import check_files
from opencmecf.foundation import audit
from opencmecf.foundation.access import Actor, Permission
from opencmecf.foundation.errors import NotFound, Refused
from opencmecf.foundation.storage.arrivals import ArrivedFile

MENDABLE = (State.DRAFT, State.ASKED)  # while the applicant may change answers and documents


@transaction.atomic
def begin(
    *, court: Court, choice: str, court_name: str, upgrade_url: str, register_url: str, actor: Actor
) -> Application:
    """A new application, or the one of the same choice that was begun before.

    Raises `NotFound` for a choice that the court does not offer, and `Refused` for a PACER account that cannot file,
    one that files here already, and while another request waits.
    """
    actor.require_at(Permission.ADMISSION_APPLY, court.pk)
    check_files(court)
    person = Person.objects.select_for_update().get(pk=filers.person_of(actor).pk)
    check_may_apply(
        person,
        is_nextgen=court.is_nextgen,
        court_name=court_name,
        upgrade_url=upgrade_url,
        register_url=register_url,
    )
    linked = filers.linked_account(person)
    if linked is not None:
        raise filers_rules.already_linked(linked)
    form = form_of(court.pk)
    chosen = form.choice(choice)
    if chosen is None:
        raise NotFound
    known = queries.open_application(actor)
    if known is not None and (known.choice == choice or known.state != State.DRAFT):
        return known
    if known is not None:  # begun for something else, and never submitted: what was typed is taken along
        return _change_choice(known, chosen.code, chosen.name, form.version, actor)
    application = Application.objects.create(
        court=court, person=person, choice=chosen.code, choice_name=chosen.name, form_version=form.version
    )
    audit.record("admission:application:begin", chain=application.chain, by=actor, choice=chosen.name)
    return application


@transaction.atomic
def save_answers(*, application: Application, answers: dict[str, str], actor: Actor) -> Application:
    """Keep what was typed on one page, right or wrong. Raises `Refused` when nothing can be changed any more."""
    found = _mendable(application, actor)
    merged = {**found.answers, **answers}
    if merged == found.answers:
        return found
    found.answers, found.form_version, found.saved_at = merged, form_of(found.court_id).version, Now()
    found.save(update_fields=["answers", "form_version", "saved_at"])
    audit.record("admission:application:save", chain=found.chain, by=actor, fields=sorted(answers))
    return found


def attach_paper(*, application: Application, code: str, arrived: ArrivedFile, actor: Actor) -> ApplicationPaper:
    """Check a PDF as filings are checked, and keep it with the application in place of a former one.

    Raises `Refused`, with what is wrong and how to mend it, for a file that the court would not take as a filing.
    """
    actor.require_at(Permission.ADMISSION_APPLY, application.court_id)
    _, choice = queries.form_and_choice(queries.own_application(application.pk, actor=actor))
    if code not in choice.papers:
        raise NotFound
    upload = intake.receive_arrived(
        court=application.court, arrived=arrived, actor=actor, permission=Permission.ADMISSION_APPLY
    )
    if not upload.may_be_filed:
        raise _not_taken(upload)
    return _keep_paper(application, code, upload, actor)


@transaction.atomic
def remove_paper(*, application: Application, paper_id: int, actor: Actor) -> None:
    """Take a PDF off the application. Raises `NotFound`, `Refused`."""
    found = _mendable(application, actor)
    paper = queries.paper(found, paper_id)
    audit.record("admission:paper:remove", chain=found.chain, by=actor, code=paper.code, sha256=paper.upload.sha256)
    paper.delete()


@transaction.atomic
def submit(*, application: Application, actor: Actor) -> Application:
    """Hand an application in to the clerk. Submitted before is no event. Raises `Refused` with all that is missing."""
    actor.require_at(Permission.ADMISSION_APPLY, application.court_id)
    own = queries.own_application(application.pk, actor=actor)
    if own.submitted_at is not None:
        return own
    found = locked(own, "submit")
    lacking = queries.lacking(found)
    if lacking:
        raise Refused("This request is not complete yet.", " ".join(one.message for one in lacking))
    return move(found, "submit", State.WAITING, actor, facts={"choice": found.choice_name}, submitted_at=Now())


@transaction.atomic
def answer(*, application: Application, text: str, actor: Actor) -> Application:
    """Answer what the clerk has asked; the request is back in the queue. Raises `Refused`, `NotFound`."""
    actor.require_at(Permission.ADMISSION_APPLY, application.court_id)
    found = locked(queries.own_application(application.pk, actor=actor), "answer")
    state = State.PAID if found.fee_means else State.WAITING
    return move(found, "answer", state, actor, facts={"answer": text[:LONGEST_TEXT]})


def withdraw(*, application: Application, actor: Actor) -> Application:
    """Take a request back, for good. Twice is one event. Raises `Refused` once it is decided.

    A fee that is due cannot be paid by card any more then; raises `Refused` where it was paid a moment ago.
    """
    actor.require_at(Permission.ADMISSION_APPLY, application.court_id)
    own = queries.own_application(application.pk, actor=actor)
    if own.state == State.WITHDRAWN:
        return own
    end_card_payment(application=own, actor=actor)
    with transaction.atomic():
        return move(locked(own, "withdraw"), "withdraw", State.WITHDRAWN, actor, facts={})


def _change_choice(known: Application, code: str, name: str, version: str, actor: Actor) -> Application:
    known.choice, known.choice_name, known.form_version, known.saved_at = code, name, version, Now()
    known.save(update_fields=["choice", "choice_name", "form_version", "saved_at"])
    audit.record("admission:application:begin", chain=known.chain, by=actor, choice=name)
    return known


def _mendable(application: Application, actor: Actor) -> Application:
    actor.require_at(Permission.ADMISSION_APPLY, application.court_id)
    own = queries.own_application(application.pk, actor=actor)
    found = Application.objects.select_for_update(of=("self",)).select_related("court", "person").get(pk=own.pk)
    if found.state not in MENDABLE:
        raise Refused(
            "This request is with the clerk, and cannot be changed now.",
            "If something is wrong in it, withdraw it and apply again, or call the court's help desk.",
            links=(("See the request", f"/admissions/{found.pk}"),),
        )
    return found


@transaction.atomic
def _keep_paper(application: Application, code: str, upload: Upload, actor: Actor) -> ApplicationPaper:
    found = _mendable(application, actor)
    paper, _ = ApplicationPaper.objects.update_or_create(application=found, code=code, defaults={"upload": upload})
    audit.record("admission:paper:attach", chain=found.chain, by=actor, code=code, sha256=upload.sha256)
    return paper


def _not_taken(upload: Upload) -> Refused:
    first = next(iter(upload.findings), {"message": f"{upload.file_name} cannot be taken.", "remedy": ""})
    return Refused(str(first["message"]), str(first["remedy"]) or "Choose another file.")
