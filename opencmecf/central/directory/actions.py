"""What a court tells the national layer. Each message may arrive more than once."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from opencmecf.central.directory import rules
from opencmecf.central.directory.models import CourtListing, RegisteredFiler
from opencmecf.foundation import audit, clock
from opencmecf.foundation.access import Actor
from opencmecf.foundation.errors import Refused


@transaction.atomic
def update_listing(*, court_id: str, actor: Actor | None = None, **facts: Any) -> CourtListing:
    """The listing of a court as it has told it: name, kind, is_nextgen, go_live_on, help_desk_telephone.

    The actor is the court itself unless another is named. Telling the same again is no event. Raises `Refused` when
    a fact is missing or wrong; facts of other names are left aside.
    """
    rules.check_court_id(court_id)
    told = vars(rules.listing_in(facts))
    before = CourtListing.objects.select_for_update().filter(pk=court_id).first()
    if before is not None and all(getattr(before, name) == value for name, value in told.items()):
        return before
    listing, _ = CourtListing.objects.update_or_create(pk=court_id, defaults={**told, "updated_at": clock.now()})
    by = actor or Actor(label=f"court:{court_id}", site=court_id)
    audit.record("directory:court:update", chain=f"directory:{court_id}", by=by, **told)
    return listing


@transaction.atomic
def record_filer(*, court_id: str, account_number: str, actor: Actor, **facts: Any) -> RegisteredFiler:
    """Note that a court has linked a filing account to a PACER account: filer_name, role, linked_at.

    Telling the same again is no event. Raises `Refused` when a fact is missing or wrong, or the court is not listed;
    facts of other names are left aside.
    """
    rules.check_account_number(account_number)
    told = vars(rules.registration_in(facts))
    court = _listed(court_id)
    before = RegisteredFiler.objects.filter(court=court, account_number=account_number).first()
    if before is not None and all(getattr(before, name) == value for name, value in told.items()):
        return before
    filer, _ = RegisteredFiler.objects.update_or_create(court=court, account_number=account_number, defaults=told)
    audit.record(
        "directory:filer:record", chain=f"account:{account_number}", by=actor, court=court_id, name=court.name, **told
    )
    return filer


@transaction.atomic
def remove_filer(*, court_id: str, account_number: str, actor: Actor, reason: str = "") -> None:
    """Note that a filing account is linked no more. Removing what is not there is no event.

    Raises `Refused` when the court is not listed.
    """
    rules.check_account_number(account_number)
    court = _listed(court_id)
    removed, _ = RegisteredFiler.objects.filter(court=court, account_number=account_number).delete()
    if removed:
        audit.record(
            "directory:filer:remove",
            chain=f"account:{account_number}",
            by=actor,
            court=court_id,
            name=court.name,
            reason=reason or "no reason given",
        )


def _listed(court_id: str) -> CourtListing:
    """The listing of the court, its row locked, so that two messages of one court follow each other."""
    court = CourtListing.objects.select_for_update().filter(pk=court_id).first()
    if court is None:
        raise Refused(f"The court {court_id} is not in the directory.", "Tell the directory about the court first.")
    return court
