"""Reading delegations."""

from __future__ import annotations

from django.db.models import Exists, OuterRef

from opencmecf.court.agents.models import Agency
from opencmecf.court.delegation.models import Delegation, Delegations, State, held_or_offered
from opencmecf.court.delegation.rules import NO_LIMITS, NOTHING, Limits
from opencmecf.court.filers.models import CourtAccount
from opencmecf.court.filers.queries import account_linked_to
from opencmecf.foundation.access import Actor


def given_by(actor: Actor) -> Delegations:
    """What the acting filer has offered and granted, ended ones included, the latest first."""
    rows = Delegation.objects.visible_to(actor).filter(principal=actor.court_account_id or 0)
    return rows.with_standing().select_related("agency__agent").order_by("-offered_at", "-pk")


def held_by(actor: Actor) -> Delegations:
    """What the actor was offered and holds, by the attorney's name."""
    rows = Delegation.objects.visible_to(actor).filter(held_or_offered(actor)).open()
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


def told_to_centre(account_number: str, *, court_id: str) -> dict[str, list[dict[str, str]]]:
    """What Manage My Account shows of a court: who files for the holder of a PACER account, and for whom the holder.

    Filing agents who were named without a delegation are among them; what has ended is not.
    """
    account = account_linked_to(court_id, account_number)
    holder = Actor(
        label=f"account:{account_number}",
        site=court_id,
        account_number=account_number,
        court_account_id=account.pk if account else None,
    )
    given = given_by(holder).open()
    told_given = [_told(one, one.agency.agent.name if one.agency else one.last_name) for one in given]
    held = [_told(one, one.principal.name) for one in held_by(holder)]
    if account is None:
        return {"given": told_given, "held": held}
    granted = Delegation.objects.filter(
        principal=OuterRef("principal"), agency__agent=OuterRef("agent"), state=State.HELD
    )
    named = Agency.objects.in_force().exclude(Exists(granted))
    named = named.select_related("principal", "agent").order_by("pk")
    return {
        "given": told_given + [_named(one, one.agent.name) for one in named.filter(principal=account)],
        "held": held + [_named(one, one.principal.name) for one in named.filter(agent=account)],
    }


def _told(one: Delegation, person: str) -> dict[str, str]:
    since = one.answered_at or one.offered_at
    return {"person": person, "acts": one.acts, "state": one.get_state_display(), "since": since.isoformat()}


def _named(one: Agency, person: str) -> dict[str, str]:
    acts, state = "Prepare and submit, as filing agent", str(State.HELD.label)
    return {"person": person, "acts": acts, "state": state, "since": one.began_at.isoformat()}
