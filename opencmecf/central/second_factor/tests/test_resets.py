"""The procedure for a lost second factor."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.db.models.functions import Now

from opencmecf.central.accounts import actions as accounts
from opencmecf.central.accounts import history
from opencmecf.central.accounts import queries as account_queries
from opencmecf.central.accounts.models import Account
from opencmecf.central.accounts.tests.people import PASSWORD
from opencmecf.central.second_factor import actions, jobs, queries
from opencmecf.central.second_factor.models import Reset
from opencmecf.central.second_factor.tests.conftest import subjects
from opencmecf.foundation.access import Actor, anonymous
from opencmecf.foundation.audit import queries as trail
from opencmecf.foundation.errors import NotAllowed, NotFound, Refused
from opencmecf.foundation.mail.models import Message
from opencmecf.testing.authenticators import App
from opencmecf.testing.races import one_after_the_other

REASON = "Called from the number in the account; telephone stolen."
REQUESTED, STOPPED, DONE = (
    "Your PACER login methods are going to be removed",
    "Your PACER login methods stay as they are",
    "Your PACER login methods were removed",
)


@pytest.fixture
def app(alice: Account) -> App:
    return App.of(alice)


@pytest.fixture
def reset(alice: Account, app: App, sasha: Actor) -> Reset:
    return actions.request_reset(account=alice, reason=REASON, actor=sasha)


def _time_is_over() -> None:
    Reset.objects.update(due_at=Now() - timedelta(seconds=1), asked_at=Now() - timedelta(days=3))


def test_the_holder_is_told_at_once_and_nothing_is_removed_yet(alice: Account, reset: Reset) -> None:
    assert subjects() == [REQUESTED]
    assert Message.objects.get().recipient == alice.email
    assert reset.due_at - reset.asked_at > timedelta(hours=71)
    jobs.resets()
    assert queries.standing(alice).has_method


def test_the_message_tells_the_hour_of_the_service_center(reset: Reset) -> None:
    at = reset.due_at.astimezone(settings.SERVICE_CENTER_TIME_ZONE)
    assert f"{at.day}, {at.year}, {at.hour % 12 or 12}:{at:%M %p %Z}" in Message.objects.get().text


def test_after_the_waiting_time_the_methods_are_removed_once(alice: Account, reset: Reset) -> None:
    _time_is_over()
    jobs.resets()
    jobs.resets()
    assert not queries.standing(alice).has_method
    assert subjects() == [REQUESTED, DONE]  # the worker was down for a day: it is too late to remind of it


def test_a_reminder_comes_a_day_before_and_once(reset: Reset) -> None:
    Reset.objects.update(due_at=Now() + timedelta(hours=23), asked_at=Now() - timedelta(hours=49))
    jobs.resets()
    jobs.resets()
    assert subjects() == [REQUESTED, REQUESTED]


def test_the_link_in_the_message_stops_it(alice: Account, reset: Reset) -> None:
    token = Message.objects.get().text.partition("token=")[2].split()[0]
    actions.stop_reset_by_link(token=token, actor=anonymous("pacer"))
    _time_is_over()
    jobs.resets()
    assert queries.standing(alice).has_method
    assert subjects() == [REQUESTED, STOPPED]
    with pytest.raises(NotFound):
        actions.stop_reset_by_link(token=token, actor=anonymous("pacer"))


@pytest.mark.django_db(transaction=True)
def test_stopping_it_twice_at_the_same_moment_is_one_event(alice: Account, reset: Reset, sasha: Actor) -> None:
    def withdrawn() -> bool:
        return actions.withdraw_reset(account=alice, actor=sasha)

    assert one_after_the_other(withdrawn, withdrawn) == (True, False)
    assert subjects() == [REQUESTED, STOPPED]


@pytest.mark.parametrize("token", ["", "1", "forged:token"])
def test_a_forged_link_stops_nothing(reset: Reset, token: str) -> None:
    with pytest.raises(NotFound):
        actions.stop_reset_by_link(token=token, actor=anonymous("pacer"))


def test_using_the_method_stops_it(alice: Account, holder: Actor, app: App, reset: Reset) -> None:
    actions.prove_by_code(account=alice, code=app.code(), actor=holder)
    assert queries.open_reset(alice) is None
    assert subjects() == [REQUESTED, STOPPED]


def test_using_the_method_also_stops_a_lost_mailbox(alice: Account, holder: Actor, app: App, sasha: Actor) -> None:
    accounts.report_lost_mailbox(account=alice, new_email="alice@new.example", reason=REASON, actor=sasha)
    actions.prove_by_code(account=alice, code=app.code(), actor=holder)
    assert account_queries.open_lost_mailbox(alice) is None


def test_an_address_of_late_is_told_as_well(alice: Account, app: App, holder: Actor, sasha: Actor) -> None:
    second = "alice@second.example"
    accounts.request_email_change(account=alice, current_password=PASSWORD, email=second, actor=holder)
    token = Message.objects.get(recipient=second).text.partition("token=")[2].split()[0].replace("%3A", ":")
    alice = accounts.change_email(token=token, actor=holder)
    Message.objects.all().delete()
    actions.request_reset(account=alice, reason=REASON, actor=sasha)
    assert set(Message.objects.values_list("recipient", "subject")) == {
        (second, REQUESTED),
        ("alice@example.com", REQUESTED),
    }


def test_one_reset_waits_at_a_time(alice: Account, reset: Reset, sasha: Actor) -> None:
    with pytest.raises(Refused, match="already"):
        actions.request_reset(account=alice, reason=REASON, actor=sasha)


def test_an_account_without_a_method_needs_none(alice: Account, sasha: Actor) -> None:
    with pytest.raises(Refused, match="no second factor"):
        actions.request_reset(account=alice, reason=REASON, actor=sasha)


def test_only_the_service_center_may_ask(alice: Account, app: App, holder: Actor) -> None:
    with pytest.raises(NotAllowed):
        actions.request_reset(account=alice, reason=REASON, actor=holder)
    with pytest.raises(NotAllowed):
        actions.look_at_account(account=alice, actor=holder)


def test_only_the_service_center_may_withdraw(alice: Account, reset: Reset, holder: Actor, sasha: Actor) -> None:
    with pytest.raises(NotAllowed):
        actions.withdraw_reset(account=alice, actor=holder)
    assert queries.open_reset(alice)
    for _ in range(2):
        actions.withdraw_reset(account=alice, actor=sasha)
    (withdrawn,) = trail.latest_of(("account:second-factor:stop-reset",), chain=alice.chain)
    assert withdrawn["by"] == sasha.label
    assert subjects() == [REQUESTED, STOPPED]


def test_each_look_is_in_the_accounts_history(alice: Account, sasha: Actor) -> None:
    actions.look_at_account(account=alice, actor=sasha)
    latest = history.of_account(alice)[0]
    assert latest.what == "The PACER Service Center looked at the account, about its second factor."
    assert latest.who == "PACER account 7654321"
