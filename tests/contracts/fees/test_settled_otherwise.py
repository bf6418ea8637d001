"""The clerk settles a fee otherwise, corrects it, or the request comes to an end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from opencmecf.central.payments.models import CourtFee, FeeState, Outcome, Payment
from opencmecf.court.admissions import actions
from opencmecf.court.admissions.models import Application, FeeMeans, State
from opencmecf.foundation.access import Actor
from opencmecf.foundation.errors import Refused
from opencmecf.foundation.mail.models import Message
from opencmecf.foundation.sites import SiteKind
from opencmecf.testing.people import Browser, House
from tests.contracts.fees.paying import CARDS, TYPED, fee_page, pay, press_pay, standing, subjects, text_of, work

pytestmark = pytest.mark.django_db


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
