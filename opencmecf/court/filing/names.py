"""Whose names stand on a filing: the filer's, and that of an agent who acts for the filer."""

from __future__ import annotations

from opencmecf.court.filers.models import CourtAccount
from opencmecf.court.filing.models import Draft
from opencmecf.foundation.access import Actor


def acting_for(draft: Draft, actor: Actor) -> dict[str, str]:
    """Return, for the audit trail, for whom somebody else files, or by whom a filer's own draft was prepared."""
    filer = draft.for_attorney
    if filer is None or filer.pk == actor.court_account_id:
        return {"prepared_by": draft.prepared_by} if draft.prepared_by else {}
    return {"acting_for": filer.chain, "acting_for_name": filer.name}


def filer_of(draft: Draft, actor: Actor) -> str:
    """Return who files, as receipts name it: the principal where an agent acts, else the PACER user."""
    return acting_for(draft, actor).get("acting_for_name", actor.name)


def agent_of(draft: Draft, actor: Actor) -> str:
    """Return the name of the agent who acts for the filer; "" where the filer does it."""
    return actor.name if "acting_for" in acting_for(draft, actor) else ""


def owner_of(draft: Draft, actor: Actor) -> str:
    """Return whose filing it is: the account's in whose name it is made, as `Actor.owner` says."""
    return draft.for_attorney.chain if draft.for_attorney else actor.owner


def entered_by(account: CourtAccount | None, actor: Actor) -> str:
    """Return who entered a filing, as notices print it; where an agent did, both names."""
    if account is None:
        return actor.name
    name = f"{account.last_name}, {account.first_name}"
    return name if account.pk == actor.court_account_id else f"{name} (by {actor.name}, filing agent)"
