"""Reading charges across courts, and adding them up by quarter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from django.conf import settings
from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import TruncQuarter

from opencmecf.central.accounts.models import Account
from opencmecf.central.billing import rules
from opencmecf.central.billing.models import BilledCharge, numbers_of, own_numbers
from opencmecf.central.billing.quarters import Quarter
from opencmecf.central.directory import queries as directory
from opencmecf.central.payments import queries as payments
from opencmecf.central.payments.models import Payment
from opencmecf.foundation import clock
from opencmecf.foundation.access import Actor

PAGE_SIZE = 100


@dataclass(frozen=True)
class Statement:
    """What an account is billed for one quarter, and what is still open of it; payments settle the oldest first."""

    quarter: Quarter
    is_over: bool
    count: int = 0
    total_cents: int = 0
    due_cents: int = 0
    open_cents: int = 0

    @property
    def waived_cents(self) -> int:
        """What is not owed, because the quarter stayed below the amount."""
        return self.total_cents - self.due_cents

    @property
    def paid_cents(self) -> int:
        """What of it is paid."""
        return self.due_cents - self.open_cents

    @property
    def title(self) -> str:
        """Invoice or Statement of Account."""
        return rules.title_of_statement(self.due_cents)


@dataclass(frozen=True)
class Balance:
    """What an account owes by its statements and has paid; the running quarter is not due before it is over."""

    invoiced_cents: int
    paid_cents: int
    running: Statement

    @property
    def due_cents(self) -> int:
        """What is to be paid now."""
        return max(0, self.invoiced_cents - self.paid_cents)


@dataclass(frozen=True)
class Line:
    """Charges of one account, client code and court together."""

    account_number: str
    holder: str
    client_code: str
    court: str
    count: int
    pages: int
    cents: int


def today() -> date:
    """The day at the service center."""
    return clock.today(settings.SERVICE_CENTER_TIME_ZONE)


def charges_of(actor: Actor, *, first: date, last: date, **only: str) -> QuerySet[BilledCharge]:
    """What the actor viewed or pays for, on days of the service center, newest first.

    `only` narrows it by `court_id`, `client_code` or `account_number`; an empty text narrows nothing.
    """
    zone = settings.SERVICE_CENTER_TIME_ZONE
    rows = BilledCharge.objects.visible_to(actor).filter(
        at__gte=datetime.combine(first, time.min, zone),
        at__lte=datetime.combine(last, time.max, zone),  # to the microsecond, as the database keeps time
    )
    return rows.filter(**{name: value for name, value in only.items() if value}).order_by("-at", "pk")


def total_cents(charges: QuerySet[BilledCharge]) -> int:
    """What `charges` cost together."""
    total: int | None = charges.aggregate(total=Sum("cost_cents"))["total"]
    return total or 0


def statements_of(account: Account) -> list[Statement]:
    """The statements of the last two years, the running quarter first; quarters before the account are left out."""
    known, quarter, found = _statements(account), Quarter.of(today()), []
    for _ in range(rules.SHOWN_QUARTERS):
        found.append(known.get(quarter) or _empty(quarter))
        quarter = quarter.before
    while len(found) > 1 and not found[-1].count:
        found.pop()
    return found


def statement_of(account: Account, quarter: Quarter) -> Statement:
    """What `account` is billed for `quarter`."""
    return _statements(account).get(quarter) or _empty(quarter)


def balance_of(account: Account) -> Balance:
    """What `account` owes now, with the accounts that were merged into it; a firm's is that of all whom it pays for."""
    known, running = _statements(account), Quarter.of(today())
    return Balance(
        invoiced_cents=sum(one.due_cents for one in known.values() if one.is_over),
        paid_cents=payments.cents_of(payments.pacer_fees_paid(account)),
        running=known.get(running) or _empty(running),
    )


def payments_in(account: Account, quarter: Quarter) -> QuerySet[Payment]:
    """The payments of PACER fees that came in during `quarter`, the first one first."""
    rows = payments.pacer_fees_paid(account)
    return rows.filter(answered_at__gte=quarter.begins_at, answered_at__lt=quarter.ends_at)


