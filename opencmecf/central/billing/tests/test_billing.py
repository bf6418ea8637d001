"""Billing across courts: what courts tell, usage, and quarterly statements (S6, S13)."""

from __future__ import annotations

import base64
import csv
import io
import json
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from opencmecf.central.billing import actions, queries, rules
from opencmecf.central.billing.models import BilledCharge
from opencmecf.central.billing.quarters import Quarter
from opencmecf.central.billing.rules import ToldCharge
from opencmecf.central.firms import actions as firms
from opencmecf.central.firms.models import Membership
from opencmecf.foundation import clock
from opencmecf.foundation.access import Actor
from opencmecf.foundation.audit.queries import events_of
from opencmecf.foundation.errors import Refused
from opencmecf.foundation.reference import fees_on
from opencmecf.foundation.sites import SiteKind
from opencmecf.testing.pages import text_of
from opencmecf.testing.people import Browser, House, central_actor

pytestmark = pytest.mark.django_db

FLSD = Actor(label="court:flsd", site="flsd")


def told(number: str, **facts: Any) -> ToldCharge:
    given: dict[str, Any] = {
        "key": uuid4(),
        "account_number": number,
        "client_code": "4410-02",
        "description": "Docket Report",
        "criteria": "1:20-cv-20001",
        "pages": 3,
        "price_cents": 10,
        "cost_cents": 30,
        "basis": "billable",
        "at": clock.now(),
        **facts,
    }
    return ToldCharge(**given)


def record(*charges: ToldCharge, court: str = "flsd") -> int:
    return actions.record_charges(court_id=court, charges=charges, actor=FLSD)


def join(house: House, username: str = "john") -> Membership:
    firm, member = house.account("firm"), house.account(username)
    made = firms.invite_member(
        firm=firm, account_number=member.number, last_name=member.last_name, actor=central_actor(firm)
    )
    firms.accept_invitation(membership=made, actor=central_actor(member))
    Membership.objects.filter(pk=made.pk).update(joined_at=clock.now() - timedelta(days=2))
    made.refresh_from_db()
    return made


def as_json(*charges: ToldCharge) -> dict[str, Any]:
    return {
        "charges": [{**vars(one), "key": str(one.key), "at": one.at.isoformat()} for one in charges],
    }


def put(facts: Any, *, court: str = "flsd", as_court: str = "flsd") -> Any:
    proof = base64.b64encode(f"court-{as_court}:secret of {as_court}".encode()).decode()
    body = facts if isinstance(facts, bytes) else json.dumps(facts).encode()
    path = f"/internal/courts/{court}/charges"
    client = Client(HTTP_HOST="login.localhost:8000")
    return client.put(path, body, content_type="application/json", headers={"Authorization": f"Basic {proof}"})


def csv_rows(browser: Browser, path: str) -> list[dict[str, str]]:
    answer = browser.get(path)
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.content.decode())))


@pytest.fixture
def john(house: House) -> Browser:
    assert house.flsd
    assert house.ca11
    return house.signed_in("john", site=SiteKind.PACER)


# --- what courts tell ------------------------------------------------------------------------------------------------


def test_a_court_tells_of_its_charges_as_often_as_it_likes(house: House) -> None:
    assert house.flsd
    one, two = told("1234567"), told("1234567")
    for facts in (as_json(one), as_json(one, two), as_json(two, one)):
        assert put(facts).status_code == 204
    assert set(BilledCharge.objects.values_list("pk", flat=True)) == {one.key, two.key}
    assert [event["data"] for event in events_of("billing:flsd")] == [{"count": 1, "cents": 30}] * 2


def test_a_key_that_stands_for_another_charge_is_refused_with_its_whole_batch(house: House) -> None:
    one = told("1234567")
    record(one)
    other = told("1234567", key=one.key, pages=4, cost_cents=40)
    with pytest.raises(Refused, match="another charge already"):
        record(told("1234567"), other)
    with pytest.raises(Refused, match="another charge already"):
        record(one, court="ca11")
    assert BilledCharge.objects.count() == 1
    assert house.flsd
    assert put(as_json(other)).status_code == 409


def test_a_court_tells_of_itself_alone(house: House) -> None:
    assert house.flsd
    assert house.ca11
    assert put(as_json(told("1234567")), as_court="ca11").status_code == 403
    assert put(as_json(told("1234567")), as_court="nobody").status_code == 401


