"""Reading charges."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import QuerySet, Sum
from django.db.models.functions import Now

from opencmecf.court.metering import rules
from opencmecf.court.metering.models import Charge
from opencmecf.court.profile.models import Court
from opencmecf.foundation import clock, reference
from opencmecf.foundation.access import Actor

PAGE_SIZE = 100


def charges_of(actor: Actor, *, first: date, last: date, zone: ZoneInfo) -> QuerySet[Charge]:
    """The charges of `actor` at their court on the days `first` to `last` of the court's calendar, newest first."""
    return (
        Charge.objects.visible_to(actor)
        .filter(
            at__gte=datetime.combine(first, time.min, zone),
            at__lte=datetime.combine(last, time.max, zone),  # to the microsecond, as the database keeps time
        )
        .order_by("-at", "-id")
    )


def total_cents(charges: QuerySet[Charge]) -> int:
    """What `charges` cost together."""
    total: int | None = charges.aggregate(total=Sum("cost_cents"))["total"]
    return total or 0


def basis_now(actor: Actor, court: Court) -> str:
    """On what basis `actor` would view at `court` now."""
    return rules.basis(actor, court_id=court.pk, day=clock.today(reference.court(court.pk).zone))


def exempt_now(actor: Actor, court: Court) -> str:
    """The kind of work for which `actor` would view at `court` without charge now, "" when it would be charged."""
    return rules.exempt_for(basis_now(actor, court))


def untold(court_id: str, *, limit: int) -> list[Charge]:
    """The oldest charges of a court that the centre has not taken note of."""
    return list(_to_tell().filter(court_id=court_id).order_by("pk")[:limit])


def courts_behind(*, since: timedelta = timedelta(0)) -> list[str]:
    """The courts with charges that are `since` old and that the centre has not taken note of."""
    late = _to_tell().filter(at__lte=Now() - since)
    return sorted(late.values_list("court_id", flat=True).distinct())


def _to_tell() -> QuerySet[Charge]:
    return Charge.objects.filter(told_at__isnull=True).exclude(account_number="")
