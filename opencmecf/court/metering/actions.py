"""Charging for a view."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from opencmecf.court.metering import rules
from opencmecf.court.metering.models import Charge
from opencmecf.court.profile.models import Court
from opencmecf.foundation import audit
from opencmecf.foundation.access import Actor


@transaction.atomic
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
    """One charge for one view, in the transaction that serves it; pages, price and cost are copied into the row.

    `subjects` are the chains of what was viewed, for the trail.
    """
    made = Charge.objects.create(
        court=court,
        account_number=actor.account_number,
        client_code=actor.client_code,
        description=description,
        criteria=criteria,
        pages=pages,
        price_cents=rules.PRICE_PER_PAGE_CENTS,
        cost_cents=rules.cost_cents(pages, capped=capped),
    )
    audit.record(
        "metering:view:charge",
        chain=f"person:{court.pk}:{actor.account_number}",
        by=actor,
        target=f"charge:{made.pk}",
        pages=pages,
        cents=made.cost_cents,
        **({"subjects": list(subjects)} if subjects else {}),
    )
    return made
