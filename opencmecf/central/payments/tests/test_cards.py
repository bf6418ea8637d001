"""Stored cards: to the processor and back, defaults, removing, refusals."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import IntegrityError, connection, transaction
from django.db.models.functions import Now
from django.test import Client
from django.test.utils import CaptureQueriesContext
from joserfc import jwt
from joserfc.jwk import OctKey

from opencmecf.central.accounts.models import Account, ActivatedBy
from opencmecf.central.firms.queries import approval_of
from opencmecf.central.payments import actions, processor, rules
from opencmecf.central.payments.models import CardDefault, CardRequest, FeeKind, Outcome, StoredCard
from opencmecf.foundation.access import anonymous
from opencmecf.foundation.audit.queries import events_of
from opencmecf.foundation.case_search import CaseSearch
from opencmecf.foundation.errors import NotFound, Refused
from opencmecf.foundation.mail.models import Message
from opencmecf.foundation.secrets import base64url
from opencmecf.foundation.sites import SiteKind
from opencmecf.testing.people import Browser, House, central_actor

pytestmark = pytest.mark.django_db

TYPED = {
    "name": "Alice Moreno",
    "number": "4242 4242 4242 4242",
    "expiry": "04/2090",
    "security_code": "123",
    "zip_code": "33131",
}
PROCESSOR = anonymous("card-processor")


@pytest.fixture
def alice(house: House, settings: Any, tmp_path: Any) -> Account:
    settings.VAR = tmp_path
    account = house.account("alice")
    Account.objects.filter(pk=account.pk).update(case_search=CaseSearch.PENDING_TOKEN)
    account.refresh_from_db()
    return account


@pytest.fixture
def browser(house: House, alice: Account) -> Browser:
    return house.signed_in("alice", site=SiteKind.PACER)


def go(browser: Browser, **typed: str) -> Any:
    """From Manage My Account to the processor's page, and with a card back again."""
    page = browser.post("/manage/cards/add", {})
    assert page.status_code == 200, page.content.decode()
    assert page.host == "cards.localhost:8000"
    return browser.post(page.request["PATH_INFO"], {**TYPED, **typed}, host=page.host)


def answer(request: CardRequest, *, secret: str = "", **facts: str) -> str:
    """What the processor signs."""
    claims = {
        "reference": str(request.pk),
        "outcome": "approved",
        "token": "tok_1",
        "brand": "Visa",
        "last_four": "4242",
        "expires": "2090-04",
        **facts,
    }
    return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(secret or django_settings.CARD_PROCESSOR_SECRET))


def stored(account: Account, **facts: str) -> StoredCard:
    request = CardRequest.objects.create(account=account)
    card = actions.record_answer(signed=answer(request, **facts), actor=PROCESSOR).card
    assert card is not None
    return card


def test_a_card_is_stored_and_activates_case_search_at_once(alice: Account, browser: Browser) -> None:
    page = go(browser).content.decode()
    assert "The card is stored" in page
    assert "Your case search is active." in page
    alice.refresh_from_db()
    assert (alice.case_search, alice.activated_by) == (CaseSearch.ACTIVE, ActivatedBy.CARD)
    card = StoredCard.objects.get()
    assert (card.name, card.expiry) == ("Visa ending in 4242", "04/2090")
    assert "tok_" not in card.sealed_token
    assert dict(CardDefault.objects.values_list("kind", "card")) == dict.fromkeys(FeeKind.values, card.pk)
    assert {one.subject for one in Message.objects.all()} >= {
        "A card was stored for your PACER account",
        "Your PACER case search is active",
    }


def test_no_number_of_a_card_is_kept_anywhere(alice: Account, browser: Browser, tmp_path: Any) -> None:
    go(browser)
    kept = "".join(path.read_text() for path in tmp_path.rglob("*.json"))
    assert kept
    assert "4242424242424242" not in kept.replace(" ", "")
    assert "4242424242424242" not in str(events_of(alice.chain))


@pytest.mark.parametrize(
    ("number", "told"),
    [
        ("4000 0000 0000 0002", "The card was declined by the bank"),
        ("4000 0000 0000 0069", "The card has expired."),
        ("4000 0000 0000 0010", "The bank does not know the card under this address."),
    ],
)
def test_a_refusal_says_why_and_what_to_do(alice: Account, browser: Browser, number: str, told: str) -> None:
    page = go(browser, number=number).content.decode()
    assert told in page
    assert "No card was stored and nothing was charged." in page
    assert "Try again" in page
    alice.refresh_from_db()
    assert alice.case_search == CaseSearch.PENDING_TOKEN
    assert not StoredCard.objects.exists()


