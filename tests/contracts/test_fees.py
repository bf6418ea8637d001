"""A fee for admission: started by the clerk, paid by card at the centre or settled otherwise, and never both."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings as django_settings
from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.test import Client
from joserfc import jwt
from joserfc.jwk import OctKey
from procrastinate.contrib.django.models import ProcrastinateJob

from opencmecf.central.payments import actions as payments
from opencmecf.central.payments import jobs as payment_jobs
from opencmecf.central.payments import processor
from opencmecf.central.payments.models import CourtFee, FeeKind, FeeState, Outcome, Payment
from opencmecf.central.signon import event_tokens
from opencmecf.central.signon import jobs as signon_jobs
from opencmecf.court.admissions import actions
from opencmecf.court.admissions import jobs as admission_jobs
from opencmecf.court.admissions.models import Application, FeeMeans, State
from opencmecf.court.admissions.tests.applicants import actor_of, submitted
from opencmecf.demo.cards import payments as toy_payments
from opencmecf.foundation.access import Actor, Role, anonymous
from opencmecf.foundation.audit.queries import events_of
from opencmecf.foundation.errors import NotFound, Refused
from opencmecf.foundation.mail.models import Message
from opencmecf.foundation.relying_party.client import FEE_PAYMENT_EVENT
from opencmecf.foundation.sites import SiteKind
from opencmecf.invariants import problems
from opencmecf.testing.people import Browser, House, central_actor

pytestmark = pytest.mark.django_db

CARDS = "cards.localhost:8000"
PACER = "pacer.localhost:8000"
TYPED = {
    "another": "on",
    "name": "John Attorney",
    "number": "4242 4242 4242 4242",
    "expiry": "04/2090",
    "security_code": "123",
    "zip_code": "33131",
}
JOBS: dict[str, Callable[..., Any]] = {
    "admissions:tell-fee": admission_jobs.tell_fee,
    "payments:tell-court": signon_jobs.tell_court_of_payment,
    "payments:forget-card": payment_jobs.forget_card,
}


@pytest.fixture(autouse=True)
def _places(settings: Any, tmp_path: Path) -> None:
    settings.STORE, settings.VAR = tmp_path / "store", tmp_path


@pytest.fixture
def carla(house: House) -> Actor:
    return actor_of(house.linked("carla", role=Role.CLERK))


@pytest.fixture
def clerk(house: House, carla: Actor) -> Browser:
    assert carla
    return house.signed_in("carla", house.flsd)


@pytest.fixture
def waiting(house: House) -> Application:
    return submitted(house.flsd, house.actor("john"), "admission")


@pytest.fixture
def due(waiting: Application, carla: Actor) -> Application:
    """A request whose fee can be paid by card."""
    started = actions.start_fee(application=waiting, cents=19900, actor=carla)
    work()
    started.refresh_from_db()
    return started


@pytest.fixture
def john(house: House, due: Application) -> Browser:
    assert due
    return house.signed_in("john", site=SiteKind.PACER)


def work() -> None:
    """What the worker does of this, over and over: every job may run twice."""
    for job in ProcrastinateJob.objects.filter(task_name__in=JOBS).order_by("id"):
        JOBS[job.task_name](**job.args)


def text_of(page: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page.content.decode()))


def fee_page(application: Application) -> str:
    return f"/manage/fees/{application.fee_key}"


def press_pay(browser: Browser, application: Application) -> Any:
    """The processor's page after the button."""
    page = browser.post(fee_page(application), {})
    assert page.host == CARDS, text_of(page)
    return page


def pay(browser: Browser, application: Application, **typed: str) -> Any:
    """From the button to the page with the receipt, or with what went wrong."""
    page = press_pay(browser, application)
    return browser.post(page.request["PATH_INFO"], {**TYPED, **typed}, host=CARDS)


def store_a_card(browser: Browser, number: str = TYPED["number"]) -> None:
    page = browser.post("/manage/cards/add", {})
    browser.post(page.request["PATH_INFO"], {**TYPED, "number": number}, host=CARDS)


