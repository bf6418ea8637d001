"""Reading cases."""

from __future__ import annotations

from opencmecf.court.cases.models import Case
from opencmecf.foundation.access import Actor


def case_by_id(*, court_id: str, case_id: str, actor: Actor) -> Case:
    """Return the case with this id. Raises `NotFound`, also for a case that `actor` may not see."""
    return Case.objects.get_for(actor, court_id=court_id, pacer_case_id=case_id)


def cases_by_number(*, court_id: str, number: str, actor: Actor) -> list[Case]:
    """Return the cases with this number, without judges' initials and defendant, that `actor` may see."""
    found = Case.objects.visible_to(actor).filter(court_id=court_id, number_core=number)
    return list(found.order_by("defendant", "pk"))
