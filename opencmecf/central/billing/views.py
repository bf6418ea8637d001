"""Manage My Account, Usage: charges of all courts, and the quarterly statements."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from opencmecf.central.accounts import queries as accounts
from opencmecf.central.accounts.models import AccountClass
from opencmecf.central.billing import queries
from opencmecf.central.billing.forms import UsageForm
from opencmecf.central.billing.models import BilledCharge
from opencmecf.central.billing.quarters import Quarter
from opencmecf.foundation.access import Permission, actor_of, door
from opencmecf.foundation.caching import never_cache
from opencmecf.foundation.errors import NotFound
from opencmecf.foundation.reference import fees_on
from opencmecf.foundation.spreadsheet import csv_file

SHOWN_AT_FIRST = timedelta(days=90)
HEADER = (
    *("Date", "Time", "Court", "Account", "Name", "Client Code", "Description", "Criteria", "Pages", "Cost", "Basis"),
    "Billed to",
)


class Row(NamedTuple):
    """A charge as it is shown: with its cost in dollars, the name of the court, and that of whoever viewed."""

    charge: BilledCharge
    cost: float
    court: str
    holder: str


@door(Permission.ACCOUNT_MANAGE)
@never_cache
@require_safe
def usage(request: HttpRequest) -> HttpResponse:
    """“View Detailed Transactions”: what was viewed at all courts, as a page or as CSV."""
    actor, today = actor_of(request), queries.today()
    given = {"first": f"{today - SHOWN_AT_FIRST:%m/%d/%Y}", "last": f"{today:%m/%d/%Y}", **request.GET.dict()}
    form = UsageForm(given, actor=actor)
    if not form.is_valid():
        return _page(request, "billing/usage.html", {"form": form})
    charges = queries.charges_of(actor, **form.cleaned_data)
    if request.GET.get("format") == "csv":
        return _as_csv("pacer-usage", charges)
    page = Paginator(charges, queries.PAGE_SIZE).get_page(request.GET.get("page"))
    shown = {
        "form": form,
        "page": page,
        "rows": _rows(page),
        "has_others": "account_number" in form.fields,
        "total": queries.total_cents(charges) / 100,
        "chosen": urlencode({name: given.get(name, "") for name in form.fields}),
        "what": "the transactions",
    }
    return _page(request, "billing/usage.html", shown)


@door(Permission.ACCOUNT_MANAGE)
@never_cache
@require_safe
def statements(request: HttpRequest) -> HttpResponse:
    """“View Quarterly Invoice/Statement of Account”: the last two years."""
    rows = [
        (one, one.total_cents / 100, one.waived_cents / 100, one.due_cents / 100)
        for one in queries.statements_of(actor_of(request))
    ]
    waived_up_to = fees_on(queries.today()).waived_up_to_cents / 100
    return _page(request, "billing/statements.html", {"rows": rows, "waived_up_to": waived_up_to})


@door(Permission.ACCOUNT_MANAGE)
@never_cache
@require_safe
def statement(request: HttpRequest, quarter: str) -> HttpResponse:
    """One quarter, itemised by account, client code and court; made to be printed; as CSV charge by charge."""
    actor, found = actor_of(request), Quarter.named(quarter)
    if found is None:
        raise NotFound
    charges = queries.paid_in(actor, found)
    if request.GET.get("format") == "csv":
        return _as_csv(f"pacer-statement-{found}", charges)
    account, one, lines = accounts.own(actor), queries.statement_of(actor, found), queries.lines_of(charges)
    page = {
        "account": account,
        "is_firm": account.account_class == AccountClass.FIRM,
        "statement": one,
        "amounts": [cents / 100 for cents in (one.total_cents, one.waived_cents, one.due_cents)],
        "lines": [(line, line.cents / 100) for line in lines],
        "by_account": [(each, each["cents"] / 100) for each in queries.sums_by_account(lines)],
        "waived_up_to": fees_on(found.last_day).waived_up_to_cents / 100,
    }
    return _page(request, "billing/statement.html", page, beyond="statements")


def _rows(charges: Iterable[BilledCharge]) -> list[Row]:
    found = list(charges)
    courts, holders = queries.names_of_courts(), queries.holders_of(one.account_number for one in found)
    return [
        Row(one, one.cost_cents / 100, courts.get(one.court_id, one.court_id), holders.get(one.account_number, ""))
        for one in found
    ]


def _as_csv(name: str, charges: Iterable[BilledCharge]) -> HttpResponse:
    return csv_file(f"{name}.csv", HEADER, (_csv_row(row.charge, row.holder) for row in _rows(charges)))


def _csv_row(charge: BilledCharge, holder: str) -> list[str | int]:
    at = charge.at.astimezone(settings.SERVICE_CENTER_TIME_ZONE)
    return [
        *(f"{at:%m/%d/%Y}", f"{at:%H:%M:%S %Z}", charge.court_id, charge.account_number, holder, charge.client_code),
        *(charge.description, charge.criteria, charge.pages, f"{charge.cost_cents / 100:.2f}", charge.basis),
        charge.billed_to,
    ]


def _page(request: HttpRequest, template: str, page: dict[str, Any], *, beyond: str = "") -> HttpResponse:
    trail = [("Manage My Account", reverse("manage"))] + ([("Statements", reverse(beyond))] if beyond else [])
    return render(request, template, {"section": "Manage My Account", "trail": trail, **page})
