"""Who files: the account that the court has issued, and for whom it files."""

from __future__ import annotations

from opencmecf.court.agents import queries as agents
from opencmecf.court.docket.events.event import Filer
from opencmecf.court.filers.models import CourtAccount, FilerKind
from opencmecf.court.filers.rules import check_bar_status
from opencmecf.court.filing import rules
from opencmecf.foundation.access import Actor, Permission
from opencmecf.foundation.database.prepared import Prepared
from opencmecf.foundation.errors import Refused

_account = Prepared(lambda key: CourtAccount.objects.filter(pk=key))


def account_of(actor: Actor) -> CourtAccount | None:
    """Return the account that the court has issued to the actor, or None."""
    return _account.first(key=actor.court_account_id) if actor.court_account_id else None


def may_file(actor: Actor) -> bool:
    """Return whether the actor may begin drafts here."""
    return actor.may(Permission.DOCUMENT_FILE) and actor.court_account_id is not None


def barred(account: CourtAccount | None, actor: Actor) -> Refused | None:
    """Return why `actor` may not file as `account` now: its bar status, or an agency that has ended; None if so."""
    if account is None:
        return None
    try:
        agents.check_may_act_for(account, actor=actor)
        check_bar_status(account)
    except Refused as refused:
        return refused
    return None


def check_may_open_menu(actor: Actor) -> None:
    """Raise `Refused` where nothing can be filed with the actor's account now, before anything is begun."""
    account = account_of(actor)
    if account is None:
        return
    check_bar_status(account)
    if account.is_agent and not agents.principals_of(account):
        raise agents.no_principal()


def principals_of(actor: Actor) -> list[CourtAccount]:
    """Return the filers for whom a filing agent files, by name; nobody for everybody else."""
    account = account_of(actor)
    return agents.principals_of(account) if account and account.is_agent else []


def role_in_words(actor: Actor) -> str:
    """Return what the actor is at the court: "Creditor", "Clerk"."""
    account = account_of(actor)
    if account is None:
        return ""
    return account.role_in_words if account.is_staff else str(FilerKind(account.filer_kind).label)


def menus_of(actor: Actor) -> frozenset[Filer]:
    """Return whose menus `actor` has: a filing agent has those of everybody for whom it files."""
    account = account_of(actor)
    if account is None:
        return rules.filers_of(actor.roles)
    kinds = [one.filer_kind for one in agents.principals_of(account)] if account.is_agent else [account.filer_kind]
    return rules.filers_of(actor.roles, kinds)