def _statements(account: Account) -> dict[Quarter, Statement]:
    """Every statement of `account` by quarter, the oldest first: in one query, and one for the payments.

    What is waived is settled for each account number by itself, so that merging two accounts makes nothing due that
    was waived before.
    """
    sums = (
        BilledCharge.objects.filter(billed_to__in=numbers_of(account))
        .annotate(quarter=TruncQuarter("at", tzinfo=settings.SERVICE_CENTER_TIME_ZONE))
        .values("quarter", "billed_to")
        .annotate(count=Count("pk"), cents=Sum("cost_cents"))
        .order_by("quarter")
    )
    found: dict[Quarter, Statement] = {}
    for row in sums:
        quarter = Quarter.of(row["quarter"].date())
        before = found.get(quarter) or _empty(quarter)
        found[quarter] = replace(
            before,
            count=before.count + row["count"],
            total_cents=before.total_cents + row["cents"],
            due_cents=before.due_cents + rules.due_cents(row["cents"], quarter),
        )
    paid = payments.cents_of(payments.pacer_fees_paid(account))
    settled = rules.settle([one.due_cents for one in found.values()], paid)
    return {quarter: replace(one, open_cents=left) for (quarter, one), left in zip(found.items(), settled, strict=True)}


def _empty(quarter: Quarter) -> Statement:
    return Statement(quarter, is_over=quarter < Quarter.of(today()))


def paid_in(actor: Actor, quarter: Quarter) -> QuerySet[BilledCharge]:
    """The charges of `quarter` that the actor's account pays for, its own or those of a firm's people."""
    rows = BilledCharge.objects.visible_to(actor).filter(
        billed_to__in=own_numbers(actor), at__gte=quarter.begins_at, at__lt=quarter.ends_at
    )
    return rows.order_by("account_number", "-at", "pk")


def lines_of(charges: QuerySet[BilledCharge]) -> list[Line]:
    """`charges` added up by account, client code and court."""
    by = ("account_number", "client_code", "court_id")
    rows = list(
        charges.order_by(*by).values(*by).annotate(count=Count("pk"), sheets=Sum("pages"), cents=Sum("cost_cents"))
    )
    holders, courts = holders_of(row["account_number"] for row in rows), names_of_courts()
    return [
        Line(
            row["account_number"],
            holders.get(row["account_number"], ""),
            row["client_code"],
            courts.get(row["court_id"], row["court_id"]),
            row["count"],
            row["sheets"],
            row["cents"],
        )
        for row in rows
    ]


def sums_by_account(lines: Iterable[Line]) -> list[dict[str, Any]]:
    """For each account in `lines` its number, holder, count of charges and cents."""
    sums: dict[str, dict[str, Any]] = {}
    for line in lines:
        one = sums.setdefault(
            line.account_number, {"number": line.account_number, "holder": line.holder, "count": 0, "cents": 0}
        )
        one["count"] += line.count
        one["cents"] += line.cents
    return list(sums.values())


def sums_by_court(charges: QuerySet[BilledCharge]) -> list[dict[str, Any]]:
    """For each court in `charges` its name, and the count, pages and cents, by name."""
    rows = charges.order_by("court_id").values("court_id")
    courts = names_of_courts()
    sums = rows.annotate(count=Count("pk"), sheets=Sum("pages"), cents=Sum("cost_cents"))
    return sorted(({**row, "name": courts.get(row["court_id"], row["court_id"])} for row in sums), key=_by_name)


def _by_name(row: dict[str, Any]) -> str:
    return str(row["name"])


def choices_of(actor: Actor, field: str) -> list[str]:
    """The different values of `field` in everything that the actor may see, for narrowing a list."""
    rows = BilledCharge.objects.visible_to(actor).exclude(**{field: ""})
    return sorted(rows.values_list(field, flat=True).distinct())


def names_of_courts() -> dict[str, str]:
    """The names of the courts in the directory by id."""
    return {court.court_id: court.name for court in directory.courts()}


def holders_of(numbers: Iterable[str]) -> dict[str, str]:
    """The names of accounts by number."""
    return {account.number: account.name for account in Account.objects.filter(number__in=set(numbers))}
