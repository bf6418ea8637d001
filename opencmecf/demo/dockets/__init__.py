"""The dockets of the demonstration: invented cases, as JSON in the form of `cmecf export`."""

from __future__ import annotations

from importlib.resources import files

from opencmecf.court.cases.actions import connect_counsel
from opencmecf.court.docket.actions import take_over
from opencmecf.court.profile.models import Court
from opencmecf.exchange.docket_json import CaseDocument, read_case
from opencmecf.foundation.access import Role, system


def make_dockets() -> None:
    """Take the demonstration's dockets over, each at its court; does nothing to those that are there."""
    for document in documents():
        court = Court.objects.get(pk=document.sheet.court_id)
        actor = system("demo", court.pk, frozenset({Role.COURT_ADMIN, Role.CLERK}))
        take_over(sheet=document.sheet, court=court, actor=actor, restrictions=document.restrictions)
    for court in Court.objects.all():
        connect_counsel(court=court, actor=system("demo", court.pk, frozenset({Role.COURT_ADMIN})))


def documents() -> list[CaseDocument]:
    """Return what the JSON files beside this one say."""
    found = (file for file in files(__package__).iterdir() if file.name.endswith(".json"))
    return [read_case(file.read_bytes()) for file in sorted(found, key=lambda file: file.name)]
