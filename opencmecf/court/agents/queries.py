"""Reading who files for whom."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from opencmecf.court.agents.models import Agency
from opencmecf.court.filers.models import CourtAccount, FilerKind
from opencmecf.foundation.access import Actor, Permission, Role
from opencmecf.foundation.errors import NotFound, Refused

MOST_FOUND = 25
SHORTEST_SEARCH = 2


def check_may_act_for(principal: CourtAccount, *, actor: Actor) -> None:
    """Raise `Refused` unless `actor` may file as `principal` now: it is the own account, or an agency holds."""
    if principal.pk == actor.court_account_id:
        return
    held = Agency.objects.in_force().filter(principal=principal, agent=actor.court_account_id or 0)
    if not held.filter(principal__is_active=True, agent__filer_kind=FilerKind.AGENT).exists():
        raise Refused(
            f"You do not file for {principal.name} any more.",
            f"Your draft is kept. Ask {principal.name} to name you as filing agent again: Utilities, Maintain Your ECF "
            "Account, Find Filing Agent.",
        )


def lock_agency(principal: CourtAccount, *, actor: Actor) -> None:
    """Keep the agency of `actor` for `principal` from being ended before the transaction is over, where there is one.

    What is found out about it afterwards holds until then.
    """
    if principal.pk != actor.court_account_id:
        held = Agency.objects.select_for_update(no_key=True)
        held.filter(principal=principal, agent=actor.court_account_id or 0, ended_at=None).first()


def no_principal() -> Refused:
    """What a filing agent is told for whom nobody has begun an agency."""
    return Refused(
        "Nobody has named you as filing agent at this court yet.",
        "Ask the attorney or trustee for whom you work: under Utilities, Maintain Your ECF Account, Find Filing Agent, "
        "your name is found and selected. Then their events are on your menu.",
    )


def principals_of(agent: CourtAccount) -> list[CourtAccount]:
    """The filers for whom `agent` files now, by name."""
    held = Agency.objects.in_force().filter(agent=agent, principal__is_active=True)
    rows = held.select_related("principal").order_by("principal__last_name", "principal__first_name", "pk")
    return [one.principal for one in rows]


def agencies_given(principal: CourtAccount) -> QuerySet[Agency]:
    """The agencies that `principal` has given and that are in force, by the agent's name."""
    given = Agency.objects.in_force().filter(principal=principal).select_related("agent")
    return given.order_by("agent__last_name", "agent__first_name", "pk")


def own_account(actor: Actor) -> CourtAccount:
    """The filing account that `actor` acts with. Raises `NotFound` for staff and for whoever has none."""
    actor.require(Permission.DOCUMENT_FILE)
    account = CourtAccount.objects.visible_to(actor).filter(pk=actor.court_account_id or 0, role=Role.FILER).first()
    if account is None:
        raise NotFound
    return account


def agency(agency_id: int, *, actor: Actor) -> Agency:
    """An agency that `actor` has given. Raises `NotFound` for any other one."""
    rows = Agency.objects.select_related("agent", "principal")
    return rows.get_for(actor, pk=agency_id, principal=actor.court_account_id or 0)


def agent(account_id: int, *, actor: Actor) -> CourtAccount:
    """A filing agent of the actor's court. Raises `NotFound` for any other account."""
    found = _agents_at(actor.site).filter(pk=account_id).first()
    if found is None:
        raise NotFound
    return found


def agents_found(words: str, *, actor: Actor) -> list[CourtAccount]:
    """The filing agents of the actor's court with all of these words in name, login or firm, at most `MOST_FOUND`."""
    wanted = words.replace(",", " ").split()
    if len("".join(wanted)) < SHORTEST_SEARCH:
        return []
    found = _agents_at(actor.site)
    for word in wanted:
        found = found.filter(
            Q(first_name__icontains=word)
            | Q(last_name__icontains=word)
            | Q(login__iexact=word)
            | Q(firm_name__icontains=word)
        )
    return list(found.order_by("last_name", "first_name", "pk")[:MOST_FOUND])


def _agents_at(court_id: str) -> QuerySet[CourtAccount]:
    """Filing agents that can act; every filer of the court may find them."""
    return CourtAccount.objects.filter(
        court_id=court_id, role=Role.FILER, filer_kind=FilerKind.AGENT, is_active=True, person__isnull=False
    )
