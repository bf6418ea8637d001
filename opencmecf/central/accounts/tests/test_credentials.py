from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
import time_machine
from procrastinate.contrib.django.models import ProcrastinateJob

from opencmecf.central.accounts import actions
from opencmecf.central.accounts.models import Account, AccountStatus
from opencmecf.central.accounts.tests.people import (
    NOBODY,
    OTHER_PASSWORD,
    PASSWORD,
    TYPED,
    acting,
    an_account,
    browser,
)
from opencmecf.foundation import clock
from opencmecf.foundation.audit import queries as trail
from opencmecf.foundation.errors import Refused
from opencmecf.foundation.mail.models import Message
from opencmecf.testing.work import answer_strangers

pytestmark = pytest.mark.django_db


def reset_link() -> str:
    found = re.search(r"http://pacer\.localhost:8000(/reset-password/\S+)", Message.objects.latest("pk").text)
    assert found
    return found[1]


def test_changing_the_password_ends_sessions_and_tells_the_holder() -> None:
    account = an_account()
    actions.change_password(account=account, current_password=PASSWORD, password=OTHER_PASSWORD, actor=acting(account))
    account.refresh_from_db()
    assert account.check_password(OTHER_PASSWORD)
    job = ProcrastinateJob.objects.get(task_name="signon:end-sessions")
    until = job.args.pop("until")
    assert clock.now() <= datetime.fromisoformat(until) <= clock.moment()
    assert job.args == {"account_number": account.number, "but": acting(account).session_id}
    assert Message.objects.get().subject == "Your PACER password was changed"
    assert trail.events_of(account.chain)[0]["act"] == "account:password:change"


def test_a_change_of_password_that_is_sent_twice_is_one_change() -> None:
    account = an_account()
    for _ in range(2):
        told = {"current_password": PASSWORD, "password": OTHER_PASSWORD}
        actions.change_password(account=Account.objects.get(pk=account.pk), actor=acting(account), **told)
    acts = [event["act"] for event in trail.events_of(account.chain)]
    assert (acts.count("account:password:change"), acts.count("account:password:mistype")) == (1, 0)
    told = {"current_password": OTHER_PASSWORD, "password": OTHER_PASSWORD}
    with pytest.raises(Refused, match="This is the one that the account has now"):
        actions.change_password(account=Account.objects.get(pk=account.pk), actor=acting(account), **told)


def test_a_wrong_present_password_changes_nothing_and_stays_in_the_trail() -> None:
    account = an_account()
    with pytest.raises(actions.WrongPassword):
        actions.change_password(
            account=account, current_password="not the one", password=OTHER_PASSWORD, actor=acting(account)
        )
    account.refresh_from_db()
    assert account.check_password(PASSWORD)
    assert trail.events_of(account.chain)[0]["act"] == "account:password:mistype"


def test_after_ten_wrong_tries_the_right_one_waits_as_well() -> None:
    account = an_account()
    for _ in range(10):
        with pytest.raises(actions.WrongPassword):
            actions.change_username(account=account, current_password="no", username="alice.new", actor=acting(account))
    with pytest.raises(actions.WrongPassword, match="too many"):
        actions.change_username(account=account, current_password=PASSWORD, username="alice.new", actor=acting(account))


@pytest.mark.parametrize("password", ["too short", "passwordpassword", PASSWORD])
def test_new_passwords_that_are_refused(password: str) -> None:
    account = an_account()
    with pytest.raises(Refused):
        actions.change_password(account=account, current_password=PASSWORD, password=password, actor=acting(account))


def test_changing_the_username() -> None:
    account = an_account()
    an_account("bob.builder")
    with pytest.raises(actions.UsernameTaken):
        actions.change_username(
            account=account, current_password=PASSWORD, username="BOB.builder", actor=acting(account)
        )
    actions.change_username(account=account, current_password=PASSWORD, username="alice.new", actor=acting(account))
    account.refresh_from_db()
    assert account.username == "alice.new"
    assert trail.events_of(account.chain)[0]["data"] == {"before": "alice.attorney", "after": "alice.new"}
    told = Message.objects.get()
    assert (told.recipient, told.subject) == (account.email, "Your PACER username was changed")


def test_the_pages_change_username_and_password() -> None:
    account = an_account()
    client = browser(account)
    page = client.post("/manage/username", {"username": "alice.new", "current_password": "no"}).content.decode()
    assert "This is not the password of your account." in page
    assert "alice.new" in page
    done = client.post("/manage/username", {"username": "alice.new", "current_password": PASSWORD})
    assert "from alice.attorney to alice.new" in client.get(done["Location"]).content.decode()
    typed = {"current_password": PASSWORD, "password": OTHER_PASSWORD, "password_again": OTHER_PASSWORD}
    assert client.post("/manage/password", typed)["Location"] == "/password-changed"
    assert Account.objects.get().check_password(OTHER_PASSWORD)


