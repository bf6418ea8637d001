"""Charging for a view, and telling the centre."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models.functions import Now

from opencmecf.court.metering import rules
from opencmecf.court.metering.models import Charge
from opencmecf.court.profile.models import Court
from opencmecf.foundation import audit, case_search, client_code, clock, reference
from opencmecf.foundation.access import Actor, Permission
from opencmecf.foundation.database.prepared import first_line, insertion, now_stored

_CHARGE = """
WITH made AS ({insertion} RETURNING id, at)
SELECT made.id, made.at, audit_append(%s, %s) FROM made
"""


def charge(
    *,
    court: Court,
    description: str,
    criteria: str,
    pages: int,
    capped: bool = True,
    subjects: Sequence[str] = (),
    actor: Actor,
) -> Charge:
    """One charge for one view, in the transaction that serves it; pages, price, cost and basis are copied into the row.

    Whatever is not billable is recorded all the same, at no cost. `subjects` are the chains of what was viewed, for
    the trail. The row itself says that the centre is still to be told; the clock's job tells it. Raises
    `ClientCodeRequired` when the firm that pays asks for another client code, and `CaseSearchNotActive` for an account
    that may not search cases; then nothing is served.
    """
    client_code.require(actor.client_code, actor.client_code_rule, change_at=client_code.CHANGE_PATH)
    if not actor.may(Permission.BILLING_VIEW_FREE):
        case_search.require(actor.case_search)
    day = (actor.asked_at or clock.now()).astimezone(reference.court(court.pk).zone).date()
    fees = reference.fees_on(day)
    basis = rules.basis(actor, court_id=court.pk, day=day)
    cost = rules.cost_cents(pages, price_cents=fees.page_cents, capped=capped, cap_pages=fees.cap_pages)
    made = Charge(
        court=court,
        account_number=actor.account_number,
        client_code=actor.client_code,
        description=description,
        criteria=criteria,
        pages=pages,
        cap_pages=fees.cap_pages if capped else None,
        price_cents=fees.page_cents,
        cost_cents=cost if basis == rules.BILLABLE else 0,
        basis=basis,
    )
    _write(made, subjects, actor)
    return made


def _write(made: Charge, subjects: Sequence[str], actor: Actor) -> None:
    """Write the charge and the trail in one statement: neither is there without the other, in any transaction."""
    body = audit.body_of(
        "metering:view:charge",
        by=actor,
        target=f"charge:{made.key}",
        pages=made.pages,
        cents=made.cost_cents,
        **({} if made.basis == rules.BILLABLE else {"basis": made.basis}),
        **({"subjects": list(subjects)} if subjects else {}),
    )
    statement, values = insertion(made)
    line = first_line(
        _CHARGE.format(insertion=statement), [*values, f"person:{made.court_id}:{made.account_number}", body]
    )
    assert line is not None
    made.pk, made.at, _ = line
    now_stored(made)


@transaction.atomic
def note_told(*, charges: Sequence[Charge]) -> None:
    """Note that the centre has these charges."""
    Charge.objects.filter(pk__in=[one.pk for one in charges], told_at__isnull=True).update(told_at=Now())