def test_coming_back_without_a_card_changes_nothing(alice: Account, browser: Browser) -> None:
    page = go(browser, cancel="on").content.decode()
    assert "You came back without giving a card." in page
    assert CardRequest.objects.get().outcome == Outcome.CANCELLED


def test_the_processor_tells_of_mistakes_itself(browser: Browser) -> None:
    page = go(browser, number="4242 4242 4242 4241", expiry="soon", security_code="").content.decode()
    for told in ("This is not the number of a card", "Type month and year", "Security code"):
        assert told in page
    assert not CardRequest.objects.exclude(outcome="").exists()


def test_a_processor_that_is_away_is_named_and_nothing_happens(browser: Browser, settings: Any) -> None:
    settings.CARD_PROCESSOR_URL = "http://127.0.0.1:9"
    page = browser.post("/manage/cards/add", {})
    assert page.status_code == 503
    assert "The card processor does not answer at the moment." in page.content.decode()
    assert not StoredCard.objects.exists()


def test_without_a_processor_the_page_says_so(browser: Browser, settings: Any) -> None:
    settings.CARD_PROCESSOR_URL = ""
    assert "this deployment has no card processor" in browser.get("/manage/cards").content.decode()
    assert "takes no cards" in browser.get("/manage/activate").content.decode()


def test_the_same_answer_twice_is_one_card(alice: Account) -> None:
    request = CardRequest.objects.create(account=alice)
    signed = answer(request)
    for _ in range(2):
        actions.record_answer(signed=signed, actor=PROCESSOR)
    actions.record_answer(signed=answer(request, outcome="declined"), actor=PROCESSOR)
    assert StoredCard.objects.count() == 1
    request.refresh_from_db()
    assert request.outcome == Outcome.APPROVED


def test_answers_that_nobody_has_signed_are_refused(alice: Account) -> None:
    request = CardRequest.objects.create(account=alice)
    body = answer(request).split(".")[1]
    unsigned = f"{base64url(json.dumps({'alg': 'none'}).encode())}.{body}."
    for signed in ("", "nonsense", answer(request, secret="another secret of somebody else"), unsigned):
        with pytest.raises(Refused, match="no answer"):
            actions.record_answer(signed=signed, actor=PROCESSOR)
    for name, strange in (("reference", "x"), ("outcome", "free"), ("expires", "soon")):
        with pytest.raises(Refused):
            actions.record_answer(signed=answer(request, **{name: strange}), actor=PROCESSOR)
    assert not StoredCard.objects.exists()


def test_an_answer_after_an_hour_is_too_late(alice: Account) -> None:
    request = CardRequest.objects.create(account=alice)
    CardRequest.objects.update(begun_at=Now() - timedelta(minutes=61))
    with pytest.raises(Refused, match="too late"):
        actions.record_answer(signed=answer(request), actor=PROCESSOR)


def test_the_answer_arrives_though_the_browser_never_comes_back(alice: Account) -> None:
    request = CardRequest.objects.create(account=alice)
    center = Client(HTTP_HOST="pacer.localhost:8000")
    told = center.post("/payments/answer", {"answer": answer(request)}, content_type="application/json")
    assert told.status_code == 204
    assert StoredCard.objects.count() == 1
    for body in ('{"answer": "x"}', "[]", "{"):
        assert center.post("/payments/answer", body, content_type="application/json").status_code == 400


def test_nobody_reads_the_answer_of_another(house: House, alice: Account) -> None:
    request = CardRequest.objects.create(account=alice)
    stranger = house.signed_in("john", site=SiteKind.PACER)
    assert stranger.get(f"/manage/cards/return?answer={answer(request)}").status_code == 404
    assert not StoredCard.objects.exists()


def test_there_are_three_cards_at_most(alice: Account) -> None:
    for number in range(3):
        stored(alice, last_four=f"000{number}")
    with pytest.raises(Refused, match="three cards"):
        actions.begin_storing(account=alice, return_url="x", callback_url="x", actor=central_actor(alice))
    late = CardRequest.objects.create(account=alice)
    with pytest.raises(Refused, match="three cards"):
        actions.record_answer(signed=answer(late), actor=PROCESSOR)
    with pytest.raises(IntegrityError, match="stored_card"), transaction.atomic():
        StoredCard.objects.create(
            account=alice, slot=4, sealed_token="x", brand="Visa", last_four="1111", expires_year=2090, expires_month=1
        )


