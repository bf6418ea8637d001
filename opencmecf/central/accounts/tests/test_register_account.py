from __future__ import annotations

import re
import secrets
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core import signing
from procrastinate.contrib.django.models import ProcrastinateJob

from opencmecf.central.accounts import actions, queries
from opencmecf.central.accounts.actions import saving
from opencmecf.central.accounts.duplicates import comparable_email
from opencmecf.central.accounts.models import (
    Account,
    AccountClass,
    AccountStatus,
    Activation,
    RegistrationReview,
    ReviewReason,
)
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
from opencmecf.foundation.access import anonymous, system
from opencmecf.foundation.audit import queries as trail
from opencmecf.foundation.case_search import CaseSearch
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


def confirm(account: Account, *, goes_on: bool = False) -> Account:
    """Confirm the e-mail address of a registration with the link of its mail."""
    mail = Message.objects.filter(recipient=account.email, subject__startswith="Confirm").latest("pk")
    confirmed = actions.confirm_email(token=token_in(mail), goes_on=goes_on, actor=NOBODY)
    confirmed.refresh_from_db()
    return confirmed


def letters_ordered() -> int:
    return int(ProcrastinateJob.objects.filter(task_name="activation:write-letter").count())


def test_whoever_asks_for_a_letter_gets_one_after_confirming() -> None:
    account = register()
    assert letters_ordered() == 0
    assert confirm(account).case_search == CaseSearch.PENDING_TOKEN
    assert letters_ordered() == 1


def test_whoever_wants_to_give_a_card_gets_no_letter() -> None:
    confirm(register(activation=Activation.CARD))
    assert letters_ordered() == 0


def test_three_of_three_is_made_without_case_search_and_noted_for_the_service_center() -> None:
    first = an_account("alice.attorney")
    second = confirm(register("alice.again"))
    assert (second.status, second.case_search) == (AccountStatus.ACTIVE, CaseSearch.INACTIVE)
    assert letters_ordered() == 0
    review = RegistrationReview.objects.get()
    assert (review.account, review.other, review.reason) == (second, first, ReviewReason.DUPLICATE)
    told = Message.objects.get(subject="You have a PACER account already")
    assert told.recipient == second.email
    assert first.number in told.text


@pytest.mark.parametrize(
    ("other", "is_written_to"),
    [
        ({"person": replace(ALICE, date_of_birth=date(1979, 1, 2))}, False),
        ({"person": replace(ALICE, first_name="Robert")}, False),
        ({"email": "bob@example.com"}, True),
    ],
)
def test_two_of_three_are_told_once_the_address_is_confirmed_and_may_go_on(other: Any, is_written_to: bool) -> None:
    an_account("alice.attorney", **other)
    second = register("alice.again")
    with pytest.raises(actions.MayExist) as found:
        confirm(second)
    assert len(found.value.alike) == 2
    written = Message.objects.filter(subject="A PACER account was registered under your name")
    assert written.count() == (1 if is_written_to else 0)  # the mailbox is another one: its owner learns of it
    with pytest.raises(actions.MayExist):
        confirm(second)
    assert written.count() == (1 if is_written_to else 0)
    assert confirm(second, goes_on=True).is_active
    assert not RegistrationReview.objects.exists()


def test_going_on_is_for_those_who_were_told() -> None:
    an_account("alice.attorney", email="bob@example.com")
    with pytest.raises(actions.MayExist):
        confirm(register("alice.again"), goes_on=True)


def test_one_of_three_makes_no_difference() -> None:
    an_account("alice.attorney", person=replace(ALICE, first_name="Robert"), email="bob@example.com")
    assert confirm(register("alice.again")).is_active


def test_a_place_that_is_told_often_is_told_no_more() -> None:
    stranger = anonymous("pacer", "203.0.113.9")
    for number in range(4):
        an_account(f"person{number}", person=replace(ALICE, last_name=f"P{number}"), email=f"p{number}@example.com")
    for number in range(3):
        mine = register(
            f"asks{number}",
            person=replace(ALICE, last_name=f"P{number}"),
            email=f"mine{number}@example.com",
            actor=stranger,
        )
        with pytest.raises(actions.MayExist):
            confirm(mine)
    mine = register("asks3", person=replace(ALICE, last_name="P3"), email="mine3@example.com", actor=stranger)
    held = confirm(mine)
    assert held.status == AccountStatus.HELD
    assert RegistrationReview.objects.get().reason == ReviewReason.REPEATED