def signed(paid: Payment, **facts: Any) -> str:
    """What the processor would say of a payment."""
    claims = {
        "payment": str(paid.key),
        "outcome": "approved",
        "amount_cents": paid.amount_cents,
        "currency": "USD",
        "brand": "Visa",
        "last_four": "4242",
        **facts,
    }
    return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(django_settings.CARD_PROCESSOR_SECRET))


def standing(application: Application) -> tuple[str, str, str]:
    application.refresh_from_db()
    return application.state, application.fee_means, application.fee_receipt


def subjects(address: str = "john@example.com") -> list[str]:
    return list(Message.objects.filter(recipient=address).order_by("pk").values_list("subject", flat=True))


# --- the way that it should go ---------------------------------------------------------------------------------------


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


# --- once, or not at all ---------------------------------------------------------------------------------------------


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


# --- what cannot be ---------------------------------------------------------------------------------------------------


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
        signed(payment, currency="XXX"),
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


# --- settled otherwise ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("has_begun", [False, True])
def test_the_clerk_records_a_check_and_no_card_pays_any_more(
    house: House, john: Browser, due: Application, clerk: Browser, has_begun: bool
) -> None:
    page = press_pay(john, due) if has_begun else None
    wrong = clerk.post(f"/court/admissions/{due.pk}/payment", {"receipt": "113C-4471"})
    assert "Choose an answer for “Paid by”." in text_of(wrong)
    done = clerk.post(f"/court/admissions/{due.pk}/payment", {"means": "check", "receipt": "113C-4471"})
    assert "$199.00, paid by check, receipt 113C-4471" in text_of(done)
    assert standing(due) == (State.PAID, FeeMeans.CHECK, "113C-4471")
    if page is not None:
        assert "The payment was not made." in text_of(john.post(page.request["PATH_INFO"], TYPED, host=CARDS))
    assert "This fee is not due any more" in text_of(john.get(fee_page(due)))
    assert "This fee is not due any more" in text_of(john.post(fee_page(due), {}))
    work()
    assert CourtFee.objects.get().state == FeeState.CLOSED, "telling it late does not open it again"
    assert not Payment.objects.filter(outcome=Outcome.APPROVED).exists()


def test_a_fee_is_waived_with_the_reason(due: Application, clerk: Browser) -> None:
    assert "Fill in “Reason”." in text_of(clerk.post(f"/court/admissions/{due.pk}/waive-fee", {"waive-reason": ""}))
    done = clerk.post(f"/court/admissions/{due.pk}/waive-fee", {"waive-reason": "Appointed counsel."})
    assert "$199.00, waived: Appointed counsel." in text_of(done)
    assert "has not been paid" not in text_of(done)
    assert standing(due) == (State.PAID, FeeMeans.WAIVED, "")
    assert any(one.startswith("The fee for your request was waived") for one in subjects())
    assert "Appointed counsel." in Message.objects.filter(subject__startswith="The fee for").get().text
    assert CourtFee.objects.get().state == FeeState.CLOSED


@pytest.mark.parametrize("how", ["record", "waive", "reject", "correct", "withdraw"])
def test_whatever_comes_after_a_payment_by_card_finds_it_and_changes_nothing(
    house: House, john: Browser, due: Application, carla: Actor, how: str
) -> None:
    pay(john, due)  # the court has not been told yet
    ways: dict[str, Callable[[], Any]] = {
        "record": lambda: actions.record_payment(application=due, means=FeeMeans.CASH, receipt="C-1", actor=carla),
        "waive": lambda: actions.waive_fee(application=due, reason="Poor.", actor=carla),
        "reject": lambda: actions.reject(application=due, reason="No.", actor=carla),
        "correct": lambda: actions.start_fee(application=due, cents=100, actor=carla),
        "withdraw": lambda: actions.withdraw(application=due, actor=house.actor("john")),
    }
    with pytest.raises(Refused, match="paid by card a moment ago"):
        ways[how]()
    receipt = Payment.objects.get().receipt
    assert standing(due) == (State.PAID, FeeMeans.CARD, receipt)
    work()
    assert standing(due) == (State.PAID, FeeMeans.CARD, receipt)


