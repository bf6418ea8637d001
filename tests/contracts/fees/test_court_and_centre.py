"""What court and centre believe of each other about a fee."""

from __future__ import annotations

from base64 import b64encode
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db.models.functions import Now
from django.test import Client

from opencmecf.central.payments.models import Payment
from opencmecf.central.signon import event_tokens
from opencmecf.court.admissions import actions
from opencmecf.court.admissions.models import Application, FeeMeans, State
from opencmecf.foundation.access import anonymous
from opencmecf.foundation.errors import NotFound
from opencmecf.foundation.relying_party.client import FEE_PAYMENT_EVENT
from opencmecf.invariants import problems
from opencmecf.testing.people import Browser, House
from tests.contracts.fees.paying import pay, signed, standing, text_of, work

pytestmark = pytest.mark.django_db


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
        "A payment of $199.00 was not made. The card was declined by the bank that issued it.",
        "$199.00 was paid by card",
    ):
        assert words in history
    listed = text_of(john.get("/manage/payments"))
    assert Payment.objects.get(outcome="approved").receipt in listed
    assert "Not paid. The card was declined by the bank" in listed
