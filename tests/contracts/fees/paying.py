"""What the tests of fees for admission do over and over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings as django_settings
from joserfc import jwt
from joserfc.jwk import OctKey
from procrastinate.contrib.django.models import ProcrastinateJob

from opencmecf.central.payments import jobs as payment_jobs
from opencmecf.central.payments.models import Payment
from opencmecf.central.signon import jobs as signon_jobs
from opencmecf.court.admissions import jobs as admission_jobs
from opencmecf.court.admissions.models import Application
from opencmecf.foundation.mail.models import Message
from opencmecf.testing.pages import text_of
from opencmecf.testing.people import Browser

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


def work() -> None:
    """What the worker does of this, over and over: every job may run twice."""
    for job in ProcrastinateJob.objects.filter(task_name__in=JOBS).order_by("id"):
        JOBS[job.task_name](**job.args)


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
