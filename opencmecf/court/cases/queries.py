"""Reading cases."""

from __future__ import annotations

from django.db.models import Q

from opencmecf.court.cases.models import Case
from opencmecf.foundation.access import Actor
from opencmecf.foundation.errors import NotFound, Refused

SHOWN = 500


def case_by_id(*, court_id: str, case_id: str, actor: Actor) -> Case:
    """Return the case with this id. Raises `NotFound`, also for a case that `actor` may not see."""
    return Case.objects.get_for(actor, court_id=court_id, pacer_case_id=case_id)


def cases_by_number(*, court_id: str, number: str, actor: Actor) -> list[Case]:
    """Return the cases with this number, without judges' initials and defendant, that `actor` may see."""
    found = Case.objects.visible_to(actor).filter(court_id=court_id, number_core=number)
    return list(found.order_by("defendant", "pk"))


def cases_by_serial(
    *, court_id: str, year: int, serial: int, office: str = "", case_type: str = "", actor: Actor
) -> list[Case]:
    """Return the cases with this year, of two digits, and running number that `actor` may see.

    An office or a type of case narrows them. At most `SHOWN` are returned.
    """
    years = [century + year for century in (1900, 2000)]
    found = Case.objects.visible_to(actor).filter(court_id=court_id, year__in=years, serial=serial)
    if office:
        found = found.filter(office=office)
    if case_type:
        found = found.filter(case_type__iexact=case_type)
    return list(found.order_by("-year", "office", "case_type", "defendant", "pk")[:SHOWN])


def find_case(*, court_id: str, wanted: str, actor: Actor) -> Case:
    """Return the case with this id or, as printed or without judges' initials, this number.

    Raises `NotFound`, and `Refused` when several cases have the number.
    """
    found = list(
        Case.objects.visible_to(actor)
        .filter(Q(pacer_case_id=wanted) | Q(number=wanted) | Q(number_core=wanted), court_id=court_id)
        .order_by("pk")
    )
    exact = [case for case in found if wanted in {case.pacer_case_id, case.number}] or found
    if not exact:
        raise NotFound
    if len(exact) > 1:
        raise Refused(
            f"Several cases have the number {wanted}.",
            "Name one by its id: " + ", ".join(case.pacer_case_id for case in exact) + ".",
        )
    return exact[0]
