"""What courts tell of requests."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction

from opencmecf.central.directory.models import CourtListing
from opencmecf.central.efile import rules
from opencmecf.central.efile.models import EfileRequest, RequestState
from opencmecf.foundation import audit, clock
from opencmecf.foundation.access import Actor
from opencmecf.foundation.errors import Refused


@transaction.atomic
def record_request(*, court_id: str, request_id: UUID, facts: dict[str, Any], actor: Actor) -> None:
    """Note how a request stands at a court. The same again, and what is older than what is known, is no event.

    Raises `Refused` when a fact is missing or wrong, when the court is not listed, or when the request is not its own.
    """
    told = rules.told_in(facts)
    court = CourtListing.objects.select_for_update().filter(pk=court_id).first()
    if court is None:
        raise Refused(f"The court {court_id} is not in the directory.", "Tell the directory about the court first.")
    known = EfileRequest.objects.filter(pk=request_id).first()
    if known is not None and (known.court_id, known.account_number) != (court_id, told.account_number):
        raise Refused("This request is another one's.")
    if known is not None and known.changes >= told.changes:
        return
    EfileRequest.objects.update_or_create(
        pk=request_id, defaults={"court": court, "told_at": clock.now(), **vars(told)}
    )
    state = RequestState(told.state).label
    chain = f"account:{told.account_number}"
    audit.record("efile:request:record", chain=chain, by=actor, name=court.name, what=told.what, state=state)
