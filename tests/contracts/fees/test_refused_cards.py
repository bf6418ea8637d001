"""Cards that are refused, and payments that are not what was asked for."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest

from opencmecf.central.payments import actions as payments
from opencmecf.central.payments.models import Payment
from opencmecf.court.admissions.models import Application, State
from opencmecf.foundation.access import anonymous
from opencmecf.foundation.errors import Refused
from opencmecf.foundation.sites import SiteKind
from opencmecf.testing.people import Browser, House
from tests.contracts.fees.paying import (
    CARDS,
    TYPED,
    fee_page,
    pay,
    press_pay,
    signed,
    standing,
    store_a_card,
    text_of,
    work,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("number", "told"),
    [
        ("4000 0000 0000 0002", "The card was declined by the bank"),
        ("4000 0000 0000 0341", "The card was declined by the bank"),
        ("4000 0000 0000 0069", "The card has expired."),
        ("4000 0000 0000 0010", "The bank does not know the card under this address."),
    ],
)
def test_a_card_that_is_refused_says_why_and_can_be_followed_by_another(
    john: Browser, due: Application, number: str, told: str
) -> None:
    page = text_of(pay(john, due, number=number))
    assert told in page
    assert "Nothing was charged." in page
    assert "Try again" in page
    work()
    assert standing(due)[0] == State.FEE_DUE
    assert "Paid: $199.00" in text_of(pay(john, due))


def test_a_stored_card_may_be_declined_when_it_is_to_pay(john: Browser, due: Application) -> None:
    store_a_card(john, "4000 0000 0000 0341")
    page = press_pay(john, due)
    (stored,) = re.findall(r'name="stored" value="([^"]+)"', page.content.decode())
    assert "declined" in text_of(john.post(page.request["PATH_INFO"], {"stored": stored}, host=CARDS))


def test_another_amount_currency_or_payment_is_not_taken(john: Browser, due: Application) -> None:
    press_pay(john, due)
    payment = Payment.objects.get()
    machine = anonymous("card-processor")
    for strange in (
        signed(payment, amount_cents=100),
        signed(payment, amount_cents=19900.0),
        signed(payment, currency="CAD"),
        signed(payment, outcome="free"),
        signed(payment, payment=str(uuid4())),
        signed(payment, payment="x"),
        signed(payment, reference=str(payment.key))[:-3],
        "nonsense",
    ):
        with pytest.raises(Refused, match="no answer of the card processor"):
            payments.record_outcome(signed=strange, actor=machine)
    payment.refresh_from_db()
    assert payment.outcome == ""
    payments.record_outcome(signed=signed(payment), actor=machine)
    with pytest.raises(Refused, match="something else"):
        payments.record_outcome(signed=signed(payment, outcome="declined"), actor=machine)


def test_the_amount_does_not_come_from_the_browser(john: Browser, due: Application) -> None:
    page = john.post(fee_page(due), {"amount": "1.00", "amount_cents": "100"})
    john.post(page.request["PATH_INFO"], {**TYPED, "amount_cents": "100"}, host=CARDS)
    assert Payment.objects.get().amount_cents == 19900


def test_nobody_pays_or_sees_what_is_somebody_elses(house: House, john: Browser, due: Application) -> None:
    press_pay(john, due)
    key = Payment.objects.get().key
    charlie = house.signed_in("charlie", site=SiteKind.PACER)
    for path in (fee_page(due), f"/manage/payments/{key}"):
        assert charlie.get(path).status_code == 404
    for path in (fee_page(due), f"/manage/payments/{key}/go-on", f"/manage/payments/{key}/cancel"):
        assert charlie.post(path, {}).status_code == 404


def test_trying_out_cards_has_a_limit(john: Browser, due: Application) -> None:
    for _ in range(10):
        pay(john, due, number="4000 0000 0000 0002")
    assert "A card was tried many times" in text_of(john.post(fee_page(due), {}))
