"""“Forgot login/password” of a court-issued account (S11)."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import signing

from opencmecf.court.filers import actions, queries
from opencmecf.court.filers.models import CourtAccount
from opencmecf.court.filers.tokens import SALT, account_of_token, reset_token
from opencmecf.foundation import clock
from opencmecf.foundation.audit.queries import events_of
from opencmecf.foundation.errors import Refused
from opencmecf.foundation.mail.models import Message
from opencmecf.testing.pages import text_of
from opencmecf.testing.people import COURT_PASSWORD, SYSTEM, House
from opencmecf.testing.work import answer_strangers

pytestmark = pytest.mark.django_db

NEW = "four-new-words-in-a-row"
BOTH = {"password": NEW, "again": NEW}


@pytest.fixture
def issued(house: House) -> CourtAccount:
    """john's account at flsd."""
    return house.court_account("john")


def ask(house: House, email: str = "john@example.com") -> Any:
    page = house.browser(house.flsd).post("/forgot-login", {"email": email})
    answer_strangers()
    return page


def mailed_path() -> str:
    """The path of the link in the latest mail."""
    found = re.search(r"http://ecf\.flsd\.localhost:8000(/reset-login\?token=\S+)", Message.objects.latest("id").text)
    assert found
    return found[1]


def test_the_mail_names_the_login_and_its_link_takes_a_new_password(house: House, issued: CourtAccount) -> None:
    page = ask(house)
    assert "a message is on its way" in text_of(page)
    assert "1-888-555-0106" in text_of(page)
    mail = Message.objects.get()
    assert mail.recipient == "john@example.com"
    assert "Your login is: cm-john" in mail.text
    browser = house.browser(house.flsd)
    path = mailed_path()
    assert "cm-john" in text_of(browser.get(path))
    done = browser.post(path, BOTH)
    assert "Your CM/ECF password is changed" in text_of(done)
    issued.refresh_from_db()
    assert issued.has_password(NEW)
    assert not issued.has_password(COURT_PASSWORD)
    assert [event["act"] for event in events_of(issued.chain)][:2] == ["filer:password:reset", "filer:password:request"]


def test_nobody_learns_whether_an_address_has_an_account(house: House, issued: CourtAccount) -> None:
    known, unknown = ask(house), ask(house, "nobody@example.com")
    assert text_of(known).replace("john@", "x@") == text_of(unknown).replace("nobody@", "x@")
    assert Message.objects.count() == 1


@pytest.mark.parametrize("typed", ["JOHN@example.com", " john@EXAMPLE.com "])
def test_an_address_is_found_in_any_case(house: House, issued: CourtAccount, typed: str) -> None:
    ask(house, typed)
    assert Message.objects.count() == 1


def test_what_is_no_address_is_sent_back(house: House, issued: CourtAccount) -> None:
    page = ask(house, "john")
    assert "There is a problem" in text_of(page)
    assert not Message.objects.exists()


def test_a_closed_account_gets_no_mail(house: House, issued: CourtAccount) -> None:
    CourtAccount.objects.update(is_active=False)
    ask(house)
    assert not Message.objects.exists()


def test_a_mailbox_is_not_flooded(house: House, issued: CourtAccount) -> None:
    for _ in range(8):
        assert "a message is on its way" in text_of(ask(house))
    assert Message.objects.count() == 5


def test_a_linked_account_is_told_to_use_the_pacer_account(house: House) -> None:
    house.linked("john")
    Message.objects.all().delete()
    ask(house)
    text = Message.objects.get().text
    assert "log in with your PACER account" in text
    assert "reset-login" not in text


def test_a_link_is_good_once(house: House, issued: CourtAccount) -> None:
    ask(house)
    path, browser = mailed_path(), house.browser(house.flsd)
    browser.post(path, BOTH)
    again = browser.get(path)
    assert again.status_code == 409
    assert "This link is not good any more." in text_of(again)
    assert browser.post(path, {"password": "another-" + NEW, "again": "another-" + NEW}).status_code == 409
    issued.refresh_from_db()
    assert issued.has_password(NEW)


