"""Manage My Account, Usage and Payments: charges of all courts, the quarterly statements, and paying them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from opencmecf.central.accounts import queries as accounts
from opencmecf.central.accounts.models import Account, AccountClass
from opencmecf.central.accounts.pages import manage_page
from opencmecf.central.billing import actions, queries
from opencmecf.central.billing.forms import PaymentForm, UsageForm
from opencmecf.central.billing.models import BilledCharge
from opencmecf.central.billing.quarters import Quarter
from opencmecf.central.firms import queries as firms
from opencmecf.central.payments import actions as payment_actions
from opencmecf.central.payments import processor
from opencmecf.central.payments import queries as payment_queries
from opencmecf.central.payments.models import FeeKind, Payment
from opencmecf.central.payments.views.leaving import may_post_to_processor, to_processor
from opencmecf.foundation.access import Actor, Permission, actor_of, door
from opencmecf.foundation.caching import never_cache
from opencmecf.foundation.errors import NotFound
from opencmecf.foundation.reference import fees_on
from opencmecf.foundation.spreadsheet import csv_file
from opencmecf.foundation.ui.paging import page_of

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
def utilization(request: HttpRequest) -> HttpResponse:
    """“Utilization”: what the running quarter has come to so far, by court, and how much of it is waived."""
    actor, quarter = actor_of(request), Quarter.of(queries.today())
    account = accounts.own(actor)
    one = queries.statement_of(account, quarter)
    waived_up_to = fees_on(quarter.last_day).waived_up_to_cents
    page = {
        "statement": one,
        "waived_up_to": waived_up_to,
        "left": max(0, waived_up_to - one.total_cents),
        "by_court": queries.sums_by_court(queries.paid_in(actor, quarter)),
        "firm": firms.name_of_payer(actor),
    }
    return _page(request, "billing/utilization.html", page)


@door(Permission.ACCOUNT_MANAGE)
@never_cache
@require_safe
def statements(request: HttpRequest) -> HttpResponse:
    """“View Quarterly Invoice/Statement of Account”: the last two years."""
    account = accounts.own(actor_of(request))
    page = {
        "rows": queries.statements_of(account),
        "balance": queries.balance_of(account),
        "waived_up_to": fees_on(queries.today()).waived_up_to_cents,
    }
    return _page(request, "billing/statements.html", page)


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
    account, lines = accounts.own(actor), queries.lines_of(charges)
    page = {
        "account": account,
        "is_firm": account.account_class == AccountClass.FIRM,
        "statement": queries.statement_of(account, found),
        "lines": lines,
        "by_account": queries.sums_by_account(lines),
        "payments": queries.payments_in(account, found),
        "waived_up_to": fees_on(found.last_day).waived_up_to_cents,
    }
    return _page(request, "billing/statement.html", page, beyond="statements")


@door(Permission.ACCOUNT_MANAGE, fresh=True)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def payments(request: HttpRequest) -> HttpResponse:
    """“Make One-Time PACER Fee Payment”: what is due, paying it or a part of it, and every payment so far."""
    actor = actor_of(request)
    account = accounts.own(actor)
    under_way = _under_way(account, actor)
    balance = queries.balance_of(account)
    form = PaymentForm(request.POST or None, due_cents=balance.due_cents)
    if request.method == "POST" and form.is_valid():
        amount = form.cleaned_data["amount"]
        return to_processor(request, actions.open_pacer_payment(account=account, amount_cents=amount, actor=actor))
    page = {
        "account": account,
        "is_firm": account.account_class == AccountClass.FIRM,
        "firm": firms.name_of_payer(actor),
        "balance": balance,
        "open_statements": [one for one in queries.statements_of(account) if one.is_over and one.open_cents],
        "form": form,
        "under_way": under_way,
        "card": payment_queries.default_card(FeeKind.PACER, actor),
        "fees": payment_queries.fees_due(actor),
        "payments": page_of(payment_queries.own_payments(account, actor), request),
        "has_processor": processor.is_set_up(),
    }
    return may_post_to_processor(request, _page(request, "billing/payments.html", page))


def _under_way(account: Account, actor: Actor) -> Payment | None:
    """The payment that was begun and can still be made; what the processor says of it is recorded first."""
    found = payment_queries.payment_under_way(account)
    if found is None:
        return None
    try:
        found = payment_actions.look_up(payment=found, actor=actor)
    except processor.ProcessorAway:
        return found
    return found if found.is_open else None


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
    return manage_page(request, template, page, beyond=[("Statements", reverse(beyond))] if beyond else [])
