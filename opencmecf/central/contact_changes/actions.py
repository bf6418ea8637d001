"""Telling courts what somebody has changed, and noting what they made of it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models.functions import Now

from opencmecf.central.contact_changes.models import LABELS, ChangeState, ContactChange
from opencmecf.central.directory import queries as directory
from opencmecf.foundation import audit
from opencmecf.foundation.access import Actor
from opencmecf.foundation.errors import NotFound, Refused
from opencmecf.foundation.jobs import enqueue

DECISIONS = (ChangeState.APPLIED, ChangeState.REJECTED, ChangeState.SUPERSEDED)
LONGEST_REASON = 500


@transaction.atomic
def tell_courts(*, holder: object, account_number: str, changed: Iterable[str], actor: Actor) -> int:
    """Have every court with a linked account told what has changed; returns how many courts there are.

    `holder` has the facts as they are now, and `changed` names those that were others; what concerns no court (a fax
    number, say) is left aside.
    """
    facts = {name: str(getattr(holder, name) or "") for name in changed if name in LABELS}
    if not facts:
        return 0
    courts = [one.court for one in directory.registrations_of(account_number)]
    for court in courts:
        change = ContactChange.objects.create(account_number=account_number, court=court, facts=facts)
        enqueue("contact-changes:tell-court", change_pk=change.pk)
    if courts:
        names = sorted(court.pk for court in courts)
        chain = f"account:{account_number}"
        audit.record(
            "account:contact-change:send", chain=chain, by=actor, courts=", ".join(names), fields=sorted(facts)
        )
    return len(courts)


@transaction.atomic
def note_answer(*, change: ContactChange, state: str, actor: Actor) -> None:
    """Note what a court has answered when it was told. Answered before is no event. Raises `Refused`."""
    told = _known(state, (*DECISIONS, ChangeState.WAITING, ChangeState.NO_ACCOUNT))
    rows = ContactChange.objects.filter(pk=change.pk, state=ChangeState.SENDING)
    if rows.update(state=told, told_at=Now()):
        chain = f"account:{change.account_number}"
        answer = ChangeState(told).label.lower()
        audit.record("account:contact-change:answer", chain=chain, by=actor, court=change.court_id, answer=answer)


@transaction.atomic
def note_decision(*, court_id: str, change_id: str, state: str, reason: str, actor: Actor) -> None:
    """Note what a court's clerk has decided later. Told before is no event. Raises `NotFound`, `Refused`."""
    told = _known(state, DECISIONS)
    change = ContactChange.objects.select_for_update().filter(court=court_id, change_id=change_id).first()
    if change is None:
        raise NotFound
    if change.state == told:
        return
    reason = reason[:LONGEST_REASON]
    ContactChange.objects.filter(pk=change.pk).update(state=told, reason=reason, decided_at=Now())
    chain = f"account:{change.account_number}"
    decision = ChangeState(told).label.lower()
    audit.record(
        "account:contact-change:decide", chain=chain, by=actor, court=court_id, decision=decision, reason=reason or "—"
    )


def _known(state: str, states: Iterable[ChangeState]) -> ChangeState:
    if state not in {str(one) for one in states}:
        raise Refused(f"“{state}” is no state of a change.")
    return ChangeState(state)