def test_the_holder_is_told_of_a_new_password(house: House, issued: CourtAccount) -> None:
    ask(house)
    house.browser(house.flsd).post(mailed_path(), BOTH)
    told = Message.objects.latest("pk")
    assert (told.recipient, told.subject) == (issued.email, "A new password was set for your CM/ECF login")
    assert "/forgot-login" in told.text
    assert NEW not in told.text


def test_of_two_requests_with_one_link_one_sets_the_password(issued: CourtAccount) -> None:
    same = CourtAccount.objects.get(pk=issued.pk)  # as the second request has read it before the first was done
    actions.reset_password(account=issued, password=NEW, actor=SYSTEM)
    with pytest.raises(Refused, match="not good any more"):
        actions.reset_password(account=same, password="another-" + NEW, actor=SYSTEM)
    issued.refresh_from_db()
    assert issued.has_password(NEW)


def test_an_older_link_ends_with_the_password_that_it_was_for(house: House, issued: CourtAccount) -> None:
    older = reset_token(issued)
    actions.reset_password(account=issued, password=NEW, actor=SYSTEM)
    assert account_of_token(older, court_id="flsd") is None


@pytest.mark.parametrize(("minutes", "good"), [(119, True), (121, False)])
def test_a_link_is_good_for_two_hours(issued: CourtAccount, minutes: int, good: bool) -> None:
    token = reset_token(issued)
    with time_machine.travel(clock.now() + timedelta(minutes=minutes)):
        assert (account_of_token(token, court_id="flsd") is not None) is good


def test_a_link_is_for_its_court_alone(house: House, issued: CourtAccount) -> None:
    token = reset_token(issued)
    assert house.browser(house.ca11).get(f"/reset-login?token={token}").status_code == 409


def test_a_link_ends_when_the_account_is_linked(house: House, issued: CourtAccount) -> None:
    token = reset_token(issued)
    account = house.court_account("alice")
    linked_token = reset_token(account)
    alice = house.actor("alice")
    request = account.linkrequest_set.create(person=queries.person_of(alice))
    actions.link_account(request=request, actor=alice)
    assert account_of_token(linked_token, court_id="flsd") is None
    assert account_of_token(token, court_id="flsd") == issued
    with pytest.raises(Refused, match="linked to a PACER account"):
        actions.reset_password(account=account, password=NEW, actor=SYSTEM)


@pytest.mark.parametrize("token", ["", "made-up", "a:b:c", "é"])
def test_a_made_up_link_is_refused(house: House, token: str) -> None:
    page = house.browser(house.flsd).get(f"/reset-login?token={token}")
    assert page.status_code == 409
    assert 'href="/forgot-login"' in page.content.decode()


def test_a_token_signed_for_something_else_is_refused(issued: CourtAccount) -> None:
    content = {"id": issued.pk, "version": issued.credentials_version}
    assert account_of_token(signing.dumps(content, salt=SALT), court_id="flsd") == issued
    assert account_of_token(signing.dumps(content, salt="relying-party"), court_id="flsd") is None


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"password": "short", "again": "short"}, "too short"),
        ({"password": "a" * 14, "again": "a" * 14}, "too short"),
        ({"password": NEW, "again": NEW + "x"}, "The two passwords are not the same."),
        ({"password": "", "again": ""}, "Fill in"),
        ({"password": NEW}, "Fill in"),
    ],
)
def test_a_bad_new_password_is_sent_back(house: House, issued: CourtAccount, form: dict[str, str], told: str) -> None:
    page = house.browser(house.flsd).post(f"/reset-login?token={reset_token(issued)}", form)
    assert told in text_of(page)
    issued.refresh_from_db()
    assert issued.has_password(COURT_PASSWORD)
