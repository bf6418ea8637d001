"""Holders are told, once, of sign-ins from a device or a place that their account was never signed in from."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.crypto import get_random_string

from opencmecf.central.accounts.models import Account, AccountStatus
from opencmecf.central.signon import new_places
from opencmecf.central.signon.jobs import tell_of_new_places
from opencmecf.central.signon.models import KnownTrait, ProgramToken, Session
from opencmecf.central.signon.new_places import SignIn, told_of
from opencmecf.foundation import clock
from opencmecf.foundation.audit.queries import events_of
from opencmecf.foundation.mail.models import Message
from opencmecf.foundation.sites import SiteKind
from opencmecf.testing.people import PASSWORD, House

OFFICE, HOME, ABROAD = "192.0.2.1", "198.51.100.7", "203.0.113.9"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
CHROME = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"


@pytest.fixture
def alice(house: House) -> Account:
    """Alice, who has signed in at the office an hour ago, which was looked at."""
    account = house.account("alice")
    signed_in(account, OFFICE, FIREFOX, minutes_ago=60)
    tell_of_new_places()
    assert mails_to(account) == []
    return account


def signed_in(account: Account, address: str, device: str, *, minutes_ago: float = 5, **facts: Any) -> Session:
    at = clock.now() - timedelta(minutes=minutes_ago)
    key = get_random_string(64)
    return Session.objects.create(
        account=account, address=address, device=device, started_at=at, key_fingerprint=key, **facts
    )


def program_in(account: Account, address: str, *, minutes_ago: float = 5) -> ProgramToken:
    at = clock.now() - timedelta(minutes=minutes_ago)
    return ProgramToken.objects.create(
        account=account, address=address, created_at=at, token_fingerprint=get_random_string(64)
    )


def mails_to(account: Account) -> list[str]:
    return list(
        Message.objects.filter(recipient=account.email, subject__contains="somewhere new").values_list(
            "text", flat=True
        )
    )


@pytest.mark.parametrize(
    ("came", "told"),
    [
        ([], []),
        ([("Firefox", OFFICE)], []),  # the first one of all
        ([("Firefox", OFFICE), ("Firefox", OFFICE)], []),
        ([("Firefox", OFFICE), ("Firefox", ABROAD)], [1]),
        ([("Firefox", OFFICE), ("Chrome", OFFICE)], [1]),
        ([("Firefox", OFFICE), ("Chrome", ABROAD), ("Chrome", ABROAD)], [1]),
        ([("Firefox", OFFICE), ("Chrome", ABROAD), ("Firefox", ABROAD)], [1]),  # both are known by then
        ([("Firefox", OFFICE), ("Firefox", HOME), ("Firefox", ABROAD)], [1, 2]),
        ([("Firefox", "2001:db8::1"), ("Firefox", "2001:db8::2")], []),  # one subscriber has the whole /64
    ],
)
def test_what_is_news(came: list[tuple[str, str]], told: list[int]) -> None:
    at = datetime(2026, 1, 2, tzinfo=UTC)
    sign_ins = [SignIn(account_id=1, at=at, device=device, address=address) for device, address in came]
    assert told_of(sign_ins, []) == [sign_ins[place] for place in told]


def test_a_new_place_is_told_once_with_what_to_do(alice: Account) -> None:
    signed_in(alice, ABROAD, CHROME)
    tell_of_new_places()
    (text,) = mails_to(alice)
    for told in (ABROAD, "Chrome on Windows", "/manage/sessions", "/manage/password", "/forgot-password"):
        assert told in text
    assert OFFICE not in text
    act = events_of(alice.chain, limit=1)[0]
    assert (act["act"], act["data"]["address"]) == ("signon:new-place:tell", ABROAD)
    signed_in(alice, ABROAD, CHROME, minutes_ago=4)
    tell_of_new_places()
    tell_of_new_places()
    assert len(mails_to(alice)) == 1


def test_several_new_places_are_one_mail(alice: Account) -> None:
    for number in range(30):
        signed_in(alice, f"203.0.113.{number}", FIREFOX)
    tell_of_new_places()
    (text,) = mails_to(alice)
    assert text.count("network address 203.0.113.") == new_places.MOST_IN_A_MAIL
    assert "and 10 more times" in text


def test_a_run_that_is_late_tells_everything_once(alice: Account) -> None:
    for place, address in enumerate((ABROAD, HOME, ABROAD, HOME)):
        signed_in(alice, address, FIREFOX, minutes_ago=49 - 12 * place)
    tell_of_new_places()
    tell_of_new_places()
    assert [address in "".join(mails_to(alice)) for address in (ABROAD, HOME)] == [True, True]
    assert len(mails_to(alice)) == 2


def test_what_may_not_be_committed_yet_waits_for_the_next_run(alice: Account) -> None:
    fresh = signed_in(alice, ABROAD, FIREFOX, minutes_ago=0.5)
    tell_of_new_places()
    assert mails_to(alice) == []
    Session.objects.filter(pk=fresh.pk).update(started_at=clock.now() - timedelta(minutes=3))
    tell_of_new_places()
    assert len(mails_to(alice)) == 1


def test_a_program_from_elsewhere_is_told_as_well(alice: Account) -> None:
    program_in(alice, OFFICE)
    tell_of_new_places()
    (text,) = mails_to(alice)
    assert new_places.A_PROGRAM in text
    program_in(alice, OFFICE, minutes_ago=4)
    tell_of_new_places()
    assert len(mails_to(alice)) == 1


def test_a_remembered_browser_is_no_news_wherever_it_is(alice: Account) -> None:
    signed_in(alice, ABROAD, FIREFOX, is_remembered=True)
    tell_of_new_places()
    assert mails_to(alice) == []
    assert KnownTrait.objects.filter(account=alice, value=ABROAD).exists()


def test_nobody_else_is_told_and_no_account_knows_the_places_of_another(house: House, alice: Account) -> None:
    john = house.account("john")
    signed_in(john, HOME, CHROME, minutes_ago=6)
    signed_in(alice, HOME, FIREFOX)
    tell_of_new_places()
    assert (len(mails_to(alice)), len(mails_to(john))) == (1, 0)


@pytest.mark.parametrize("change", [{"email_confirmed_at": None}, {"status": AccountStatus.DISABLED}])
def test_only_holders_of_accounts_in_use_with_a_confirmed_address_are_written_to(
    alice: Account, change: dict[str, Any]
) -> None:
    Account.objects.filter(pk=alice.pk).update(**change)
    signed_in(alice, ABROAD, FIREFOX)
    tell_of_new_places()
    assert mails_to(alice) == []


def test_a_run_that_breaks_off_is_made_up_for_by_the_next(alice: Account, monkeypatch: Any) -> None:
    signed_in(alice, ABROAD, FIREFOX)

    def broken(*args: object) -> bool:
        raise RuntimeError

    with monkeypatch.context() as broke, pytest.raises(RuntimeError):
        broke.setattr(new_places, "_tell", broken)
        tell_of_new_places()
    tell_of_new_places()
    assert len(mails_to(alice)) == 1


def test_the_holder_reads_in_the_history_that_a_message_was_sent(house: House, alice: Account) -> None:
    signed_in(alice, ABROAD, FIREFOX)
    tell_of_new_places()
    assert PASSWORD not in "".join(mails_to(alice))
    page = house.signed_in("alice", site=SiteKind.PACER).get("/manage/history").content.decode()
    assert "logged in from a new device or place (Firefox on Linux, 203.0.113.9)" in page


def test_looking_costs_the_same_for_one_account_and_for_many(house: House, alice: Account) -> None:
    def cost_of(*names: str, minutes_ago: float) -> int:
        for name in names:
            signed_in(house.account(name), HOME, FIREFOX, minutes_ago=minutes_ago)
        with CaptureQueriesContext(connection) as asked:
            tell_of_new_places()
        return len(asked)

    assert cost_of("john", minutes_ago=40) == cost_of("charlie", "jones", "carla", "dora", minutes_ago=20)
