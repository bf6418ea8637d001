"""Moving an application from one state to the next: locked, recorded, mailed, and told to the national layer."""

from __future__ import annotations

from typing import Any

from django.db.models import F
from django.db.models.functions import Now

from opencmecf.court.admissions import queries, rules
from opencmecf.court.admissions.models import AT_THE_CLERK, Application, State
from opencmecf.court.filers import links
from opencmecf.foundation import audit, reference
from opencmecf.foundation.access import Actor, Permission
from opencmecf.foundation.jobs import enqueue
from opencmecf.foundation.mail import actions as mail


def locked(application: Application, verb: str) -> Application:
    """The application, locked until the transaction ends. Raises `Refused` where it does not allow the act any more."""
    rows = Application.objects.select_for_update(of=("self",)).select_related("court", "person")
    found = rows.get(pk=application.pk)
    rules.check_step(verb, found.state)
    return found


def decided(application: Application, verb: str, actor: Actor, *, is_locked: bool = False) -> Application:
    """The application that a clerk decides about, locked where the transaction is that of the act.

    Raises `NotAllowed`, `NotFound`, and `Refused` where it does not allow the act any more.
    """
    actor.require_at(Permission.ADMISSION_DECIDE, application.court_id)
    found = queries.application(application.pk, actor=actor)
    if is_locked:
        return locked(found, verb)
    rules.check_step(verb, found.state)
    return found


def move(
    application: Application, verb: str, state: State, actor: Actor, *, facts: dict[str, Any], **columns: Any
) -> Application:
    """The application in its new state: `columns` are kept with it, `facts` go to the trail, its applicant is told."""
    for name, value in columns.items():
        setattr(application, name, value)
    application.state = state
    application.changes = F("changes") + 1
    application.changed_at = Now()
    application.save(update_fields=["state", "changes", "changed_at", *columns])
    application.refresh_from_db()
    audit.record(f"admission:application:{verb}", chain=application.chain, by=actor, **facts)
    if application.submitted_at is not None:
        enqueue("admissions:tell-centre", application_id=str(application.pk))
        if state in AT_THE_CLERK and not actor.may(Permission.ADMISSION_DECIDE):
            enqueue("desk:tell-clerks", court_id=application.court_id, kind="application", key=str(application.pk))
        _write(application)
    return application


def _write(application: Application) -> None:
    court = reference.court(application.court_id)
    mail.write(
        to=application.person.email,
        template="admissions/mail/status.txt",
        application=application,
        person=application.person,
        court_name=court.name,
        url=links.to(application.court_id, f"/admissions/{application.pk}"),
    )
