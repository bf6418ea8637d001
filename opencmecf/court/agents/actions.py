"""Beginning and ending that somebody files for somebody else."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now

from opencmecf.court.agents import queries
from opencmecf.court.agents.models import Agency
from opencmecf.court.filers.models import CourtAccount
from opencmecf.foundation import audit, reference
from opencmecf.foundation.access import Actor
from opencmecf.foundation.errors import Refused
from opencmecf.foundation.mail import actions as mail


@transaction.atomic
def begin_agency(*, agent: CourtAccount, actor: Actor) -> Agency:
    """Let `agent` file for the acting filer, and write to both. Begun before is no event.

    Raises `NotFound` for staff, and `Refused` for an account that is no filing agent's, or is one itself.
    """
    principal = CourtAccount.objects.select_for_update().get(pk=queries.own_account(actor).pk)
    if principal.is_agent:
        raise Refused("A filing agent files for others, and cannot name an agent.", "The principal names each agent.")
    known = _in_force(principal, agent)
    if known is not None:
        return known
    if not agent.is_agent or not agent.is_active or agent.court_id != principal.court_id:
        raise Refused(f"{agent.name} is not registered as filing agent at this court.", "Find another one.")
    agency = _begin(principal, agent, actor)
    _record("begin", agency, actor)
    return agency


@transaction.atomic
def begin_by_grant(*, principal: CourtAccount, agent: CourtAccount, actor: Actor) -> Agency:
    """Let `agent` file for `principal`, who has granted it and is told by whoever carries the grant.

    Part of the act of `court/delegation`, which checks both sides and records it. Begun before is no event. Raises
    `Refused` for an account that is no filing agent's.
    """
    if not agent.is_agent or agent.court_id != principal.court_id or actor.site != principal.court_id:
        raise Refused(f"{agent.name} cannot file for others at this court.")
    return _in_force(principal, agent) or _begin(principal, agent, actor)


@transaction.atomic
def end_by_grant(*, agency: Agency, actor: Actor) -> None:
    """End what `begin_by_grant` has begun; part of an act of `court/delegation`. Twice is one event.

    An agency that the same two have begun beside it ends too: whoever ends the grant means all of it. One that was
    begun after an unlinking is another matter, and stays.
    """
    pair = Agency.objects.filter(
        principal_id=agency.principal_id,
        agent_id=agency.agent_id,
        principal_unlinkings=agency.principal_unlinkings,
        agent_unlinkings=agency.agent_unlinkings,
    )
    pair.filter(principal__court_id=actor.site, ended_at=None).update(ended_at=Now())


@transaction.atomic
def end_agencies_of(*, account: CourtAccount, actor: Actor) -> None:
    """End the agencies that were given by or to an account before the court unlinked it, and write to both sides.

    Part of the act of `court/delegation` that follows the unlinking. Twice is one event.
    """
    held = Agency.objects.select_for_update(of=("self",)).select_related("agent", "principal")
    given = Q(principal=account, principal_unlinkings__lt=account.unlinkings)
    taken = Q(agent=account, agent_unlinkings__lt=account.unlinkings)
    for agency in held.filter(given | taken, principal__court_id=actor.site, ended_at=None).order_by("pk"):
        _end_stale(agency, account, actor)


@transaction.atomic
def end_agency(*, agency: Agency, actor: Actor) -> None:
    """Let the agent file for the acting filer no more, from now on; its drafts stay. Twice is one event."""
    found = Agency.objects.select_for_update(of=("self",)).select_related("agent", "principal")
    agency = found.get_for(actor, pk=agency.pk, principal=queries.own_account(actor).pk)
    if Agency.objects.filter(pk=agency.pk, ended_at=None).update(ended_at=Now()):
        _record("end", agency, actor)


def _in_force(principal: CourtAccount, agent: CourtAccount) -> Agency | None:
    return Agency.objects.in_force().filter(principal=principal, agent=agent).first()


def _begin(principal: CourtAccount, agent: CourtAccount, actor: Actor) -> Agency:
    """Begin an agency, and mark the one as ended that an unlinking has left behind."""
    agent = CourtAccount.objects.get(pk=agent.pk)  # as it is now
    left = Agency.objects.select_for_update(of=("self",)).select_related("agent", "principal")
    for stale in left.filter(principal=principal, agent=agent, ended_at=None):
        _end_stale(stale, principal if stale.principal_unlinkings < principal.unlinkings else agent, actor)
    return Agency.objects.create(
        principal=principal,
        agent=agent,
        principal_unlinkings=principal.unlinkings,
        agent_unlinkings=agent.unlinkings,
    )


def _end_stale(agency: Agency, unlinked: CourtAccount, actor: Actor) -> None:
    Agency.objects.filter(pk=agency.pk).update(ended_at=Now())
    _record("end", agency, actor, unlinked=unlinked)


def _record(verb: str, agency: Agency, actor: Actor, unlinked: CourtAccount | None = None) -> None:
    """Put it on the trail of both accounts, and write to both."""
    principal, agent = agency.principal, agency.agent
    facts = {"principal": principal.name, "agent": agent.name}
    for account in sorted((principal, agent), key=lambda one: one.chain):
        audit.record(f"filer:agency:{verb}", chain=account.chain, by=actor, **facts)
    court_name = reference.court(principal.court_id).name
    for account in (principal, agent):
        page = {"principal": principal, "agent": agent, "court_name": court_name, "has_begun": verb == "begin"}
        page["unlinked"] = unlinked
        mail.write(to=account.email, template="agents/mail/agency.txt", **page)
