"""Beginning and ending that somebody files for somebody else."""

from __future__ import annotations

from datetime import datetime

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
    known = Agency.objects.filter(principal=principal, agent=agent, ended_at=None).first()
    if known is not None:
        return known
    if not agent.is_agent or not agent.is_active or agent.court_id != principal.court_id:
        raise Refused(f"{agent.name} is not registered as filing agent at this court.", "Find another one.")
    agency = Agency.objects.create(principal=principal, agent=agent)
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
    known = Agency.objects.filter(principal=principal, agent=agent, ended_at=None).first()
    return known or Agency.objects.create(principal=principal, agent=agent)


@transaction.atomic
def end_by_grant(*, agency: Agency, actor: Actor) -> None:
    """End what `begin_by_grant` has begun; part of an act of `court/delegation`. Twice is one event.

    An agency that the same two have begun beside it ends too: whoever ends the grant means all of it.
    """
    pair = Agency.objects.filter(principal_id=agency.principal_id, agent_id=agency.agent_id)
    pair.filter(principal__court_id=actor.site, ended_at=None).update(ended_at=Now())


@transaction.atomic
def end_agencies_of(*, account: CourtAccount, begun_until: datetime, actor: Actor) -> None:
    """End the agencies that were given by or to an account before the court unlinked it, and write to both sides.

    Part of the act of `court/delegation` that follows the unlinking. Twice is one event.
    """
    held = Agency.objects.select_for_update(of=("self",)).select_related("agent", "principal")
    held = held.filter(Q(principal=account) | Q(agent=account), principal__court_id=actor.site)
    for agency in held.filter(ended_at=None, began_at__lte=begun_until).order_by("pk"):
        Agency.objects.filter(pk=agency.pk).update(ended_at=Now())
        _record("end", agency, actor, unlinked=account)


@transaction.atomic
def end_agency(*, agency: Agency, actor: Actor) -> None:
    """Let the agent file for the acting filer no more, from now on; its drafts stay. Twice is one event."""
    found = Agency.objects.select_for_update(of=("self",)).select_related("agent", "principal")
    agency = found.get_for(actor, pk=agency.pk, principal=queries.own_account(actor).pk)
    if Agency.objects.filter(pk=agency.pk, ended_at=None).update(ended_at=Now()):
        _record("end", agency, actor)


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
