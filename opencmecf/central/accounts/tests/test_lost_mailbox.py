"""The procedure for somebody who cannot read the mailbox of the account any more."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core import signing
from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from procrastinate.contrib.django.models import ProcrastinateJob

from opencmecf.central.accounts import actions, history, jobs, queries
from opencmecf.central.accounts.models import Account, AccountStatus, LostMailbox
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
from opencmecf.central.contact_changes.models import ContactChange
from opencmecf.central.directory.models import CourtListing, RegisteredFiler
from opencmecf.foundation.access import Actor, Role
from opencmecf.foundation.audit import queries as trail
from opencmecf.foundation.errors import NotAllowed, NotFound, Refused
from opencmecf.foundation.mail.models import Message
from opencmecf.testing.races import one_after_the_other

pytestmark = pytest.mark.django_db

OLD, NEW = "alice@example.com", "alice@elsewhere.example"
REASON = "Has left the firm. Called back; knew the last two statements."
REPORTED, CONFIRM, STOPPED, REFUSED, REPLACED = (
    "The e-mail address of your PACER account is going to change",
    "Confirm your new e-mail address for PACER",
    "The e-mail address of your PACER account stays as it is",
    "This e-mail address is not used for PACER",
    "The e-mail address of your PACER account was changed",
)
SASHA = Actor(label="account:7654321", site="pacer", roles=frozenset({Role.SERVICE_CENTER}), account_id=0)


@pytest.fixture
def alice() -> Account:
    return an_account()


@pytest.fixture
def lost(alice: Account) -> LostMailbox:
    return reported(alice)


@pytest.fixture
def staff() -> Any:
    """The browser of somebody at the service center."""
    account = an_account("sasha.petrov", email="sasha@example.com")
    Account.objects.filter(pk=account.pk).update(is_service_center=True)
    return browser(account)


def reported(account: Account) -> LostMailbox:
    return actions.report_lost_mailbox(account=account, new_email=NEW, reason=REASON, actor=SASHA)


def sent() -> list[tuple[str, str]]:
    return list(Message.objects.order_by("pk").values_list("recipient", "subject"))


def link_to(path: str) -> str:
    text = Message.objects.filter(text__contains=path).latest("pk").text
    found = re.search(rf"http://pacer\.localhost:8000({re.escape(path)}\S+)", text)
    assert found
    return found[1]


def token_to(path: str) -> str:
    return link_to(path).partition("token=")[2].replace("%3A", ":")


def confirmed(account: Account) -> None:
    actions.confirm_new_mailbox(token=token_to("/lost-mailbox/confirm"), named=account.number, actor=NOBODY)


def time_is_over() -> None:
    LostMailbox.objects.update(due_at=Now() - timedelta(seconds=1), asked_at=Now() - timedelta(days=8))


def address_of(account: Account) -> str:
    jobs.lost_mailboxes()
    account.refresh_from_db()
    return account.email


def acts_of(account: Account) -> list[str]:
    return [event["act"] for event in trail.events_of(account.chain)]


def test_both_mailboxes_are_written_to_at_once_and_nothing_changes_yet(alice: Account, lost: LostMailbox) -> None:
    assert sent() == [(OLD, REPORTED), (NEW, CONFIRM)]
    assert lost.due_at - lost.asked_at > timedelta(hours=167)
    confirmed(alice)
    assert address_of(alice) == OLD
    asked = Message.objects.get(recipient=NEW).text
    assert alice.username not in asked  # the address was taken down by telephone: it may be a stranger's
    assert alice.number not in asked


def test_the_messages_tell_the_hour_of_the_service_center(alice: Account, lost: LostMailbox) -> None:
    at = lost.due_at.astimezone(settings.SERVICE_CENTER_TIME_ZONE)
    hour = f"{at:%A, %B} {at.day}, {at.year}, {at.hour % 12 or 12}:{at:%M %p %Z}"
    assert [hour in message.text for message in Message.objects.all()] == [True, True]


def test_the_address_changes_when_it_is_confirmed_and_the_time_is_over(alice: Account, lost: LostMailbox) -> None:
    confirmed(alice)
    time_is_over()
    assert address_of(alice) == NEW
    assert address_of(alice) == NEW
    assert sent()[2:] == [(NEW, REPLACED), (OLD, REPLACED)]
    assert acts_of(alice).count("account:lost-mailbox:replace") == 1


def test_the_time_alone_changes_nothing_until_the_new_mailbox_is_confirmed(alice: Account, lost: LostMailbox) -> None:
    time_is_over()
    assert address_of(alice) == OLD
    confirmed(alice)
    assert address_of(alice) == NEW


def test_the_database_lets_no_address_count_unconfirmed_or_too_early(lost: LostMailbox) -> None:
    rows = LostMailbox.objects.filter(pk=lost.pk)
    for facts in ({"done_at": Now() + timedelta(days=30)}, {"done_at": Now(), "confirmed_at": Now()}):
        with pytest.raises(IntegrityError, match="confirmed_and_due"), transaction.atomic():
            rows.update(**facts)


def test_linked_courts_are_told_and_sessions_end(alice: Account, lost: LostMailbox) -> None:
    court = CourtListing.objects.create(court_id="flsd", name="Southern District", kind="district")
    RegisteredFiler.objects.create(
        court=court, account_number=alice.number, filer_name="Alice Attorney", role="attorney", linked_at=Now()
    )
    confirmed(alice)
    time_is_over()
    assert address_of(alice) == NEW
    assert ProcrastinateJob.objects.get(task_name="signon:end-sessions").args["account_number"] == alice.number
    assert [(one.court_id, one.facts) for one in ContactChange.objects.all()] == [("flsd", {"email": NEW})]


def test_a_reminder_comes_a_day_before_and_once(alice: Account, lost: LostMailbox) -> None:
    LostMailbox.objects.update(due_at=Now() + timedelta(hours=23), asked_at=Now() - timedelta(days=6))
    for _ in range(2):
        jobs.lost_mailboxes()
    assert sent()[2:] == [(OLD, REPORTED), (NEW, CONFIRM)]


def test_the_link_in_the_old_mailbox_stops_it_without_a_password(alice: Account, lost: LostMailbox) -> None:
    confirmed(alice)
    link, token = link_to("/lost-mailbox/keep"), token_to("/lost-mailbox/keep")
    page = browser().get(link).content.decode()
    assert NEW in page
    assert queries.open_lost_mailbox(alice)  # a program that looks at links has stopped nothing
    page = browser().post("/lost-mailbox/keep", {"token": token}).content.decode()
    assert "The e-mail address stays as it is" in page
    assert sent()[2:] == [(OLD, STOPPED), (NEW, REFUSED)]
    time_is_over()
    assert address_of(alice) == OLD
    for answer in (browser().get(link), browser().post("/lost-mailbox/keep", {"token": token})):
        assert "There is nothing to stop" in answer.content.decode()
    with pytest.raises(NotFound):
        actions.stop_lost_mailbox_by_link(token=token, actor=NOBODY)


@pytest.mark.parametrize("token", ["", "1", "forged:token"])
def test_a_forged_link_does_nothing(lost: LostMailbox, token: str) -> None:
    assert "There is nothing to stop" in browser().get(f"/lost-mailbox/keep?token={token}").content.decode()
    assert "does not work any more" in browser().get(f"/lost-mailbox/confirm?token={token}").content.decode()
    with pytest.raises(NotFound):
        actions.confirm_new_mailbox(token=token, named="1", actor=NOBODY)


def test_the_link_of_one_mailbox_does_not_do_for_the_other(alice: Account, lost: LostMailbox) -> None:
    to_stop, to_confirm = token_to("/lost-mailbox/keep"), token_to("/lost-mailbox/confirm")
    with pytest.raises(NotFound):
        actions.confirm_new_mailbox(token=to_stop, named=alice.number, actor=NOBODY)
    with pytest.raises(NotFound):
        actions.stop_lost_mailbox_by_link(token=to_confirm, actor=NOBODY)
    assert signing.loads(to_stop, salt=queries.KEEP_ADDRESS) == lost.pk


def test_whoever_confirms_must_know_the_account(alice: Account, lost: LostMailbox) -> None:
    link = link_to("/lost-mailbox/confirm")
    for _ in range(5):
        assert "neither the number nor the username" in browser().post(link, {"named": "1234567"}).content.decode()
    assert "too many wrong tries" in browser().post(link, {"named": alice.username}).content.decode()
    lost.refresh_from_db()
    assert lost.confirmed_at is None
    assert acts_of(alice).count("account:lost-mailbox:mistype") == 5


@pytest.mark.django_db(transaction=True)
def test_tries_at_the_same_moment_do_not_pass_the_limit() -> None:
    alice = an_account()
    reported(alice)
    token = token_to("/lost-mailbox/confirm")

    def tried(named: str) -> str:
        try:
            actions.confirm_new_mailbox(token=token, named=named, actor=NOBODY)
        except actions.WrongHolder as refused:
            return str(refused)
        return "confirmed"

    for _ in range(4):
        tried("1234567")
    fifth, beside_it = one_after_the_other(lambda: tried("1234567"), lambda: tried(alice.number))
    assert "neither the number nor the username" in fifth
    assert "too many wrong tries" in beside_it
    assert acts_of(alice).count("account:lost-mailbox:mistype") == 5


@pytest.mark.parametrize("typed", [" ALICE.attorney ", "the number"])
def test_number_or_username_confirm_on_the_page(alice: Account, lost: LostMailbox, typed: str) -> None:
    link = link_to("/lost-mailbox/confirm")
    named = alice.number if typed == "the number" else typed
    for _ in range(2):
        assert "is confirmed" in browser().post(link, {"named": named}).content.decode()
    assert acts_of(alice).count("account:lost-mailbox:confirm") == 1


def test_the_holder_keeps_the_address_in_manage_my_account(alice: Account, lost: LostMailbox) -> None:
    client = browser(alice)
    page = client.get("/manage").content.decode()
    assert "Your e-mail address is going to change" in page
    assert NEW in page
    done = client.get(client.post("/manage/email/keep")["Location"]).content.decode()
    assert "The e-mail address stays, and does not become" in done
    assert "/manage/email/keep" not in done
    assert queries.open_lost_mailbox(alice) is None


def test_a_new_password_stops_it(alice: Account, lost: LostMailbox) -> None:
    actions.change_password(account=alice, current_password=PASSWORD, password=OTHER_PASSWORD, actor=acting(alice))
    assert queries.open_lost_mailbox(alice) is None


def test_the_upgrade_stops_it() -> None:
    legacy = a_legacy_account()
    reported(legacy)
    upgrade(legacy, current_password=LEGACY_PASSWORD)
    assert queries.open_lost_mailbox(legacy) is None


def test_another_address_confirmed_by_the_holder_stops_it(alice: Account, lost: LostMailbox) -> None:
    third = "alice@third.example"
    actions.request_email_change(account=alice, current_password=PASSWORD, email=third, actor=acting(alice))
    actions.change_email(token=token_to("/manage/email/confirm"), actor=acting(alice))
    time_is_over()
    assert address_of(alice) == third


def test_the_address_of_an_account_that_was_closed_stays(alice: Account, lost: LostMailbox) -> None:
    confirmed(alice)
    time_is_over()
    Account.objects.filter(pk=alice.pk).update(status=AccountStatus.CLOSED)
    assert address_of(alice) == OLD
    assert queries.open_lost_mailbox(alice) is None


def test_what_nobody_confirms_for_a_month_is_over(alice: Account, lost: LostMailbox) -> None:
    LostMailbox.objects.update(asked_at=Now() - timedelta(days=29), due_at=Now() - timedelta(days=22))
    jobs.lost_mailboxes()
    assert queries.open_lost_mailbox(alice)
    LostMailbox.objects.update(asked_at=Now() - timedelta(days=31))
    jobs.lost_mailboxes()
    assert queries.open_lost_mailbox(alice) is None
    assert "nobody confirmed the new mailbox" in history.of_account(alice)[0].what


def test_an_address_of_late_is_told_as_well(alice: Account) -> None:
    """Whoever has got hold of an account changes its address, and then has lost nothing but the second factor."""
    second = "alice@second.example"
    actions.request_email_change(account=alice, current_password=PASSWORD, email=second, actor=acting(alice))
    actions.change_email(token=token_to("/manage/email/confirm"), actor=acting(alice))
    alice.refresh_from_db()
    Message.objects.all().delete()
    reported(alice)
    assert sent() == [(second, REPORTED), (OLD, REPORTED), (NEW, CONFIRM)]
    assert queries.addresses_of(alice) == [second, OLD]


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"status": AccountStatus.DISABLED}, "Nobody can log in"),
        ({"status": AccountStatus.INACTIVE}, "Nobody can log in"),
        ({"status": AccountStatus.PENDING}, "Nobody can log in"),
        ({"email": NEW.upper()}, "has now"),
    ],
)
def test_where_there_is_nothing_to_replace(alice: Account, facts: dict[str, str], words: str) -> None:
    Account.objects.filter(pk=alice.pk).update(**facts)
    with pytest.raises(Refused, match=words):
        reported(alice)


def test_one_waits_at_a_time_and_nobody_does_it_to_himself(alice: Account, lost: LostMailbox) -> None:
    with pytest.raises(Refused, match="already"):
        reported(alice)
    own = Actor(label=alice.chain, site="pacer", roles=frozenset({Role.SERVICE_CENTER}), account_id=alice.pk)
    with pytest.raises(Refused, match="your own"):
        actions.report_lost_mailbox(account=alice, new_email=NEW, reason=REASON, actor=own)


def test_only_the_service_center_may_ask(alice: Account) -> None:
    with pytest.raises(NotAllowed):
        actions.report_lost_mailbox(account=alice, new_email=NEW, reason=REASON, actor=acting(alice))
    with pytest.raises(NotAllowed):
        actions.look_at_mailbox(account=alice, actor=acting(alice))
    assert browser(alice).get(f"/desk/lost-mailbox/{alice.number}").status_code == 403


def test_only_the_service_center_may_withdraw(alice: Account, lost: LostMailbox) -> None:
    with pytest.raises(NotAllowed):
        actions.withdraw_lost_mailbox(account=alice, actor=acting(alice))
    assert queries.open_lost_mailbox(alice)
    for _ in range(2):
        actions.withdraw_lost_mailbox(account=alice, actor=SASHA)
    (withdrawn,) = trail.latest_of(("account:lost-mailbox:stop",), chain=alice.chain)
    assert withdrawn["by"] == SASHA.label


def test_staff_need_not_claim_a_call_to_an_account_without_a_telephone(alice: Account, staff: Any) -> None:
    Account.objects.filter(pk=alice.pk).update(telephone="")
    page = staff.get(f"/desk/lost-mailbox/{alice.number}").content.decode()
    assert "The account has no telephone number" in page
    assert "I have called back" not in page


def test_the_desk_asks_withdraws_and_leaves_a_trail(alice: Account, staff: Any) -> None:
    desk = f"/desk/lost-mailbox/{alice.number}"
    typed = {"email": NEW, "email_again": "alice@elsewhere.exampel", "reason": REASON}
    page = staff.post(desk, typed).content.decode()
    assert "The two e-mail addresses differ" in page
    assert "I have called back" in page
    assert REASON in page
    assert staff.post(desk, {**typed, "email_again": NEW, "sure": "on"})["Location"] == desk
    page = staff.get(desk).content.decode()
    assert "A new address waits" in page
    assert "is not confirmed yet" in page
    assert NEW in staff.get(f"/desk/people/{alice.number}").content.decode()
    staff.post(f"{desk}/withdraw")
    assert queries.open_lost_mailbox(alice) is None
    assert "Begin the change" in staff.get(desk).content.decode()
    told = [one.what for one in history.of_account(alice)]
    assert f"The PACER Service Center was told that the mailbox is lost, and of the new address {NEW} ({REASON})." in (
        told
    )
    assert f"The e-mail address stays, and does not become {NEW}: the PACER Service Center withdrew it." in told
    assert "The PACER Service Center looked at the account (about its e-mail address)." in told
