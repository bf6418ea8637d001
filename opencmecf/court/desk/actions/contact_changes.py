"""What filers have changed at PACER: received, and applied or rejected."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models.functions import Now

from opencmecf.court.desk import rules
from opencmecf.court.desk.actions.accounts import tell_both
from opencmecf.court.desk.models import ChangeState, ContactChange
from opencmecf.court.filers.models import CourtAccount
from opencmecf.court.profile.models import Court
from opencmecf.foundation import audit
from opencmecf.foundation.access import Actor, Permission
from opencmecf.foundation.errors import Refused
from opencmecf.foundation.jobs import enqueue


@transaction.atomic
def receive_change(
    *, court: Court, change_id: str, account_number: str, sequence: int, facts: object, actor: Actor
) -> str:
    """Take a change that somebody has made in Manage My Account; returns how it stands here now.

    The state is one of `ChangeState`, or `no-account` when nothing is linked to that PACER account any more. The
    same change again is no event. Raises `Refused` for facts that cannot be.
    """
    told = rules.checked_facts(facts)
    known = ContactChange.objects.filter(court=court, change_id=change_id).first()
    if known is not None:
        return known.state
    rows = CourtAccount.objects.select_for_update(of=("self",)).select_related("court")
    account = rows.filter(court=court, person__account_number=account_number).first()
    if account is None:
        return "no-account"
    change = ContactChange.objects.create(
        court=court,
        change_id=change_id,
        court_account=account,
        account_number=account_number,
        sequence=sequence,
        before={name: getattr(account, name) for name in told},
        after=told,
    )
    audit.record("filer:contact-change:receive", chain=account.chain, by=actor, fields=sorted(told), change=change_id)
    if court.applies_changes_at_once or _says_nothing_new(change, account):
        _apply(change, account, actor)
    else:
        enqueue("desk:tell-clerks", court_id=court.pk, kind="change", key=str(change.pk))
    return change.state


@transaction.atomic
def approve_change(*, change: ContactChange, actor: Actor) -> None:
    """Apply a change that waits. Raises `NotAllowed`, and `Refused` when somebody else has decided meanwhile."""
    actor.require_at(Permission.FILER_MANAGE, change.court_id)
    change = _waiting(change)
    account = CourtAccount.objects.select_for_update(of=("self",)).get(pk=change.court_account_id)
    _apply(change, account, actor)
    enqueue("desk:tell-decision", change_pk=change.pk)


@transaction.atomic
def reject_change(*, change: ContactChange, reason: str, actor: Actor) -> None:
    """Leave the court's record as it is; the person reads the reason. Raises `NotAllowed`, `Refused` as above."""
    actor.require_at(Permission.FILER_MANAGE, change.court_id)
    change = _waiting(change)
    _decide(change, ChangeState.REJECTED, actor, reason=reason)
    chain = change.court_account.chain
    audit.record("filer:contact-change:reject", chain=chain, by=actor, reason=reason, fields=sorted(change.after))
    enqueue("desk:tell-decision", change_pk=change.pk)


def _waiting(change: ContactChange) -> ContactChange:
    found = ContactChange.objects.select_for_update(of=("self",)).select_related("court_account").get(pk=change.pk)
    if found.state != ChangeState.WAITING:
        raise Refused(f"This change does not wait any more: {found.get_state_display().lower()}.")
    return found


def _says_nothing_new(change: ContactChange, account: CourtAccount) -> bool:
    return all(getattr(account, name) == value for name, value in change.after.items())


def _apply(change: ContactChange, account: CourtAccount, actor: Actor) -> None:
    """Write what no later change has overtaken; the facts before and after stay in the trail."""
    applied = ContactChange.objects.filter(court_account=account, state=ChangeState.APPLIED)
    later = applied.filter(sequence__gt=change.sequence).values_list("sequence", "after")
    facts = rules.still_new(change.after, change.sequence, later)
    if not facts:
        _decide(change, ChangeState.SUPERSEDED, actor)
        return
    former_email = account.email
    before = {name: getattr(account, name) for name in facts}
    for name, value in facts.items():
        setattr(account, name, value)
    account.save(update_fields=list(facts))
    _decide(change, ChangeState.APPLIED, actor)
    told: dict[str, Any] = {"fields": sorted(facts), "before": before, "after": facts}
    audit.record("filer:contact-change:apply", chain=account.chain, by=actor, **told)
    if account.email.lower() != former_email.lower():
        tell_both(account, former_email)


def _decide(change: ContactChange, state: ChangeState, actor: Actor, *, reason: str = "") -> None:
    change.state, change.decided_by, change.reason = state, actor.label, reason
    rows = ContactChange.objects.filter(pk=change.pk)
    rows.update(state=state, decided_by=actor.label, decided_at=Now(), reason=reason)
