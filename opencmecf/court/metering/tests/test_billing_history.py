"""What viewing costs, and Utilities, “Review Billing History” (L5)."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from opencmecf.court.metering import actions, rules
from opencmecf.court.metering.models import Charge
from opencmecf.foundation import clock
from opencmecf.foundation.audit.queries import events_of
from opencmecf.testing.pages import text_of
from opencmecf.testing.people import COURT_PASSWORD, Browser, House

pytestmark = pytest.mark.django_db

HISTORY = "/utilities/billing-history"


def charge(house: House, username: str = "john", *, at: datetime | None = None, **facts: Any) -> Charge:
    """A view by one of the people, at flsd unless told."""
    court = facts.pop("court", house.flsd)
    told: dict[str, Any] = {"description": "Docket Report", "criteria": "1:20-cv-20001", "pages": 3, **facts}
    made = actions.charge(court=court, actor=house.actor(username, court), **told)
    if at is not None:
        Charge.objects.filter(pk=made.pk).update(at=at)
    return made


def rows(browser: Browser, **query: str) -> list[list[str]]:
    answer = browser.get(
        HISTORY + "?" + "&".join(f"{name}={value}" for name, value in {**query, "format": "csv"}.items())
    )
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.reader(io.StringIO(answer.content.decode())))[1:]


@pytest.fixture
def john(house: House) -> Browser:
    return house.signed_in("john", house.flsd)


@pytest.mark.parametrize(
    ("pages", "capped", "cents"),
    [
        (0, True, 0),
        (1, True, 10),
        (29, True, 290),
        (30, True, 300),
        (31, True, 300),
        (900, True, 300),
        (31, False, 310),
    ],
)
def test_a_page_costs_ten_cents_up_to_thirty_pages(pages: int, capped: bool, cents: int) -> None:
    assert rules.cost_cents(pages, capped=capped) == cents


def test_a_charge_copies_what_it_was_made_of_and_is_on_the_record(house: House) -> None:
    made = charge(house, pages=45)
    assert (made.pages, made.price_cents, made.cost_cents, made.basis) == (45, 10, 300, "billable")
    assert (made.cap_pages, made.billable_pages) == (30, 30)
    assert charge(house, pages=45, capped=False).billable_pages == 45
    number = house.account("john").number
    event = events_of(f"person:flsd:{number}")[1]
    assert (event["act"], event["target"]) == ("metering:view:charge", f"charge:{made.key}")
    assert event["data"] == {"pages": 45, "cents": 300}


def test_the_database_refuses_a_charge_above_its_price(house: House) -> None:
    made = charge(house)
    with pytest.raises(IntegrityError, match="charge_cost_within_price"), transaction.atomic():
        Charge.objects.filter(pk=made.pk).update(cost_cents=31)


def test_without_charges_the_page_says_so(john: Browser) -> None:
    page = text_of(john.get(HISTORY))
    assert re.search(r"No charges from \d\d/\d\d/\d{4} to \d\d/\d\d/\d{4}\.", page)


def test_the_page_shows_each_charge_and_their_sum(house: House, john: Browser) -> None:
    charge(house, pages=3)
    charge(house, description="Image45-0", pages=100)
    page = text_of(john.get(HISTORY))
    assert "2 charges, together $3.30 ." in page
    assert re.search(r"Docket Report 1:20-cv-20001 3 0\.30", page)
    assert re.search(r"Image45-0 1:20-cv-20001 100 3\.00", page)


def test_somebody_elses_charges_are_never_shown(house: House, john: Browser) -> None:
    charge(house, "charlie", description="CANARY")
    charge(house, court=house.ca11, description="CANARY")
    for page in (john.get(HISTORY), john.get(HISTORY + "?format=csv")):
        assert b"CANARY" not in page.content
    other = house.account("charlie").number
    assert b"CANARY" not in john.get(f"{HISTORY}?account_number={other}&account={other}").content


def test_first_and_last_day_are_in_the_period_by_the_courts_clock(house: House, john: Browser) -> None:
    miami_midnight = datetime(2020, 1, 27, 5, tzinfo=UTC)
    for name, at in {
        "BEFORE": miami_midnight - timedelta(microseconds=1),
        "FIRST": miami_midnight,
        "LAST": miami_midnight + timedelta(days=1) - timedelta(microseconds=1),
        "AFTER": miami_midnight + timedelta(days=1),
    }.items():
        charge(house, description=name, at=at)
    found = rows(john, first="01/27/2020", last="01/27/2020")
    assert [row[4] for row in found] == ["LAST", "FIRST"]
    assert found[0][:3] == ["01/27/2020", "23:59:59 EST", "flsd"]


def test_at_first_the_last_ninety_days_are_shown(house: House, john: Browser) -> None:
    charge(house, description="RECENT", at=clock.now() - timedelta(days=89))
    charge(house, description="LONG AGO", at=clock.now() - timedelta(days=92))
    page = text_of(john.get(HISTORY))
    assert "RECENT" in page
    assert "LONG AGO" not in page


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("first=02/01/2020&last=01/01/2020", "The last day is before the first."),
        ("first=nonsense&last=01/01/2020", "Type the date as month, day and year"),
        ("first=&last=", "Fill in “From”."),
        ("first=02/30/2020&last=03/01/2020", "Type the date as month, day and year"),
    ],
)
@pytest.mark.parametrize("form", ["", "&format=csv"])
def test_a_period_that_makes_no_sense_is_sent_back(john: Browser, query: str, told: str, form: str) -> None:
    page = john.get(f"{HISTORY}?{query}{form}")
    assert page.status_code == 200
    assert told in text_of(page)


@pytest.mark.parametrize("query", ["first=1/1/2020&last=12/31/9999", "first=1/1/0001&last=12/31/9999"])
def test_the_longest_period_that_there_is_shows_everything(house: House, john: Browser, query: str) -> None:
    charge(house)
    assert "1 charge, together" in text_of(john.get(f"{HISTORY}?{query}"))


def test_csv_has_a_heading_and_every_charge_of_the_period(house: House, john: Browser) -> None:
    for number in range(105):
        charge(house, description=f"Image{number}-0", pages=1)
    answer = john.get(HISTORY + "?format=csv")
    assert answer["Content-Disposition"] == 'attachment; filename="billing-history-flsd.csv"'
    heading, *lines = csv.reader(io.StringIO(answer.content.decode()))
    assert heading == ["Date", "Time", "Court", "Client Code", "Description", "Criteria", "Pages", "Cost", "Basis"]
    assert len(lines) == 105
    assert lines[0][6:] == ["1", "0.10", "billable"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_a_spreadsheet_takes_no_text_for_a_formula(house: House, john: Browser, text: str) -> None:
    charge(house, description=text, criteria=text)
    ((*_, description, criteria, _pages, _cost, _basis),) = rows(john)
    assert description == criteria == f"'{text}"


def test_long_histories_come_in_pages_with_one_sum(house: House, john: Browser) -> None:
    for number in range(101):
        charge(house, description=f"Image{number}-0", pages=1)
    first, second = john.get(HISTORY), john.get(HISTORY + "?page=2")
    assert "101 charges, together $10.10" in text_of(first)
    assert "Page 1 of 2" in text_of(first)
    assert "Page 2 of 2" in text_of(second)
    assert second.content.count(b'data-label="Cost"') == 1
    assert john.get(HISTORY + "?page=nonsense").status_code == 200


def test_the_client_code_of_the_view_is_shown(house: House, john: Browser) -> None:
    made = charge(house)
    Charge.objects.filter(pk=made.pk).update(client_code="4410-02")
    assert rows(john)[0][3] == "4410-02"
    assert "4410-02" in text_of(john.get(HISTORY))


def test_what_was_typed_by_people_is_shown_as_text(house: House, john: Browser) -> None:
    charge(house, criteria="<script>alert(1)</script>")
    html = john.get(HISTORY).content.decode()
    assert "<script>alert(1)" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_a_court_login_has_no_billing_history(house: House) -> None:
    house.court_account("john", house.flsb)
    john = house.browser(house.flsb)
    john.post("/cgi-bin/login.pl", {"login": "cm-john", "key": COURT_PASSWORD})
    page = john.get(HISTORY)
    assert page.status_code == 403
    assert "Viewing in this court needs a PACER account." in text_of(page)


def test_the_page_tells_the_time_of_the_court(house: House, john: Browser) -> None:
    charge(house, at=datetime(2026, 3, 2, 4, 30, 5, tzinfo=UTC))  # the evening before in Miami
    page = text_of(john.get(f"{HISTORY}?first=3/1/2026&last=3/1/2026"))
    assert "03/01/2026 23:30:05 EST" in page
