"""Reading delegations."""

from __future__ import annotations

from django.db.models import QuerySet

from opencmecf.court.delegation.models import OPEN, Delegation, State
from opencmecf.court.delegation.rules import NO_LIMITS, NOTHING, Limits
from opencmecf.court.filers.models import CourtAccount
from opencmecf.foundation.access import Actor


def given_by(actor: Actor) -> QuerySet[Delegation]:
    """What the acting filer has offered and granted, ended ones included, the latest first."""
    rows = Delegation.objects.visible_to(actor).filter(principal=actor.court_account_id or 0)
    return rows.select_related("agency__agent").order_by("-offered_at", "-pk")


def held_by(actor: Actor) -> QuerySet[Delegation]:
    """What the actor was offered and holds, by the attorney's name."""
    rows = Delegation.objects.visible_to(actor).filter(account_number=actor.account_number or "-", state__in=OPEN)
    return rows.select_related("principal").order_by("principal__last_name", "principal__first_name", "pk")


def delegation(delegation_id: int, actor: Actor) -> Delegation:
    """One delegation of the actor's, from either side. Raises `NotFound`."""
    rows = Delegation.objects.select_related("principal__court", "principal__person", "agency")
    return rows.get_for(actor, pk=delegation_id)


def limits_of(principal: CourtAccount | None, actor: Actor) -> Limits:
    """What `actor` may do for `principal`: everything but where a delegation says less.

    A delegation counts by the account that files, whatever PACER account it is linked to now, and as long as it is in
    force, also when an agency was begun anew beside it. An agency that a delegation carried allows nothing without one.
    """
    if principal is None or principal.pk == actor.court_account_id:
        return NO_LIMITS
    carried = Delegation.objects.filter(principal=principal, agency__agent=actor.court_account_id or 0)
    known = list(carried.order_by("may_submit").select_related("agency"))
    held = next((one for one in known if one.state == State.HELD), None)
    if held is not None:
        return Limits(held.may_submit, tuple(held.menus))
    return NOTHING if any(one.agency and one.agency.ended_at is None for one in known) else NO_LIMITS