def test_a_forgotten_password_is_set_by_mail_once() -> None:
    account = an_account()
    client = browser()
    sent = client.post("/forgot-password", {"email": "Alice@example.com", "username": "ALICE.attorney"})
    assert sent["Location"] == "/forgot/sent"
    answer_strangers()
    link = reset_link()
    assert "alice.attorney" in client.get(link).content.decode()
    typed = {"password": OTHER_PASSWORD, "password_again": OTHER_PASSWORD}
    assert client.post(link, typed)["Location"] == "/password-changed"
    account.refresh_from_db()
    assert account.check_password(OTHER_PASSWORD)
    assert ProcrastinateJob.objects.filter(task_name="signon:end-sessions").count() == 1
    assert Message.objects.latest("pk").subject == "Your PACER password was changed"
    assert client.get(link).status_code == 410
    assert client.post(link, typed).status_code == 410


def test_a_reset_link_works_for_two_hours() -> None:
    an_account()
    actions.request_password_reset(email="alice@example.com", username="alice.attorney", actor=NOBODY)
    link = reset_link()
    with time_machine.travel(clock.now() + timedelta(hours=2, minutes=1)):
        assert browser().get(link).status_code == 410


@pytest.mark.parametrize("link", ["/reset-password/MQ/abc-def", "/reset-password/!!/x", "/reset-password/OTk5/abc-def"])
def test_forged_reset_links(link: str) -> None:
    assert browser().get(link).status_code == 410


def test_a_reset_keeps_the_password_rule() -> None:
    an_account()
    actions.request_password_reset(email="alice@example.com", username="alice.attorney", actor=NOBODY)
    page = browser().post(reset_link(), {"password": "short", "password_again": "short"}).content.decode()
    assert "too short" in page


@pytest.mark.parametrize(
    ("email", "username"),
    [("bob@example.com", "alice.attorney"), ("alice@example.com", "bob"), ("nobody@example.com", "nobody")],
)
def test_the_answer_is_the_same_when_nothing_fits(email: str, username: str) -> None:
    an_account()
    sent = browser().post("/forgot-password", {"email": email, "username": username})
    answer_strangers()
    assert sent["Location"] == "/forgot/sent"
    assert not Message.objects.exists()


def test_an_unconfirmed_account_gets_its_confirmation_instead_of_a_reset() -> None:
    browser().post("/register/attorney-filer", TYPED)
    actions.request_password_reset(email="alice@example.com", username="alice.attorney", actor=NOBODY)
    assert {message.subject for message in Message.objects.all()} == {"Confirm your e-mail address for PACER"}


def test_an_inactive_account_is_told_so_by_mail() -> None:
    account = an_account()
    Account.objects.filter(pk=account.pk).update(status=AccountStatus.DISABLED)
    actions.request_password_reset(email="alice@example.com", username="alice.attorney", actor=NOBODY)
    assert Message.objects.get().subject == "Your PACER account is not active"


def test_resets_have_a_limit() -> None:
    an_account()
    for _ in range(7):
        actions.request_password_reset(email="alice@example.com", username="alice.attorney", actor=NOBODY)
    assert Message.objects.count() == 5


def test_forgotten_usernames_come_in_one_mail() -> None:
    an_account()
    an_account("alice.exempt")
    sent = browser().post("/forgot-username", {"email": "ALICE@example.com"})
    answer_strangers()
    assert sent["Location"] == "/forgot/sent"
    text = Message.objects.get().text
    assert "alice.attorney" in text
    assert "alice.exempt" in text


def test_a_mailbox_is_told_its_own_usernames_alone() -> None:
    stranger = an_account()
    mine = an_account(username="mike.attorney")
    # In many databases these two are the same without regard to case: the capital of the Turkish letter is an I.
    Account.objects.filter(pk=mine.pk).update(email="mike@gitcourt.example")
    Account.objects.filter(pk=stranger.pk).update(email="mike@g\u0131tcourt.example", number="1000000")
    actions.send_username(email="mike@gitcourt.example", actor=NOBODY)
    for message in Message.objects.all():
        assert ("mike.attorney" in message.text) is (message.recipient == "mike@gitcourt.example")
        assert ("alice.attorney" in message.text) is (message.recipient != "mike@gitcourt.example")
    assert Message.objects.filter(recipient="mike@gitcourt.example").exists()


def test_a_forgotten_username_of_nobody() -> None:
    assert browser().post("/forgot-username", {"email": "nobody@example.com"})["Location"] == "/forgot/sent"
    answer_strangers()
    assert not Message.objects.exists()
