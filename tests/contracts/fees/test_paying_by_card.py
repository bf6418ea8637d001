"""A fee that the clerk has started is paid by card, once."""

from __future__ import annotations

import re

import pytest
from django.db import IntegrityError, transaction

from opencmecf.central.payments import actions as payments
from opencmecf.central.payments.models import FeeKind, Outcome, Payment
from opencmecf.court.admissions.models import Application, FeeMeans, State
from opencmecf.foundation.access import anonymous
from opencmecf.foundation.audit.queries import events_of
from opencmecf.foundation.mail.models import Message
from opencmecf.foundation.sites import SiteKind
from opencmecf.invariants import problems
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
    subjects,
    text_of,
    work,
)

pytestmark = pytest.mark.django_db


def test_the_clerk_starts_a_fee_the_applicant_pays_it_by_card_and_both_see_the_receipt(
    house: House, waiting: Application, clerk: Browser
) -> None:
    started = clerk.post(f"/court/admissions/{waiting.pk}/start-fee", {"amount": "$199.00"})
    assert "waiting for the fee" in text_of(started)
    applicant = house.signed_in("john", house.flsd)
    assert "Pay it to the clerk's office" in text_of(applicant.get(f"/admissions/{waiting.pk}"))
    work()
    waiting.refresh_from_db()
    page = applicant.get(f"/admissions/{waiting.pk}").content.decode()
    assert f'href="http://pacer.localhost:8000/manage/fees/{waiting.fee_key}"' in page
    john = house.signed_in("john", site=SiteKind.PACER)
    shown = john.get(fee_page(waiting))
    assert "$199.00 for Attorney Admissions and E-File" in text_of(shown)
    assert "form-action" in shown.headers["Content-Security-Policy"]
    assert f"http://{CARDS}" in shown.headers["Content-Security-Policy"]

    receipt = text_of(pay(john, waiting))
    payment = Payment.objects.get()
    assert payment.receipt == f"AFLSDC-{payment.pk:08}"
    assert f"Paid: $199.00 Receipt {payment.receipt}" in receipt
    assert "Visa ending in 4242" in receipt
    assert standing(waiting)[0] == State.FEE_DUE, "the court has not been told yet"
    work()
    assert standing(waiting) == (State.PAID, FeeMeans.CARD, payment.receipt)
    for page in (applicant.get(f"/admissions/{waiting.pk}"), clerk.get(f"/court/admissions/{waiting.pk}")):
        assert f"$199.00, paid by card (Visa ending in 4242), receipt {payment.receipt}" in text_of(page)
    assert "John Attorney" in text_of(clerk.get("/court/admissions")), "it is back in the queue"
    told = subjects()
    assert f"Receipt {payment.receipt}: $199.00" in told
    assert any(one.startswith("The fee for your request has come in") for one in told)
    mail = Message.objects.filter(subject__startswith="The fee for your request has come in").get()
    assert payment.receipt in mail.text
    assert not list(problems())


def test_a_stored_card_pays_the_default_for_admissions_fees_first(
    house: House, john: Browser, due: Application
) -> None:
    store_a_card(john)
    store_a_card(john, "5555 5555 5555 4444")
    default = house.account("john").cards.get(last_four="4444")
    john.post("/manage/cards", {"pacer": "", "filing": "", "admission": str(default.pk)})
    assert "Mastercard ending in 4444, which is your card for admissions fees" in text_of(john.get(fee_page(due)))
    page = press_pay(john, due)
    offered = re.findall(r"Pay with (\w+ ending in \d{4})", page.content.decode())
    assert offered == ["Mastercard ending in 4444", "Visa ending in 4242"]
    (first, *_) = re.findall(r'name="stored" value="([^"]+)"', page.content.decode())
    assert "Mastercard ending in 4444" in text_of(john.post(page.request["PATH_INFO"], {"stored": first}, host=CARDS))
    work()
    assert standing(due)[:2] == (State.PAID, FeeMeans.CARD)


def test_a_card_that_was_forgotten_or_has_expired_is_not_offered(house: House, john: Browser, due: Application) -> None:
    for number in ("4242 4242 4242 4242", "5555 5555 5555 4444", "4000 0000 0000 0341"):
        store_a_card(john, number)
    cards = house.account("john").cards
    cards.filter(last_four="0341").update(expires_year=2020)
    john.post(f"/manage/cards/{cards.get(last_four='4444').pk}/remove", {})
    work()
    assert re.findall(r"Pay with (\w+ ending in \d{4})", press_pay(john, due).content.decode()) == [
        "Visa ending in 4242"
    ]


def test_pressing_twice_going_back_and_paying_twice_is_one_charge(john: Browser, due: Application) -> None:
    first, second = press_pay(john, due), press_pay(john, due)
    assert first.request["PATH_INFO"] == second.request["PATH_INFO"]
    for _ in range(2):
        done = john.post(first.request["PATH_INFO"], TYPED, host=CARDS)
        assert "Paid: $199.00" in text_of(done)
    other = john.post(first.request["PATH_INFO"], {**TYPED, "number": "5555 5555 5555 4444"}, host=CARDS)
    assert "Visa ending in 4242" in text_of(other), "the first card has paid"
    again = john.post(fee_page(due), {})
    assert "Paid: $199.00" in text_of(again)
    assert "This fee is paid" in text_of(john.get(fee_page(due)))
    payment = Payment.objects.get()
    for _ in range(2):
        payments.record_outcome(signed=signed(payment), actor=anonymous("card-processor"))
    work()
    work()
    assert Payment.objects.count() == 1
    assert len([one for one in subjects() if one.startswith("Receipt")]) == 1
    acts = [event["act"] for event in events_of(due.chain)]
    assert acts.count("admission:application:pay") == 1


def test_the_database_keeps_a_fee_from_being_paid_twice(house: House, john: Browser, due: Application) -> None:
    press_pay(john, due)
    one = Payment.objects.get()
    with pytest.raises(IntegrityError, match="payment_fee_paid_once"), transaction.atomic():
        Payment.objects.create(account=one.account, kind=one.kind, fee=one.fee, amount_cents=one.amount_cents)
    with pytest.raises(IntegrityError, match="payment_of_a_court_has_fee"), transaction.atomic():
        Payment.objects.create(account=one.account, kind=FeeKind.ADMISSION, amount_cents=1)


def test_a_window_that_was_closed_half_way_is_gone_on_with_or_ended(john: Browser, due: Application) -> None:
    page = press_pay(john, due)
    payment = Payment.objects.get()
    assert "You have begun to pay this fee" in text_of(john.get(fee_page(due)))
    there = f"/manage/payments/{payment.key}"
    assert "was begun and is not finished" in text_of(john.get(there))
    assert "says that nothing was charged" in text_of(john.get(there))
    assert john.post(f"{there}/go-on", {}).request["PATH_INFO"] == page.request["PATH_INFO"]
    ended = text_of(john.post(f"{there}/cancel", {}))
    assert "The payment was not made." in ended
    assert "Nothing was charged." in ended
    late = john.post(page.request["PATH_INFO"], TYPED, host=CARDS)
    assert "The payment was not made." in text_of(late), "the page that was left open charges nothing any more"
    assert "Paid: $199.00" in text_of(pay(john, due))
    assert Payment.objects.filter(outcome=Outcome.APPROVED).count() == 1
