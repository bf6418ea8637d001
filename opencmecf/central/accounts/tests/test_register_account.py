from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import signing

from opencmecf.central.accounts import actions, queries
from opencmecf.central.accounts.models import Account, AccountClass, AccountStatus
from opencmecf.central.accounts.tests.people import (
    ALICE,
    ALICES_OFFICE,
    NOBODY,
    OTHER_PASSWORD,
    PASSWORD,
    TYPED,
    an_account,
    browser,
)
from opencmecf.foundation import clock
from opencmecf.foundation.access import system
from opencmecf.foundation.errors import Refused
from opencmecf.foundation.mail.models import Message

pytestmark = pytest.mark.django_db


def register(username: str = "alice.attorney", **other: Any) -> Account:
    told: dict[str, Any] = {
        "account_class": AccountClass.ATTORNEY_FILER,
        "person": ALICE,
        "address": ALICES_OFFICE,
        "email": "alice@example.com",
        "password": PASSWORD,
        "actor": NOBODY,
    }
    return actions.register_account(**{**told, **other}, username=username)


def token_in(message: Message) -> str:
    found = re.search(r"token=(\S+)", message.text)
    assert found, message.text
    return found[1].replace("%3A", ":")


def test_registering_makes_a_pending_account_with_seven_digits_and_a_mail() -> None:
    account = register()
    account.refresh_from_db()
    assert account.status == AccountStatus.PENDING
    assert re.fullmatch(r"[1-9]\d{6}", account.number)
    assert account.check_password(PASSWORD)
    assert account.policies_acknowledged_at
    mail = Message.objects.get()
    assert mail.recipient == "alice@example.com"
    assert mail.subject == "Confirm your e-mail address for PACER"
    assert "http://pacer.localhost:8000/register/confirm?token=" in mail.text


def test_the_link_activates_the_account_once() -> None:
    account = register()
    token = token_in(Message.objects.get())
    actions.confirm_email(token=token, actor=NOBODY)
    account.refresh_from_db()
    assert account.is_active
    assert account.email_confirmed_at
    assert account.get_account_type_display() == "Upgraded PACER Account"
    with pytest.raises(actions.LinkExpired):
        actions.confirm_email(token=token, actor=NOBODY)


def test_the_link_works_for_three_days() -> None:
    register()
    token = token_in(Message.objects.get())
    with time_machine.travel(clock.now() + timedelta(days=3, minutes=1)), pytest.raises(actions.LinkExpired):
        actions.confirm_email(token=token, actor=NOBODY)


@pytest.mark.parametrize("token", ["", "nonsense", signing.dumps({"number": "1234567"}, salt="another purpose")])
def test_forged_links_do_not_work(token: str) -> None:
    with pytest.raises(actions.LinkExpired):
        actions.confirm_email(token=token, actor=NOBODY)


def test_a_username_is_taken_in_whatever_case() -> None:
    an_account("alice.attorney")
    with pytest.raises(actions.UsernameTaken):
        register("Alice.Attorney", email="other@example.com")


def test_sending_the_form_twice_makes_one_account() -> None:
    assert register() == register()
    assert Account.objects.count() == 1
    assert Message.objects.count() == 1


def test_the_action_keeps_the_password_rule_itself() -> None:
    with pytest.raises(Refused):
        register(password="short")
    assert not Account.objects.exists()


def test_a_second_registration_of_a_person_tells_only_the_mailbox() -> None:
    first = an_account("alice.attorney")
    second = register("alice.again", email="Alice+2@example.com")
    assert second.status == AccountStatus.PENDING
    mail = Message.objects.get()
    assert mail.recipient == first.email
    assert mail.subject == "You have a PACER account already"
    assert "token=" not in mail.text
    actions.resend_confirmation(email="Alice+2@example.com", actor=NOBODY)
    assert all("token=" not in message.text for message in Message.objects.all())


def test_of_two_waiting_registrations_of_a_person_one_can_be_confirmed() -> None:
    register("alice.one")
    register("alice.two")
    one, two = (token_in(message) for message in Message.objects.order_by("pk"))
    actions.confirm_email(token=one, actor=NOBODY)
    with pytest.raises(Refused, match="already"):
        actions.confirm_email(token=two, actor=NOBODY)