def test_the_clerks_page_shows_what_has_happened_meanwhile(john: Browser, due: Application, clerk: Browser) -> None:
    pay(john, due)
    page = text_of(clerk.post(f"/court/admissions/{due.pk}/payment", {"means": "cash", "receipt": "C-1"}))
    assert "The fee was paid by card a moment ago" in page
    assert "fee settled, waiting for the clerk" in page


def test_when_nobody_can_tell_whether_it_is_being_paid_nothing_changes(
    john: Browser, due: Application, carla: Actor, settings: Any
) -> None:
    press_pay(john, due)
    settings.CARD_PROCESSOR_URL = "http://127.0.0.1:9"
    with pytest.raises(Refused, match="Nobody can tell at the moment"):
        actions.waive_fee(application=due, reason="x", actor=carla)
    assert standing(due) == (State.FEE_DUE, "", "")


@pytest.mark.parametrize("how", ["reject", "withdraw"])
def test_a_request_that_comes_to_an_end_takes_its_fee_along(
    house: House, john: Browser, due: Application, carla: Actor, how: str
) -> None:
    if how == "reject":
        actions.reject(application=due, reason="No.", actor=carla)
    else:
        actions.withdraw(application=due, actor=house.actor("john"))
    assert "This fee is not due any more" in text_of(john.get(fee_page(due)))


def test_a_wrong_amount_is_corrected_and_the_former_cannot_be_paid(
    house: House, john: Browser, due: Application, carla: Actor
) -> None:
    former, page = due.fee_key, press_pay(john, due)
    actions.start_fee(application=due, cents=19900, actor=carla)
    due.refresh_from_db()
    assert due.fee_key == former, "the same amount is no event"
    actions.start_fee(application=due, cents=17600, actor=carla)
    work()
    due.refresh_from_db()
    assert due.fee_key != former
    assert "The payment was not made." in text_of(john.post(page.request["PATH_INFO"], TYPED, host=CARDS))
    assert "Paid: $176.00" in text_of(pay(john, due))
    work()
    assert standing(due)[0] == State.PAID


def test_a_paid_request_that_is_asked_about_stays_paid(
    house: House, john: Browser, due: Application, carla: Actor
) -> None:
    pay(john, due)
    work()
    asked = actions.ask(application=due, question="Your address?", actor=carla)
    assert actions.answer(application=asked, text="As typed.", actor=house.actor("john")).state == State.PAID


def test_recording_the_same_receipt_twice_is_one_event(due: Application, carla: Actor) -> None:
    told = {"means": FeeMeans.CHECK, "receipt": "A-17", "actor": carla}
    paid = actions.record_payment(application=due, **told)
    again = actions.record_payment(application=paid, **told)
    assert (again.state, again.changes) == (State.PAID, paid.changes)


def test_a_fee_is_for_clerks(house: House, due: Application) -> None:
    stranger = house.actor("charlie")
    with pytest.raises(Refused):
        actions.waive_fee(application=due, reason="x", actor=stranger)
    with pytest.raises(Refused):
        actions.record_payment(application=due, means=FeeMeans.CASH, receipt="x", actor=stranger)


# --- from court to centre and back ------------------------------------------------------------------------------------


def test_without_a_processor_the_applicant_is_sent_to_the_clerk(
    house: House, waiting: Application, carla: Actor, settings: Any
) -> None:
    settings.CARD_PROCESSOR_URL = ""
    actions.start_fee(application=waiting, cents=19900, actor=carla)
    work()
    page = text_of(house.signed_in("john", house.flsd).get(f"/admissions/{waiting.pk}"))
    assert "Pay it to the clerk's office" in page
    waiting.refresh_from_db()
    assert "takes no cards" not in page
    center = house.signed_in("john", site=SiteKind.PACER).get(fee_page(waiting))
    assert "this deployment has no card processor" in text_of(center)


