"""Paying what is owed for access: the balance, the payment, and where it shows."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from opencmecf.central.accounts.models import Account, AccountStatus
from opencmecf.central.billing import actions, queries, rules
from opencmecf.central.billing.quarters import Quarter
from opencmecf.central.billing.tests.test_billing import join, record, told
from opencmecf.central.firms.models import Membership
from opencmecf.central.payments.models import FeeKind, Payment, StoredCard
from opencmecf.demo.cards import payments as toy_payments
from opencmecf.foundation import clock
from opencmecf.foundation.errors import Refused
from opencmecf.foundation.mail.models import Message
from opencmecf.foundation.sites import SiteKind
from opencmecf.testing.pages import text_of
from opencmecf.testing.people import Browser, House, central_actor

pytestmark = pytest.mark.django_db


CARDS = "cards.localhost:8000"
TYPED = {
    "another": "on",
    "name": "John Attorney",
    "number": "4242 4242 4242 4242",
    "expiry": "04/2090",
    "security_code": "123",
    "zip_code": "33131",
}


@pytest.fixture
def john(house: House) -> Browser:
    assert house.flsd
    assert house.ca11
    return house.signed_in("john", site=SiteKind.PACER)


@pytest.fixture
def pages(settings: Any, tmp_path: Path) -> None:
    """Where the stand-in processor keeps its things."""
    settings.VAR = tmp_path


def last_quarter(number: int = 1) -> Quarter:
    quarter = Quarter.of(queries.today())
    for _ in range(number):
        quarter = quarter.before
    return quarter


def owing(number: str, cents: int, quarter: Quarter | None = None, **facts: Any) -> None:
    """Charges of a quarter that is over."""
    at = (quarter or last_quarter()).begins_at + timedelta(days=3)
    record(told(number, pages=cents // 10, cost_cents=cents, at=at, **facts))


def pay(browser: Browser, amount: str, **typed: str) -> Any:
    """From the form to the page with the receipt, or with what went wrong."""
    page = browser.post("/manage/payments", {"amount": amount})
    assert page.host == CARDS, text_of(page)
    return browser.post(page.request["PATH_INFO"], {**TYPED, **typed}, host=CARDS)


def due(house: House, username: str = "john") -> int:
    return queries.balance_of(house.account(username)).due_cents


@pytest.mark.parametrize(
    ("dues", "paid", "left"),
    [
        ([], 0, []),
        ([3010, 0, 4000], 0, [3010, 0, 4000]),
        ([3010, 0, 4000], 3000, [10, 0, 4000]),
        ([3010, 0, 4000], 3011, [0, 0, 3999]),
        ([3010, 0, 4000], 7010, [0, 0, 0]),
    ],
)
def test_a_payment_settles_the_oldest_statement_first(dues: list[int], paid: int, left: list[int]) -> None:
    assert rules.settle(dues, paid) == left


def test_the_whole_balance_is_paid_and_everything_shows_it(house: House, john: Browser, pages: None) -> None:
    number = house.account("john").number
    owing(number, 3100, last_quarter(2))
    owing(number, 4500)
    owing(number, 2000, last_quarter(3))  # waived
    record(told(number))  # of the running quarter
    page = text_of(john.get("/manage/payments"))
    assert "Due now $76.00" in page
    assert "Running quarter $0.30, not due before it is over" in page
    assert 'value="76.00"' in john.get("/manage/payments").content.decode()
    assert "Account Balance $76.00 due" in text_of(john.get("/manage"))

    receipt = text_of(pay(john, "76.00"))
    payment = Payment.objects.get()
    assert payment.receipt == f"PSC-{payment.pk:08}"
    assert f"Paid: $76.00 Receipt {payment.receipt}" in receipt
    assert due(house) == 0
    page = text_of(john.get("/manage/payments"))
    assert "Nothing is due." in page
    assert f"Paid, receipt {payment.receipt}" in page
    assert "$45.00 $0.00 $45.00 $45.00 $0.00" in text_of(john.get("/manage/statements"))
    assert "Paid $45.00 Open $0.00" in text_of(john.get(f"/manage/statements/{last_quarter()}"))
    running = text_of(john.get(f"/manage/statements/{Quarter.of(queries.today())}"))
    assert "Payments that came in during this quarter" in running
    assert payment.receipt in running
    mail = Message.objects.get(subject=f"Receipt {payment.receipt}: $76.00")
    assert mail.recipient == "john@example.com"
    assert "PACER fees" in mail.text


def test_less_than_the_balance_leaves_the_rest(house: House, john: Browser, pages: None) -> None:
    owing(house.account("john").number, 4500)
    assert "Paid: $15.50" in text_of(pay(john, "$15.50"))
    assert due(house) == 2950
    assert "Paid: $29.50" in text_of(pay(john, "29.50"))
    assert due(house) == 0
    assert [one.amount_cents for one in Payment.objects.order_by("pk")] == [1550, 2950]


@pytest.mark.parametrize(
    ("typed", "told_back"),
    [
        ("45.01", "You owe $45.00. Pay that or less."),
        ("0", "The least is $0.01."),
        ("-3", "The least is $0.01."),
        ("1.234", "Type the amount as dollars and cents"),
        ("1,50", "Type the amount as dollars and cents"),
        ("NaN", "Type the amount as dollars and cents"),
        ("all of it", "Type the amount as dollars and cents"),
        ("", "Fill in “Amount in dollars”."),
    ],
)
def test_amounts_that_cannot_be_paid(house: House, john: Browser, pages: None, typed: str, told_back: str) -> None:
    owing(house.account("john").number, 4500)
    page = john.post("/manage/payments", {"amount": typed})
    assert told_back in text_of(page)
    assert not typed or f'value="{typed}"' in page.content.decode(), "nothing typed is lost"
    assert not Payment.objects.exists()


def test_more_than_is_due_cannot_be_paid_by_two_windows(house: House, john: Browser, pages: None) -> None:
    owing(house.account("john").number, 4500)
    first = john.post("/manage/payments", {"amount": "45.00"})
    same = john.post("/manage/payments", {"amount": "45.00"})
    assert first.request["PATH_INFO"] == same.request["PATH_INFO"]
    other = text_of(john.post("/manage/payments", {"amount": "20.00"}))
    assert "A payment of $45.00 was begun and is not finished." in other
    assert "A payment of $45.00 was begun" in text_of(john.get("/manage/payments"))
    john.post(first.request["PATH_INFO"], TYPED, host=CARDS)
    assert "Nothing is due." in text_of(john.post("/manage/payments", {"amount": "45.00"}))
    account = house.account("john")
    with pytest.raises(Refused, match="Nothing is due"):
        actions.open_pacer_payment(account=account, amount_cents=1, actor=central_actor(account))
    with pytest.raises(IntegrityError, match="payment_one_of_pacer_at_a_time"), transaction.atomic():
        for _ in range(2):
            Payment.objects.create(account=account, kind=FeeKind.PACER, amount_cents=1)


def test_a_card_that_was_kept_under_another_key_is_not_offered(house: House, john: Browser, pages: None) -> None:
    account = house.account("john")
    known = {"brand": "Visa", "last_four": "1881", "expires_year": 2090, "expires_month": 4, "slot": 1}
    StoredCard.objects.create(account=account, sealed_token="kept under another key", **known)
    owing(account.number, 3500)
    assert "Paid: $35.00" in text_of(pay(john, "35.00"))
    assert due(house) == 0


def test_a_declined_payment_leaves_the_balance(house: House, john: Browser, pages: None) -> None:
    owing(house.account("john").number, 4500)
    assert "The card was declined by the bank" in text_of(pay(john, "45.00", number="4000 0000 0000 0002"))
    assert due(house) == 4500
    assert "Paid: $45.00" in text_of(pay(john, "45.00"))


def test_a_payment_that_ended_at_the_processor_does_not_stand_in_the_way(
    house: House, john: Browser, pages: None
) -> None:
    owing(house.account("john").number, 4500)
    john.post("/manage/payments", {"amount": "45.00"})
    with toy_payments.locked(str(Payment.objects.get().key)) as toy:
        assert toy is not None
        toy.settle("lapsed")
    assert "Paid: $20.00" in text_of(pay(john, "20.00"))


def test_a_late_charge_raises_the_balance_after_the_payment(house: House, john: Browser, pages: None) -> None:
    number = house.account("john").number
    owing(number, 2900)
    assert due(house) == 0
    owing(number, 200)
    assert due(house) == 3100
    pay(john, "31.00")
    owing(number, 100)
    assert due(house) == 100


def test_the_firm_pays_the_bill_of_its_people_and_they_are_told_so(house: House, pages: None) -> None:
    assert house.flsd
    member = join(house)
    Membership.objects.filter(pk=member.pk).update(joined_at=last_quarter().begins_at)
    owing(house.account("john").number, 4500)
    assert (due(house), due(house, "firm")) == (0, 4500)
    john = house.signed_in("john", site=SiteKind.PACER)
    page = text_of(john.get("/manage/payments"))
    assert "Frances Irving pays for what you view, and its administrator pays that bill." in page
    assert "Nothing is due." in page
    assert "Frances Irving pays for what you view" in text_of(john.get("/manage/utilization"))
    firm = house.signed_in("firm", site=SiteKind.PACER)
    assert "The bill of the firm" in text_of(firm.get("/manage/payments"))
    assert "Paid: $45.00" in text_of(pay(firm, "45.00"))
    assert due(house, "firm") == 0
    assert "No payment was made." in text_of(john.get("/manage/payments")), "it is the firm's payment"


def test_merging_makes_nothing_due_that_was_waived_and_takes_what_was_paid_along(
    house: House, john: Browser, pages: None
) -> None:
    own, old = house.account("john"), house.account("leonard")
    owing(own.number, 2900)
    owing(old.number, 2900)
    owing(old.number, 4000, last_quarter(2))
    made = Payment.objects.create(account=old, kind=FeeKind.PACER, amount_cents=1000)
    Payment.objects.filter(pk=made.pk).update(outcome="approved", answered_at=clock.now())
    Account.objects.filter(pk=old.pk).update(merged_into=own, status=AccountStatus.CLOSED)
    balance = queries.balance_of(own)
    assert (balance.invoiced_cents, balance.paid_cents, balance.due_cents) == (4000, 1000, 3000)
    assert made.key
    assert john.get(f"/manage/payments/{made.key}").status_code == 200


def test_a_payment_that_was_begun_before_the_merging_is_not_made_a_second_time(
    house: House, john: Browser, pages: None
) -> None:
    own, old = house.account("john"), house.account("leonard")
    owing(old.number, 4500)
    window = house.signed_in("leonard", site=SiteKind.PACER)
    page = window.post("/manage/payments", {"amount": "45.00"})
    Account.objects.filter(pk=old.pk).update(merged_into=own, status=AccountStatus.CLOSED)
    again = john.post("/manage/payments", {"amount": "45.00"})
    assert Payment.objects.count() == 1
    assert again.request["PATH_INFO"] == page.request["PATH_INFO"]
    window.post(page.request["PATH_INFO"], TYPED, host=CARDS)
    assert due(house) == 0
    receipt = Message.objects.get(subject__startswith="Receipt ")
    assert receipt.recipient == own.email


def test_nobody_pays_for_somebody_else(house: House, john: Browser, pages: None) -> None:
    owing(house.account("john").number, 4500)
    john.post("/manage/payments", {"amount": "45.00"})
    key = Payment.objects.get().key
    alice = house.signed_in("alice", site=SiteKind.PACER)
    assert alice.get(f"/manage/payments/{key}").status_code == 404
    assert "Nothing is due." in text_of(alice.get("/manage/payments"))


def test_without_a_processor_the_page_says_whom_to_call(house: House, john: Browser, settings: Any) -> None:
    owing(house.account("john").number, 4500)
    settings.CARD_PROCESSOR_URL = ""
    assert "this deployment has no card processor" in text_of(john.get("/manage/payments"))


def test_the_service_center_sees_balance_and_payments_at_the_persons_page(
    house: House, john: Browser, pages: None
) -> None:
    owing(house.account("john").number, 4500)
    pay(john, "15.00")
    payment = Payment.objects.get()
    sasha = house.signed_in("sasha", site=SiteKind.PACER)
    page = text_of(sasha.get(f"/desk/people/{house.account('john').number}"))
    assert "Account Balance $30.00 due" in page
    assert f"PACER fees Paid, receipt {payment.receipt} Visa ending in 4242 $15.00" in page
    assert sasha.get(f"/manage/payments/{payment.key}").status_code == 404, "it is no payment of her own"
    assert "No payment was made." in text_of(sasha.get("/manage/payments"))


def test_utilization_tells_how_much_of_the_quarter_is_left(house: House, john: Browser) -> None:
    number = house.account("john").number
    record(told(number, pages=100, cost_cents=1000))
    record(told(number), court="ca11")
    page = text_of(john.get("/manage/utilization"))
    assert "Together $10.30" in page
    assert "Left until all of it is due $19.70" in page
    assert "1 100 $10.00" in page
    record(told(number, pages=300, cost_cents=3000))
    assert "all of it is due when the quarter is over" in text_of(john.get("/manage/utilization"))
