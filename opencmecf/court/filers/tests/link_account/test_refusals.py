"""Whom linking refuses, and what it tells them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from opencmecf.court.filers.models import CourtAccount, CredentialAttempt, LinkRequest, Person
from opencmecf.court.filers.tests.link_account.linking import LINK, MENU_BEFORE, RIGHT, confirmation, menu
from opencmecf.foundation import clock
from opencmecf.testing.pages import text_of
from opencmecf.testing.people import COURT_PASSWORD, PASSWORD, Browser, House

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "form",
    [
        {"login": "cm-john", "password": "wrong"},
        {"login": "cm-nobody", "password": COURT_PASSWORD},
        {"login": "john", "password": PASSWORD},
        {"login": "cm-john", "password": COURT_PASSWORD.upper()},
    ],
)
def test_wrong_credentials_are_refused_alike_and_logged(
    house: House, john: Browser, issued: CourtAccount, form: dict[str, str]
) -> None:
    page = john.post(LINK, form)
    assert "The CM/ECF login or password is not right." in text_of(page)
    assert not LinkRequest.objects.exists()
    attempt = CredentialAttempt.objects.get()
    assert attempt.person is not None
    assert (attempt.succeeded, attempt.person.account_number) == (False, house.account("john").number)
    assert form["password"] not in page.content.decode()


def test_the_sixth_wrong_try_waits(john: Browser, issued: CourtAccount) -> None:
    for _ in range(5):
        john.post(LINK, {"login": "cm-john", "password": "wrong"})
    assert "Wait 5 seconds" in text_of(john.post(LINK, RIGHT))
    assert not LinkRequest.objects.exists()
    assert CredentialAttempt.objects.filter(was_heard=False, succeeded=False).count() == 1
    CredentialAttempt.objects.update(at=clock.now() - timedelta(seconds=6))
    assert confirmation(john)


def test_many_strangers_do_not_keep_the_owner_out(john: Browser, issued: CourtAccount) -> None:
    confirmation(john)
    mine = CredentialAttempt.objects.get()
    CredentialAttempt.objects.bulk_create(
        CredentialAttempt(
            court_id="flsd", login_fingerprint=mine.login_fingerprint, address=f"198.51.100.{n}", succeeded=False
        )
        for n in range(100)
    )
    assert confirmation(john)


@pytest.mark.parametrize("login", ["CM-JOHN", " cm-john "])
def test_a_login_is_found_in_any_case(john: Browser, login: str) -> None:
    assert confirmation(john, {**RIGHT, "login": login})


def test_an_empty_form_is_no_attempt(john: Browser) -> None:
    page = text_of(john.post(LINK, {"login": "", "password": ""}))
    assert "Fill in “CM/ECF login”." in page
    assert "Fill in “CM/ECF password”." in page
    assert not CredentialAttempt.objects.exists()


def test_an_account_that_the_court_has_closed_cannot_be_linked(john: Browser, issued: CourtAccount) -> None:
    CourtAccount.objects.update(is_active=False)
    assert "This CM/ECF account is not active." in text_of(john.post(LINK, RIGHT))


def test_the_account_of_another_court_is_not_known_here(house: House, john: Browser) -> None:
    house.court_account("charlie", house.ca11)
    page = john.post(LINK, {"login": "cm-charlie", "password": COURT_PASSWORD})
    assert "The CM/ECF login or password is not right." in text_of(page)


def test_before_go_live_linking_is_refused_with_the_date(house: House) -> None:
    house.court_account("john", house.flsb)
    page = house.signed_in("john", house.flsb).get(LINK)
    assert page.status_code == 409
    assert "moves to NextGen on 01/27/2099" in text_of(page)


def test_before_go_live_without_a_date_linking_is_refused_too(house: House) -> None:
    house.court_account("john", house.flsb)
    type(house.flsb).objects.update(go_live_on=None)
    page = house.signed_in("john", house.flsb).post(LINK, RIGHT)
    assert page.status_code == 409
    assert "no date is set" in text_of(page)
    assert not LinkRequest.objects.exists()


def test_a_legacy_account_is_sent_to_the_upgrade(house: House) -> None:
    page = house.signed_in("leonard", house.flsd).get(LINK)
    assert page.status_code == 409
    assert "Your PACER account is a Legacy account." in text_of(page)
    assert 'href="http://pacer.localhost:8000/manage/upgrade"' in page.content.decode()


def test_a_legacy_account_cannot_be_linked_by_sending_the_form_either(house: House) -> None:
    house.court_account("leonard")
    leonard = house.signed_in("leonard", house.flsd)
    assert leonard.post(LINK, {"login": "cm-leonard", "password": COURT_PASSWORD}).status_code == 409
    assert not LinkRequest.objects.exists()


def test_an_account_that_was_upgraded_a_minute_ago_can_be_linked_without_logging_in_again(house: House) -> None:
    house.court_account("leonard")
    leonard = house.signed_in("leonard", house.flsd)
    assert leonard.get(LINK).status_code == 409
    account = house.account("leonard")
    account.account_type = "upgraded"
    account.save()
    page = leonard.get(LINK)
    assert page.status_code == 200
    assert "CM/ECF password" in text_of(page)
    assert Person.objects.get(account_number=account.number).account_type == "upgraded"


@pytest.mark.parametrize(
    ("username", "why", "way_out"),
    [
        ("office", "shared by a group", "http://pacer.localhost:8000/register"),
        ("leonard", "Legacy account", "http://pacer.localhost:8000/manage/upgrade"),
    ],
)
def test_filing_is_refused_with_the_reason_where_linking_would_be(
    house: House, username: str, why: str, way_out: str
) -> None:
    page = house.signed_in(username, house.flsd).get("/civil")
    assert page.status_code == 403
    assert why in text_of(page)
    assert f'href="{way_out}"' in page.content.decode()
    assert "it takes a minute and is done once" not in text_of(page)


def test_a_shared_account_views_and_is_never_linked(house: House) -> None:
    house.court_account("office")
    office = house.signed_in("office", house.flsd)
    assert menu(office.get("/cgi-bin/iquery.pl")) == MENU_BEFORE
    for page in (office.get(LINK), office.post(LINK, {"login": "cm-office", "password": COURT_PASSWORD})):
        assert page.status_code == 409
        assert "Shared accounts can view, and cannot file or be linked." in text_of(page)
        assert 'href="http://pacer.localhost:8000/register"' in page.content.decode()


def test_a_firms_account_does_not_even_come_in(house: House) -> None:
    house.account("firm")
    firm = house.browser(house.flsd)
    page = firm.sign_in("firm", PASSWORD)
    assert "neither searches nor files" in text_of(page)
    assert "session" not in firm.clients[firm.home].cookies