def test_defaults_are_chosen_for_each_kind_of_fee(alice: Account, browser: Browser) -> None:
    one, two = stored(alice), stored(alice, last_four="4444")
    browser.post("/manage/cards", {"pacer": str(two.pk), "filing": "", "admission": str(one.pk)})
    assert dict(CardDefault.objects.values_list("kind", "card")) == {"pacer": two.pk, "admission": one.pk}
    page = browser.get("/manage/cards").content.decode()
    assert "Visa ending in 4444" in page


def test_a_card_of_somebody_else_cannot_be_chosen_or_removed(house: House, alice: Account) -> None:
    card = stored(alice)
    john = house.account("john")
    with pytest.raises(NotFound):
        actions.choose_defaults(account=john, chosen={FeeKind.PACER: card.pk}, actor=central_actor(john))
    with pytest.raises(NotFound):
        actions.remove_card(card=card, actor=central_actor(john))


def test_a_removed_card_leaves_nothing_to_charge(alice: Account, browser: Browser) -> None:
    card = stored(alice)
    page = browser.post(f"/manage/cards/{card.pk}/remove", {}).content.decode()
    assert "No card is stored." in page
    card.refresh_from_db()
    assert card.removed_at
    assert card.sealed_token == ""
    assert not CardDefault.objects.exists()
    assert stored(alice).slot == 1


def test_a_firm_pays_pacer_fees_alone(house: House) -> None:
    firm = house.account("firm")
    stored(firm)
    assert list(CardDefault.objects.values_list("kind", flat=True)) == ["pacer"]
    with pytest.raises(Refused, match="PACER fees only"):
        actions.choose_defaults(account=firm, chosen={FeeKind.FILING: None}, actor=central_actor(firm))


def test_trying_out_cards_has_a_limit(alice: Account, browser: Browser) -> None:
    for _ in range(10):
        go(browser, number="4000 0000 0000 0002")
    page = browser.post("/manage/cards/add", {}).content.decode()
    assert "A card was tried many times" in page


@pytest.mark.parametrize(
    ("year", "month", "is_over"), [(2026, 1, False), (2025, 12, True), (2027, 1, False), (2026, 2, False)]
)
def test_a_card_is_good_to_the_end_of_its_month(year: int, month: int, is_over: bool) -> None:
    assert rules.has_expired(year, month, date(2026, 1, 31)) is is_over


def test_a_page_elsewhere_is_not_followed(alice: Account, settings: Any) -> None:
    settings.CARD_PROCESSOR_URL = "http://cards.localhost:8000/sessions-of-nobody"
    with pytest.raises(processor.ProcessorAway):
        actions.begin_storing(account=alice, return_url="x", callback_url="x", actor=central_actor(alice))


def test_the_card_that_is_chosen_is_held_until_it_is(browser: Browser, alice: Account) -> None:
    """Another request may be removing it."""
    go(browser)
    card = StoredCard.objects.get()
    with CaptureQueriesContext(connection) as asked:
        actions.choose_defaults(account=alice, chosen={FeeKind.PACER: card.pk}, actor=central_actor(alice))
    table = StoredCard._meta.db_table
    assert any(f'FROM "{table}"' in one["sql"] and "FOR UPDATE" in one["sql"] for one in asked.captured_queries)


def test_a_card_that_is_given_while_a_firm_pays_is_a_ground_of_its_own(alice: Account) -> None:
    Account.objects.filter(pk=alice.pk).update(case_search=CaseSearch.ACTIVE, activated_by=ActivatedBy.FIRM)
    stored(alice)
    alice.refresh_from_db()
    assert alice.activated_by == ActivatedBy.CARD


def test_a_firm_shows_by_a_card_that_it_can_pay_and_no_more_when_it_is_gone(
    house: House, settings: Any, tmp_path: Any
) -> None:
    settings.VAR = tmp_path
    firm = house.account("firm")
    browser = house.signed_in("firm", site=SiteKind.PACER)
    assert approval_of(firm) is None
    go(browser)
    approval = approval_of(firm)
    assert approval is not None
    assert approval.by == "card"
    actions.remove_card(card=StoredCard.objects.get(), actor=central_actor(firm))
    assert approval_of(firm) is None