@pytest.mark.parametrize(
    "wrong",
    [
        {"account_number": "12"},
        {"key": "x"},
        {"key": 7},
        {"pages": -1},
        {"pages": True},
        {"pages": 2**31},
        {"cost_cents": 31},
        {"cost_cents": 0.5},
        {"basis": "exempt: CJA panel attorney"},
        {"at": "2026-01-01T00:00:00"},
        {"at": None},
        {"client_code": "x" * 33},
        {"description": "a\0b"},
        {"criteria": None},
    ],
)
def test_a_charge_that_cannot_be_is_refused(wrong: dict[str, Any]) -> None:
    (facts,) = as_json(told("1234567"))["charges"]
    rules.charges_in({"charges": [facts]})
    with pytest.raises(Refused, match="must be"):
        rules.charges_in({"charges": [{**facts, **wrong}]})


@pytest.mark.parametrize("body", [b"", b"[]", b'{"charges": 1}', b'{"charges": [1]}', b"{"])
def test_what_is_no_list_of_charges_is_refused(house: House, body: bytes) -> None:
    assert house.flsd
    assert put(body).status_code == 409


def test_the_database_refuses_a_cost_where_nothing_is_owed(house: House) -> None:
    record(told("1234567"))
    with pytest.raises(IntegrityError, match="billed_charge_not_billable_is_free"), transaction.atomic():
        BilledCharge.objects.update(basis="exempt: CJA panel attorney")


def test_the_firm_of_the_moment_pays(house: House) -> None:
    member = join(house)
    firm, john = house.account("firm"), house.account("john")
    assert member.joined_at is not None
    before, during = told(john.number, at=member.joined_at - timedelta(seconds=1)), told(john.number)
    record(before, during)
    firms.leave_firm(membership=member, actor=central_actor(john))
    after = told(john.number, at=clock.now() + timedelta(minutes=1))
    record(after, told(john.number, at=during.at))  # the second one was late on its way
    payers = dict(BilledCharge.objects.values_list("pk", "billed_to"))
    assert [payers[one.key] for one in (before, during, after)] == [john.number, firm.number, john.number]
    assert sorted(payers.values()).count(firm.number) == 2


# --- what is owed ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("quarter", "total", "due"),
    [
        (Quarter(2026, 4), 0, 0),
        (Quarter(2026, 4), 3000, 0),
        (Quarter(2026, 4), 3010, 3010),
        (Quarter(2020, 1), 3000, 0),
        (Quarter(2019, 4), 1500, 0),
        (Quarter(2019, 4), 1510, 1510),
    ],
)
def test_a_quarter_is_waived_up_to_the_amount_of_its_fee_schedule(quarter: Quarter, total: int, due: int) -> None:
    assert rules.due_cents(total, quarter) == due
    assert rules.title_of_statement(due) == ("Invoice" if due else "Statement of Account")


def test_prices_go_by_the_day() -> None:
    assert fees_on(date(2019, 12, 31)).waived_up_to_cents == 1500
    assert fees_on(date(2020, 1, 1)).waived_up_to_cents == 3000
    assert fees_on(date(1999, 1, 1)) == fees_on(date(2012, 4, 1))


@pytest.mark.parametrize(
    ("day", "slug", "first", "last"),
    [
        (date(2026, 1, 1), "2026-Q1", date(2026, 1, 1), date(2026, 3, 31)),
        (date(2026, 6, 30), "2026-Q2", date(2026, 4, 1), date(2026, 6, 30)),
        (date(2026, 12, 31), "2026-Q4", date(2026, 10, 1), date(2026, 12, 31)),
    ],
)
def test_quarters(day: date, slug: str, first: date, last: date) -> None:
    quarter = Quarter.of(day)
    assert (str(quarter), quarter.first_day, quarter.last_day) == (slug, first, last)
    assert Quarter.named(slug) == quarter
    assert quarter.next.before == quarter
    assert quarter.ends_at == quarter.next.begins_at


@pytest.mark.parametrize("slug", ["2026-Q5", "2026-Q0", "26-Q1", "2026-q1", "2026-Q1x", ""])
def test_what_names_no_quarter(slug: str) -> None:
    assert Quarter.named(slug) is None