def test_nobody_floods_a_mailbox_by_registering() -> None:
    for place in range(8):
        register(f"alice{place}")
    assert Message.objects.count() == 5


def test_resending_says_nothing_about_unknown_addresses_and_has_a_limit() -> None:
    register()
    Message.objects.all().delete()
    actions.resend_confirmation(email="nobody@example.com", actor=NOBODY)
    assert not Message.objects.exists()
    for _ in range(7):
        actions.resend_confirmation(email="ALICE@example.com", actor=NOBODY)
    assert Message.objects.count() == 5


def test_unconfirmed_accounts_are_forgotten_after_thirty_days() -> None:
    old, young, active = register("alice.old"), register("alice.young"), an_account("bob.builder")
    Account.objects.filter(pk__in=[old.pk, active.pk]).update(created_at=clock.now() - timedelta(days=31))
    assert actions.forget_unconfirmed_registrations(actor=system("accounts")) == 1
    assert set(Account.objects.all()) == {young, active}
    assert queries.times_of("account:own:forget", old)


def test_the_pages_lead_from_the_cards_to_a_confirmed_account() -> None:
    client = browser()
    assert "PACER – Case Search Only" in client.get("/register").content.decode()
    sent = client.post("/register/attorney-filer", TYPED)
    assert sent.status_code == 302
    assert "Check your e-mail" in client.get(sent["Location"]).content.decode()
    token = token_in(Message.objects.get())
    page = client.get("/register/confirm", {"token": token}).content.decode()
    assert "alice@example.com" in page
    assert Account.objects.get().status == AccountStatus.PENDING  # looking changes nothing
    page = client.post("/register/confirm", {"token": token}).content.decode()
    account = Account.objects.get()
    assert account.is_active
    assert account.number in page
    assert "Upgraded PACER Account" in page
    assert "does not work any more" in client.get("/register/confirm", {"token": token}).content.decode()


@pytest.mark.parametrize("slug", ["case-search", "attorney-filer", "non-attorney-filer", "firm"])
def test_every_class_has_a_form(slug: str) -> None:
    assert browser().get(f"/register/{slug}").status_code == 200


def test_other_classes_have_none() -> None:
    assert browser().get("/register/judge").status_code == 404


def test_an_error_keeps_everything_but_the_password() -> None:
    page = browser().post("/register/attorney-filer", {**TYPED, "zip_code": "3312"}).content.decode()
    assert "Type the ZIP code as five digits" in page
    assert "400 North Miami Avenue" in page
    assert "1/2/1980" in page
    assert PASSWORD not in page


def test_every_mistake_is_named_at_once() -> None:
    an_account("bob.builder")
    mistakes = {
        "first_name": "",
        "date_of_birth": "2.1.1980",
        "email_again": "alice@example.org",
        "username": "Bob.Builder",
        "password_again": OTHER_PASSWORD,
        "policies": "",
    }
    typed = {**TYPED, **{name: value for name, value in mistakes.items() if value}}
    for name in ("first_name", "policies"):
        del typed[name]
    page = browser().post("/register/attorney-filer", typed).content.decode()
    for told in ("First name", "1/2/2020", "two e-mail addresses differ", "taken", "two passwords differ", "Tick"):
        assert told in page
    assert Account.objects.count() == 1


def test_a_firm_gives_no_date_of_birth_and_must_name_itself() -> None:
    typed = {**TYPED, "user_type": "Law firm"}
    del typed["date_of_birth"]
    client = browser()
    assert "Fill in “Firm or organization”." in client.post("/register/firm", typed).content.decode()
    assert client.post("/register/firm", {**typed, "firm_name": "Attorney & Sons"}).status_code == 302
    assert Account.objects.get().date_of_birth is None


def test_pages_say_the_same_for_a_known_person_and_an_unknown_one() -> None:
    an_account("alice.first")
    known = browser().post("/register/attorney-filer", TYPED)
    unknown = browser().post(
        "/register/attorney-filer",
        {**TYPED, "username": "bob.builder", "email": "bob@example.com", "email_again": "bob@example.com"},
    )
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    # … and neither username is free afterwards, nor does asking again tell which was which.
    for username in ("alice.attorney", "bob.builder"):
        assert queries.by_username(username)
