"""A change of the e-mail address that waits: what confirms it, and what ends it."""

from __future__ import annotations

import re

import pytest

from opencmecf.central.accounts import actions
from opencmecf.central.accounts.models import Account, AccountStatus
from opencmecf.central.accounts.tests.people import (
    LEGACY_PASSWORD,
    NOBODY,
    OTHER_PASSWORD,
    PASSWORD,
    a_legacy_account,
    acting,
    an_account,
    browser,
    upgrade,
)
from opencmecf.foundation.audit import queries as trail
from opencmecf.foundation.mail.models import Message

pytestmark = pytest.mark.django_db

ELSEWHERE = "alice@elsewhere.example"


def asked_for(account: Account, password: str = PASSWORD) -> None:
    actions.request_email_change(account=account, current_password=password, email=ELSEWHERE, actor=acting(account))


def link_in(path: str, *, to: str) -> str:
    text = Message.objects.filter(recipient=to, text__contains=path).latest("pk").text
    found = re.search(rf"http://pacer\.localhost:8000({re.escape(path)}\S+)", text)
    assert found
    return found[1]


def confirmed(account: Account) -> bool:
    link = link_in("/manage/email/confirm", to=ELSEWHERE)
    token = link.partition("token=")[2].replace("%3A", ":")
    page = browser().get(link).content.decode()
    answer = browser().post("/manage/email/confirm", {"token": token})
    account.refresh_from_db()
    assert ("does not work any more" in page) == (answer.status_code == 409) == (account.email != ELSEWHERE)
    return account.email == ELSEWHERE


def test_the_link_works_as_long_as_nothing_ends_it() -> None:
    account = an_account()
    asked_for(account)
    assert confirmed(account)


def test_a_new_password_ends_a_change_that_waits() -> None:
    account = an_account()
    asked_for(account)
    actions.change_password(account=account, current_password=PASSWORD, password=OTHER_PASSWORD, actor=acting(account))
    assert not confirmed(account)
    acts = [event["act"] for event in trail.events_of(account.chain)]
    assert acts[:2] == ["account:password:change", "account:email:cancel-change"]


def test_a_password_that_is_reset_by_mail_ends_a_change_that_waits() -> None:
    account = an_account()
    asked_for(account)
    actions.request_password_reset(email=account.email, username=account.username, actor=NOBODY)
    link = link_in("/reset-password/", to=account.email)
    browser().post(link, {"password": OTHER_PASSWORD, "password_again": OTHER_PASSWORD})
    assert not confirmed(account)


def test_the_upgrade_ends_a_change_that_waits() -> None:
    account = a_legacy_account()
    asked_for(account, LEGACY_PASSWORD)
    upgrade(account)
    assert not confirmed(account)


@pytest.mark.parametrize("status", [AccountStatus.DISABLED, AccountStatus.INACTIVE])
def test_an_account_that_is_not_active_keeps_its_address(status: AccountStatus) -> None:
    account = an_account()
    asked_for(account)
    Account.objects.filter(pk=account.pk).update(status=status)
    assert not confirmed(account)


def test_the_holder_cancels_it_on_the_page() -> None:
    account = an_account()
    client = browser(account)
    asked_for(account)
    for page in ("/manage/email", "/manage/email/sent"):
        assert ELSEWHERE in client.get(page).content.decode()
        assert 'action="/manage/email/cancel"' in client.get(page).content.decode()
    for _ in range(2):
        assert client.post("/manage/email/cancel")["Location"] == "/manage/email/sent"
    page = client.get("/manage/email/sent").content.decode()
    assert "No change is waiting" in page
    assert "/manage/email/cancel" not in page
    assert not confirmed(account)
    acts = [event["act"] for event in trail.events_of(account.chain)]
    assert acts.count("account:email:cancel-change") == 1


def test_the_old_mailbox_cancels_it_without_a_password() -> None:
    account = an_account()
    asked_for(account)
    link = link_in("/manage/email/stop", to=account.email)
    anywhere = browser()
    page = anywhere.get(link).content.decode()
    assert ELSEWHERE in page
    account.refresh_from_db()
    assert account.new_email == ELSEWHERE  # a program that looks at links has stopped nothing
    token = re.search(r'name="token" value="([^"]+)"', page)
    assert token
    stopped = anywhere.post("/manage/email/stop", {"token": token[1]}).content.decode()
    assert "The e-mail address stays as it is" in stopped
    assert "/forgot-password" in stopped
    assert not confirmed(account)
    again = anywhere.post("/manage/email/stop", {"token": token[1]})
    assert again.status_code == 409
    assert "No change of the e-mail address is waiting" in anywhere.get(link).content.decode()


def test_the_link_that_cancels_one_change_neither_confirms_it_nor_cancels_the_next() -> None:
    account = an_account()
    asked_for(account)
    token = link_in("/manage/email/stop", to=account.email).partition("token=")[2].replace("%3A", ":")
    assert browser().post("/manage/email/confirm", {"token": token}).status_code == 409
    actions.request_email_change(
        account=account, current_password=PASSWORD, email="alice@third.example", actor=acting(account)
    )
    assert browser().post("/manage/email/stop", {"token": token}).status_code == 409
    account.refresh_from_db()
    assert account.new_email == "alice@third.example"