def test_a_court_tells_of_its_own_fees_alone(house: House, due: Application) -> None:
    assert house.ca11
    path = f"/internal/courts/flsd/fees/{due.fee_key}"
    login = Client(HTTP_HOST="login.localhost:8000")

    def proof(court: str) -> dict[str, str]:
        return {"Authorization": "Basic " + b64encode(f"court-{court}:secret of {court}".encode()).decode()}

    facts = {"account_number": house.account("john").number, "what": "x", "amount_cents": 19900, "path": "/a"}
    for way, there in (("put", path), ("post", f"{path}/close")):
        send = getattr(login, way)
        told = {"data": facts, "content_type": "application/json"}
        assert send(there, **told).status_code == 401
        assert send(there, **told, headers=proof("ca11")).status_code == 403
        for wrong in (
            {"amount_cents": 1},
            {"amount_cents": 0},
            {"amount_cents": True},
            {"amount_cents": "19900"},
            {"path": "//elsewhere.example/"},
            {"path": "https://elsewhere.example/"},
            {"account_number": "7777777"},
            {"what": ""},
        ):
            answer = send(there, data={**facts, **wrong}, content_type="application/json", headers=proof("flsd"))
            assert answer.status_code == 400, wrong
        answer = send(there.replace(str(due.fee_key), str(uuid4())), **told, headers=proof("flsd"))
        assert answer.status_code == 200


def test_the_court_takes_the_word_of_central_sign_on_alone(house: House, john: Browser, due: Application) -> None:
    pay(john, due)
    payment = Payment.objects.get()
    court = Client(HTTP_HOST="ecf.flsd.localhost:8000")

    def send(token: str) -> int:
        answer = court.post("/internal/fee-payments", token, content_type="application/secevent+jwt")
        return int(answer.status_code)

    def token(**wrong: Any) -> str:
        told = {"fee": str(due.fee_key), "amount_cents": 19900, "receipt": payment.receipt, "card": payment.card}
        about = {"account_number": payment.account.number, "event": FEE_PAYMENT_EVENT, "court_id": "flsd"}
        for name, value in wrong.items():
            (about if name in about else told)[name] = value
        return event_tokens.event_token(key="1", facts=told, **about)

    assert house.ca11
    for strange in (
        "nonsense",
        signed(payment),
        token(amount_cents=100),
        token(fee=str(uuid4())),
        token(fee="x"),
        token(account_number=house.account("charlie").number),
        token(court_id="ca11"),
        token(event="urn:opencmecf:event:contact-change"),
    ):
        assert send(strange) == 400
    assert standing(due)[0] == State.FEE_DUE
    assert [send(token()), send(token())] == [202, 202]
    assert standing(due) == (State.PAID, FeeMeans.CARD, payment.receipt)


def test_a_fee_that_the_court_does_not_ask_for_is_not_paid(house: House, due: Application) -> None:
    with pytest.raises(NotFound):
        actions.record_card_payment(
            court_id="flsd",
            fee_key=uuid4(),
            account_number=house.account("john").number,
            cents=19900,
            receipt="x",
            card="",
            actor=anonymous("x"),
        )


def test_the_check_finds_a_fee_that_only_one_side_has(john: Browser, due: Application) -> None:
    pay(john, due)
    assert not list(problems()), "the court is told within the hour"
    Payment.objects.update(answered_at=Now() - timedelta(hours=2))
    assert [one for one in problems() if "the court flsd does not have it" in one]
    work()
    assert not list(problems())
    Application.objects.filter(pk=due.pk).update(fee_receipt="AFLSDC-99999999")
    assert [one for one in problems() if "the centre has no payment with the receipt AFLSDC-99999999" in one]


def test_the_holder_reads_of_it_in_the_accounts_history(house: House, john: Browser, due: Application) -> None:
    pay(john, due, number="4000 0000 0000 0002")
    pay(john, due)
    history = text_of(john.get("/manage/history"))
    for words in (
        "asks for a fee of $199.00",
        "A payment of $199.00 was begun",
        "the processor answered “declined”",
        "$199.00 was paid by card",
    ):
        assert words in history
    listed = text_of(john.get("/manage/payments"))
    assert Payment.objects.get(outcome="approved").receipt in listed
    assert "Not paid. The card was declined by the bank" in listed
