"""What becomes of a payment of which nobody has told the end."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db.models.functions import Now

from opencmecf.central.payments import actions as payments
from opencmecf.central.payments import jobs as payment_jobs
from opencmecf.central.payments import processor
from opencmecf.central.payments.models import CourtFee, FeeKind, Outcome, Payment
from opencmecf.court.admissions.models import Application, FeeMeans, State
from opencmecf.demo.cards import payments as toy_payments
from opencmecf.foundation.access import anonymous
from opencmecf.testing.people import Browser, House, central_actor
from tests.contracts.fees.paying import CARDS, TYPED, fee_page, pay, press_pay, signed, standing, text_of, work

pytestmark = pytest.mark.django_db


def test_the_return_page_counts_for_nothing(john: Browser, due: Application) -> None:
    press_pay(john, due)
    payment = Payment.objects.get()
    back = john.get(f"/manage/payments/{payment.key}?answer={signed(payment)}&outcome=approved")
    assert "was begun and is not finished" in text_of(back)
    payment.refresh_from_db()
    assert payment.outcome == ""
    work()
    assert standing(due)[0] == State.FEE_DUE


def test_a_payment_whose_answer_was_lost_is_found_by_asking(house: House, john: Browser, due: Application) -> None:
    press_pay(john, due)
    with toy_payments.locked(str(Payment.objects.get().key)) as toy:
        assert toy is not None
        toy.settle("approved", brand="Visa", last_four="4242")  # and neither the merchant nor the browser hears of it
    payment = Payment.objects.get()
    assert payment.outcome == ""
    assert payments.look_up_open(actor=anonymous("x")) == 0, "not before some minutes"
    Payment.objects.update(begun_at=Now() - timedelta(minutes=6))
    payment_jobs.look_up()
    payment.refresh_from_db()
    assert payment.is_paid
    work()
    assert standing(due) == (State.PAID, FeeMeans.CARD, payment.receipt)


def test_an_answer_that_makes_no_sense_keeps_no_other_from_being_asked_about(
    house: House, john: Browser, due: Application
) -> None:
    odd = Payment.objects.create(account=house.account("charlie"), kind=FeeKind.PACER, amount_cents=100)
    with toy_payments.locked(str(odd.key), toy_payments.ToyPayment(str(odd.key), 999)) as toy:
        assert toy is not None
        toy.settle("approved")
    press_pay(john, due)
    good = Payment.objects.latest("pk")
    with toy_payments.locked(str(good.key)) as toy:
        assert toy is not None
        toy.settle("approved", brand="Visa", last_four="4242")
    Payment.objects.update(begun_at=Now() - timedelta(minutes=6))
    assert payments.look_up_open(actor=anonymous("x")) == 1
    good.refresh_from_db()
    odd.refresh_from_db()
    assert (good.is_paid, odd.is_open) == (True, True)


def test_an_error_about_one_payment_keeps_no_other_from_being_asked_about(
    house: House, john: Browser, due: Application, settings: Any
) -> None:
    odd = Payment.objects.create(account=house.account("charlie"), kind=FeeKind.PACER, amount_cents=100)
    press_pay(john, due)
    good = Payment.objects.latest("pk")
    with toy_payments.locked(str(good.key)) as toy:
        assert toy is not None
        toy.settle("approved", brand="Visa", last_four="4242")
    broken = Path(settings.VAR) / "demo" / "cards" / "payments" / f"{odd.key}.json"
    broken.write_text("{")  # the processor answers 500 whenever it is asked about this one
    Payment.objects.update(begun_at=Now() - timedelta(minutes=6))
    assert payments.look_up_open(actor=anonymous("x")) == 1
    good.refresh_from_db()
    assert good.is_paid


def test_while_the_processor_is_away_the_page_says_that_nobody_knows(
    john: Browser, due: Application, settings: Any
) -> None:
    press_pay(john, due)
    payment = Payment.objects.get()
    settings.CARD_PROCESSOR_URL = "http://127.0.0.1:9"
    page = text_of(john.get(f"/manage/payments/{payment.key}"))
    assert "We do not know yet whether this was paid" in page
    assert "Do not pay again" in page
    again = john.post(fee_page(due), {})
    assert again.status_code == 503
    assert "You cannot be charged twice for the same." in text_of(again)
    Payment.objects.update(begun_at=Now() - timedelta(minutes=6))
    assert payments.look_up_open(actor=anonymous("x")) == 0


def test_a_page_that_was_left_open_too_long_charges_nothing(john: Browser, due: Application) -> None:
    page = press_pay(john, due)
    payment = Payment.objects.get()
    with toy_payments.locked(str(payment.key)) as toy:
        assert toy is not None
        toy.ends_at = "2020-01-01T00:00:00+00:00"
    late = text_of(john.post(page.request["PATH_INFO"], TYPED, host=CARDS))
    assert "was left open for too long" in late
    assert "Nothing was charged." in late
    assert "Paid: $199.00" in text_of(pay(john, due))


def test_a_payment_of_which_the_processor_never_heard_is_ended_there_as_well(
    house: House, john: Browser, due: Application
) -> None:
    account = house.account("john")
    fee = CourtFee.objects.get()
    payment = payments.open_fee_payment(fee=fee, actor=central_actor(account))
    assert payments.look_up(payment=payment, actor=anonymous("x")).outcome == ""
    Payment.objects.update(begun_at=Now() - timedelta(minutes=61))
    payment.refresh_from_db()
    assert payments.look_up(payment=payment, actor=anonymous("x")).outcome == Outcome.CANCELLED
    late = processor.announce(payment, name="x", cards=(), return_url="http://x", callback_url="http://x")
    assert isinstance(late, processor.PaymentAnswer)
    assert late.outcome == Outcome.CANCELLED
