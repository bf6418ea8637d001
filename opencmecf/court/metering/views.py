"""Utilities, “Review Billing History” (L5)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from opencmecf.court.metering import queries
from opencmecf.court.metering.forms import PeriodForm
from opencmecf.court.metering.models import Charge
from opencmecf.court.profile.queries import HostedCourt, court_of
from opencmecf.foundation import clock
from opencmecf.foundation.access import Permission, actor_of, door
from opencmecf.foundation.caching import never_cache
from opencmecf.foundation.sites import SiteKind, site_of
from opencmecf.foundation.spreadsheet import csv_file

SHOWN_AT_FIRST = timedelta(days=90)


@door(Permission.BILLING_HISTORY_READ)
@never_cache
@require_safe
def billing_history(request: HttpRequest) -> HttpResponse:
    """The person's own charges at this court in a period, with their sum; as a page or as CSV."""
    court = court_of(request)
    today = clock.today(court.reference.zone)
    given = {"first": f"{today - SHOWN_AT_FIRST:%m/%d/%Y}", "last": f"{today:%m/%d/%Y}", **request.GET.dict()}
    form = PeriodForm(given)
    all_courts_url = site_of(request).names.url(SiteKind.PACER, "/manage/usage")
    shown = {"form": form, "section": "Utilities", "all_courts_url": all_courts_url}
    if not form.is_valid():
        return render(request, "metering/billing_history.html", shown)
    first, last = form.cleaned_data["first"], form.cleaned_data["last"]
    charges = queries.charges_of(actor_of(request), first=first, last=last, zone=court.reference.zone)
    if request.GET.get("format") == "csv":
        return _as_csv(charges, court)
    page = Paginator(charges, queries.PAGE_SIZE).get_page(request.GET.get("page"))
    found = {
        "page": page,
        "rows": [{"charge": charge, "cost": charge.cost_cents / 100} for charge in page],
        "total": queries.total_cents(charges) / 100,
        "chosen": f"first={first:%m/%d/%Y}&last={last:%m/%d/%Y}",
        "what": "the billing history",
    }
    return render(request, "metering/billing_history.html", {**shown, **found})


def _as_csv(charges: Iterable[Charge], court: HostedCourt) -> HttpResponse:
    headings = ["Date", "Time", "Court", "Client Code", "Description", "Criteria", "Pages", "Cost", "Basis"]
    return csv_file(f"billing-history-{court.court_id}.csv", headings, (_csv_row(charge, court) for charge in charges))


def _csv_row(charge: Charge, court: HostedCourt) -> list[str | int]:
    at = charge.at.astimezone(court.reference.zone)
    cost = f"{charge.cost_cents / 100:.2f}"
    texts = [charge.client_code, charge.description, charge.criteria]
    return [f"{at:%m/%d/%Y}", f"{at:%H:%M:%S %Z}", court.court_id, *texts, charge.pages, cost, charge.basis]