def test_another_form_of_an_address_is_held() -> None:
    first = an_account("alice.attorney")
    held = confirm(register("alice.again", email="a.lice@example.com", person=replace(ALICE, first_name="Al")))
    assert held.status == AccountStatus.HELD
    review = RegistrationReview.objects.get()
    assert (review.reason, review.other) == (ReviewReason.ALIAS, first)
    assert letters_ordered() == 0


def test_a_firm_is_compared_with_firms_alone() -> None:
    an_account("alice.attorney")
    firm = register("alices.firm", account_class=AccountClass.FIRM, person=replace(ALICE, date_of_birth=None))
    confirmed = confirm(firm)
    assert (confirmed.status, confirmed.case_search) == (AccountStatus.ACTIVE, CaseSearch.INACTIVE)
    assert not RegistrationReview.objects.exists()


def test_the_database_makes_mailboxes_as_the_rules_do() -> None:
    for number, email in enumerate(("Alice@Example.com", "a.li.ce+x.y@example.com", "alice@sub.example.com")):
        account = an_account(f"name{number}", email=email)
        account.refresh_from_db()
        assert account.mailbox == comparable_email(email)


def test_one_network_address_does_not_register_without_end() -> None:
    crowd = anonymous("pacer", "203.0.113.9")
    for number in range(20):
        Account.objects.filter(pk=register(f"name{number}", email=f"n{number}@example.com", actor=crowd).pk)
    with pytest.raises(Refused, match="within the last hour"):
        register("name20", email="n20@example.com", actor=crowd)
    register("name21", email="n21@example.com", actor=anonymous("pacer", "203.0.113.10"))


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


def test_the_number_of_a_forgotten_account_is_not_given_again(monkeypatch: pytest.MonkeyPatch) -> None:
    old = register("alice.old")
    Account.objects.update(created_at=clock.now() - timedelta(days=31))
    actions.forget_unconfirmed_registrations(actor=system("accounts"))
    drawn = iter([int(old.number) - saving.FIRST_NUMBER, 5])
    monkeypatch.setattr(secrets, "randbelow", lambda _: next(drawn))
    assert register("alice.young").number == str(saving.FIRST_NUMBER + 5)


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
    # … and neither username is free afterwards, nor does the mail tell which was which.
    for username in ("alice.attorney", "bob.builder"):
        assert queries.by_username(username)
    first, second = Message.objects.order_by("pk")
    assert first.text.partition("token=")[0] == second.text.partition("token=")[0]


def test_the_page_tells_that_an_account_may_exist_and_lets_go_on() -> None:
    an_account("alice.first", email="older@example.com")
    client = browser()
    client.post("/register/attorney-filer", TYPED)
    token = token_in(Message.objects.get())
    page = client.post("/register/confirm", {"token": token}).content.decode()
    assert "An account may already exist" in page
    assert "the same name and the same date of birth" in page
    assert "older@example.com" not in page
    page = client.post("/register/confirm", {"token": token, "go-on": "on"}).content.decode()
    assert "Your account is ready" in page


def test_the_page_tells_of_a_hold() -> None:
    client = browser()
    email = "alice+pacer@example.com"
    client.post("/register/attorney-filer", {**TYPED, "email": email, "email_again": email})
    page = client.post("/register/confirm", {"token": token_in(Message.objects.get())}).content.decode()
    assert "Your registration is being reviewed" in page


def test_a_government_needs_its_own_mailbox() -> None:
    page = browser().post("/register/attorney-filer", {**TYPED, "user_type": "Federal government attorney"})
    assert "give your government e-mail address" in page.content.decode()
    assert not Account.objects.exists()


def test_nobody_finds_out_by_registering_which_usernames_there_are() -> None:
    for number in range(7):
        an_account(f"clerk.number{number}")

    def told(username: str, address: str = "192.0.2.7") -> str:
        typed = {**TYPED, "username": username, "policies": ""}
        return browser().post("/register/attorney-filer", typed, REMOTE_ADDR=address).content.decode()

    for number in range(5):
        assert "This username is taken." in told(f"clerk.number{number}")
    for username in ("clerk.number5", "nobody.at.all"):
        page = told(username)
        assert "This username is taken." not in page
        assert "Send the form again in 5 seconds" in page or "Send the form again in 4 seconds" in page
        assert f'value="{username}"' in page
    assert "This username is taken." in told("clerk.number5", "198.51.100.9")
    assert "Send the form again" not in told("nobody.at.all", "198.51.100.9")
    events = trail.events_of("accounts:taken:192.0.2.7")
    assert len(events) == 5
    assert not any("clerk" in str(event) for event in events)
