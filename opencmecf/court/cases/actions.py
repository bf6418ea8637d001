"""What is done to a case as a whole."""

from __future__ import annotations

from django.db import transaction

from opencmecf.court.cases.models import Case
from opencmecf.foundation import audit
from opencmecf.foundation.access import Actor, Permission, Restriction


@transaction.atomic
def restrict_case(*, case: Case, restriction: Restriction, reason: str, actor: Actor) -> Case:
    """Seal a case or open it again: for whoever may not see it, it is not there. Twice is one event.

    Raises `NotFound` when the case is hidden from `actor`.
    """
    actor.require_at(Permission.RECORD_RESTRICT, case.court_id)
    case = Case.objects.select_for_update().get_for(actor, pk=case.pk)
    if case.restriction == restriction:
        return case
    former, case.restriction = case.restriction, restriction
    case.save(update_fields=["restriction"])
    audit.record("case:record:restrict", chain=case.chain, by=actor, former=former, to=restriction, reason=reason)
    return case
