"""Granting that staff file for an attorney, answering, and ending it from either side."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from opencmecf.court.agents import actions as agents
from opencmecf.court.agents import queries as agent_queries
from opencmecf.court.agents.models import Agency
from opencmecf.court.delegation import queries, rules
from opencmecf.court.delegation.models import OPEN, Delegation, State
from opencmecf.court.filers import actions as filers
from opencmecf.court.filers import links
from opencmecf.court.filers import queries as filer_queries
from opencmecf.court.filers.models import CourtAccount, FilerKind, Person
from opencmecf.court.profile.kinds import KINDS
from opencmecf.foundation import audit, clock, reference
from opencmecf.foundation.access import Actor, Permission, Role, system
from opencmecf.foundation.audit.queries import times_of
from opencmecf.foundation.errors import Refused
from opencmecf.foundation.mail import actions as mail


@transaction.atomic
def offer(
    *, account_number: str, last_name: str, email: str, may_submit: bool, menus: Sequence[str], actor: Actor
) -> Delegation:
    """Offer the holder of a PACER account to file for the acting attorney at this court, and write to the address.

    Nothing tells whether there is such an account: whoever signs in with it here finds the offer. The same open one
    again is no event. Raises `NotFound` for whoever has no filing account, and `Refused`.
    """
    principal = CourtAccount.objects.select_for_update().get(pk=agent_queries.own_account(actor).pk)
    kind = KINDS[reference.court(principal.court_id).kind]
    chosen = rules.checked_menus(menus, of_court=[menu.cases.value for menu in kind.filing_menus])
    if principal.is_agent:
        raise Refused("You file for others, and cannot let others do so.", "The attorney grants it to each person.")
    if account_number == actor.account_number:
        raise Refused("This is your own account number.", "Type that of the member of your staff.")
    known = Delegation.objects.filter(principal=principal, account_number=account_number, state__in=OPEN)
    if known.open().exists():
        raise Refused("There is an offer to this account already.", "End it in the list before you make another one.")
    earlier = times_of("filer:delegation:offer", chain=principal.chain, within=timedelta(hours=1))
    if len(earlier) >= rules.OFFERS_PER_HOUR:
        raise Refused("You have made many offers within the last hour.", "Wait an hour, then try again.")
    for left in known:  # by an agency that was ended, or by an unlinking
        _close(_locked(left), actor)
    made = Delegation.objects.create(
        principal=principal,
        principal_unlinkings=principal.unlinkings,
        account_number=account_number,
        last_name=last_name,
        email=email,
        may_submit=may_submit,
        menus=chosen,
    )
    facts = {"account_number": account_number, "acts": made.acts}
    audit.record("filer:delegation:offer", chain=principal.chain, by=actor, **facts)
    _write(made, made.email, "delegation/mail/offered.txt")
    return made


@transaction.atomic
def accept(*, delegation: Delegation, actor: Actor) -> None:
    """Take up an offer: from now on the person files for the attorney, within its limits. Twice is one event.

    Whoever has no account at this court gets one as filing agent, linked to the PACER account. Raises `Refused`.
    """
    delegation = _locked(delegation)
    if delegation.state == State.HELD:
        return
    person = _own_offer(delegation, actor)
    agent = _agent_account(person, delegation, actor)
    agency = agents.begin_by_grant(principal=delegation.principal, agent=agent, actor=actor)
    delegation.state, delegation.agency, delegation.answered_at = State.HELD, agency, clock.now()
    delegation.save(update_fields=["state", "agency", "answered_at"])
    _record("accept", delegation, actor)
    for address in {delegation.principal.email, person.email}:
        _write(delegation, address, "delegation/mail/accepted.txt", person=person)


@transaction.atomic
def decline(*, delegation: Delegation, actor: Actor) -> None:
    """Say no to an offer; the attorney is written to. Raises `Refused` when it is not open any more."""
    delegation = _locked(delegation)
    person = _own_offer(delegation, actor)
    delegation.state, delegation.answered_at = State.DECLINED, clock.now()
    delegation.save(update_fields=["state", "answered_at"])
    _record("decline", delegation, actor)
    _write(delegation, delegation.principal.email, "delegation/mail/declined.txt", person=person)


@transaction.atomic
def end(*, delegation: Delegation, actor: Actor) -> None:
    """End a delegation or take back an offer, at once, from either side; both are written to. Twice is one event."""
    _end(_locked(queries.delegation(delegation.pk, actor)), actor)


@transaction.atomic
def end_former(*, account: CourtAccount, actor: Actor) -> None:
    """End what was granted by or to an account before the court unlinked it, and write to both sides.

    Whoever is linked to the account since then begins with nothing, and keeps what was granted meanwhile. Twice is one
    event.
    """
    given = Q(principal=account, principal_unlinkings__lt=account.unlinkings)
    held = Q(agency__agent=account, agency__agent_unlinkings__lt=account.unlinkings)
    for delegation in Delegation.objects.filter(given | held, state__in=OPEN).order_by("pk"):
        _end(_locked(delegation), actor)
    agents.end_agencies_of(account=account, actor=actor)


def _end(delegation: Delegation, actor: Actor) -> None:
    if delegation.state not in OPEN:
        return
    _close(delegation, actor)
    for address in {delegation.principal.email, delegation.email}:
        _write(delegation, address, "delegation/mail/ended.txt")


def _close(delegation: Delegation, actor: Actor) -> None:
    delegation.state, delegation.ended_at = State.ENDED, clock.now()
    delegation.save(update_fields=["state", "ended_at"])
    if delegation.agency is not None:
        agents.end_by_grant(agency=delegation.agency, actor=actor)
    _record("end", delegation, actor)


def _locked(delegation: Delegation) -> Delegation:
    rows = Delegation.objects.select_for_update(of=("self",)).select_related("principal__court", "agency__agent")
    return rows.get(pk=delegation.pk)


def _own_offer(delegation: Delegation, actor: Actor) -> Person:
    """The person to whom it was offered. Raises `Refused` for anybody else, and for an offer that is closed."""
    actor.require(Permission.UTILITIES_OPEN)
    person = filer_queries.person_of(actor)
    if delegation.state != State.OFFERED or not Delegation.objects.open().filter(pk=delegation.pk).exists():
        raise Refused("This offer is not open any more.", "Ask the attorney to offer it again.")
    if delegation.account_number != actor.account_number or not rules.same_name(delegation.last_name, person.last_name):
        raise Refused(
            "The offer was made to somebody of another name.",
            f"Ask {delegation.principal.name} to type your last name as it is in your PACER account.",
        )
    if person.is_shared or person.is_legacy:
        raise Refused(
            "This account cannot file: it is shared by a group, or has not been upgraded.",
            "Use an upgraded PACER account of your own.",
        )
    return person


def _agent_account(person: Person, delegation: Delegation, actor: Actor) -> CourtAccount:
    """The filing agent's account of the person, issued where there is none. Raises `Refused` for another's role."""
    known = filer_queries.linked_account(person)
    if known is None:
        clerk = system("delegation", actor.site, frozenset({Role.COURT_ADMIN}))
        login = f"staff{person.account_number}"
        firm = delegation.principal.firm_name
        return filers.issue_linked(person=person, login=login, actor=clerk, filer_kind=FilerKind.AGENT, firm_name=firm)
    if not known.is_agent or not known.is_active:
        raise Refused(
            f"You have an account of your own at this court, as {known.role_in_words.lower()}.",
            "Whoever files as himself or herself here cannot file for others too. Call the clerk’s office.",
        )
    return known


def _record(verb: str, delegation: Delegation, actor: Actor) -> None:
    """Put it on the trail of the attorney's account, and of the agent's where there is one."""
    agency: Agency | None = delegation.agency
    chains = {delegation.principal.chain} | ({agency.agent.chain} if agency else set())
    facts = {"principal": delegation.principal.name, "account_number": delegation.account_number}
    for chain in sorted(chains):
        audit.record(f"filer:delegation:{verb}", chain=chain, by=actor, acts=delegation.acts, **facts)


def _write(delegation: Delegation, address: str, template: str, *, person: Person | None = None) -> None:
    court_id = delegation.principal.court_id
    mail.write(
        to=address,
        template=template,
        delegation=delegation,
        principal=delegation.principal,
        person=person,
        court_name=reference.court(court_id).name,
        link=links.to(court_id, rules.LIST),
    )