def test_a_charge_belongs_to_the_quarter_on_the_clock_of_the_service_center(house: House) -> None:
    john = house.account("john")
    record(told(john.number, at=datetime(2026, 4, 1, 4, 59, tzinfo=UTC)))  # 11:59 p.m. in Chicago
    record(told(john.number, at=datetime(2026, 4, 1, 5, 0, tzinfo=UTC)))
    assert [queries.statement_of(john, Quarter(2026, number)).count for number in (1, 2, 3)] == [1, 1, 0]


def test_exempt_views_are_on_the_statement_and_cost_nothing(house: House) -> None:
    john = house.account("john")
    record(told(john.number, cost_cents=0, basis="exempt: CJA panel attorney"), told(john.number))
    one = queries.statement_of(john, Quarter.of(queries.today()))
    assert (one.count, one.total_cents, one.waived_cents, one.due_cents) == (2, 30, 30, 0)


# --- pages -----------------------------------------------------------------------------------------------------------


def test_usage_by_date_court_and_client_code(house: House, john: Browser) -> None:
    number = house.account("john").number
    record(told(number), told(number, client_code="", description="Search"))
    record(told(number, description="=SUM(A1)", pages=1, cost_cents=10), court="ca11")
    record(told(number, at=clock.now() - timedelta(days=200), description="Long ago"))
    record(told(house.account("alice").number, description="Of Alice"))
    page = text_of(john.get("/manage/usage"))
    assert "3 charges, together $0.70" in page
    assert "Long ago" not in page
    assert "Of Alice" not in page
    assert "1 charge, together $0.10" in text_of(john.get("/manage/usage?court_id=ca11"))
    assert "2 charges, together $0.40" in text_of(john.get("/manage/usage?client_code=4410-02"))
    assert "The last day is before the first." in text_of(john.get("/manage/usage?first=2/2/2026&last=1/1/2026"))
    rows = csv_rows(john, "/manage/usage?format=csv&court_id=ca11")
    assert [(row["Description"], row["Cost"], row["Court"]) for row in rows] == [("'=SUM(A1)", "0.10", "ca11")]


def test_the_firms_statement_is_itemised_by_account_client_code_and_court(house: House) -> None:
    assert house.flsd
    assert house.ca11
    join(house)
    join(house, "alice")
    john, alice = (house.account(name) for name in ("john", "alice"))
    record(told(john.number), told(john.number), told(alice.number, client_code="9-1", pages=300, cost_cents=3000))
    record(told(john.number, client_code=""), court="ca11")
    firm = house.signed_in("firm", site=SiteKind.PACER)
    listed = text_of(firm.get("/manage/statements"))
    assert "$30.90 $0.00 $30.90" in listed
    quarter = Quarter.of(queries.today())
    page = text_of(firm.get(f"/manage/statements/{quarter}"))
    assert f"John Attorney {john.number} 3 $0.90" in page
    assert f"Alice Moreno {alice.number} 1 $30.00" in page
    assert f"John Attorney {john.number} 4410-02 flsd 2 6 $0.60" in page  # flsd has not told the directory its name
    rows = csv_rows(firm, f"/manage/statements/{quarter}?format=csv")
    assert {(row["Account"], row["Name"], row["Billed to"]) for row in rows} == {
        (john.number, "John Attorney", house.account("firm").number),
        (alice.number, "Alice Moreno", house.account("firm").number),
    }
    usage = text_of(firm.get(f"/manage/usage?account_number={alice.number}"))
    assert "1 charge, together $30.00" in usage
    own = house.signed_in("john", site=SiteKind.PACER)
    assert "3 charges, together $0.90" in text_of(own.get("/manage/usage"))
    assert "paid by account" in text_of(own.get("/manage/usage"))
    assert "There is no charge in this quarter." in text_of(own.get(f"/manage/statements/{quarter}"))


def test_the_firm_sees_nothing_from_before_and_after_a_membership(house: House) -> None:
    member = join(house)
    john = house.account("john")
    assert member.joined_at is not None
    record(told(john.number, at=member.joined_at - timedelta(days=1), description="From before"))
    firm = house.signed_in("firm", site=SiteKind.PACER)
    assert "From before" not in text_of(firm.get("/manage/usage"))


def test_an_empty_account_has_one_empty_statement(house: House, john: Browser) -> None:
    page = text_of(john.get("/manage/statements"))
    assert page.count("so far") == 1
    assert "There is no charge in this quarter." in text_of(
        john.get(f"/manage/statements/{Quarter.of(queries.today())}")
    )
    assert john.get("/manage/statements/2026-Q7").status_code == 404
