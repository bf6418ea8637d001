"""Every attempt to get in is in the security log: when, from where, how it ended; for its holder and for staff."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from opencmecf.central.accounts import actions as accounts
from opencmecf.central.accounts.models import Account
from opencmecf.central.signon.models import Attempt, Way
from opencmecf.central.signon.queries import attempts_at
from opencmecf.court.filers.models import CredentialAttempt
from opencmecf.foundation import clock
from opencmecf.foundation.access import Role
from opencmecf.foundation.sites import SiteKind
from opencmecf.testing.people import COURT_PASSWORD, PASSWORD, House, central_actor

ROW = re.compile(r"<tr>\s*<td.*?</tr>", re.DOTALL)
PLACE = "127.0.0.1"


def by_browser(house: House, password: str) -> Any:
    return house.browser(site=SiteKind.PACER).sign_in("alice", password)


def by_program(house: House, password: str, **more: str) -> None:
    login = house.browser(site=SiteKind.LOGIN).home
    told = {"loginId": "alice", "password": password, **more}
    Client(HTTP_HOST=login).post("/services/cso-auth", json.dumps(told), content_type="application/json")


def wrong_often(house: House) -> None:
    for _ in range(5):
        by_browser(house, "wrong")
    by_browser(house, PASSWORD)


EVENTS: dict[str, tuple[Callable[[House], Any], Way, str]] = {
    "a wrong password": (lambda house: by_browser(house, "wrong"), Way.LOGIN_PAGE, "Refused"),
    "the right one": (lambda house: by_browser(house, PASSWORD), Way.LOGIN_PAGE, "Logged in"),
    "the right one during a pause": (wrong_often, Way.LOGIN_PAGE, "Not looked at"),
    "a program with a wrong password": (lambda house: by_program(house, "wrong"), Way.PROGRAM, "Refused"),
    "a program": (lambda house: by_program(house, PASSWORD), Way.PROGRAM, "Logged in"),
}


def rows_of(page: Any) -> list[str]:
    """The rows of the log on a page, newest first."""
    return [html.unescape(" ".join(re.sub(r"<[^>]+>", " ", row).split())) for row in ROW.findall(page.text)]


@pytest.mark.parametrize("event", EVENTS)
def test_holder_and_service_center_read_of_every_attempt(house: House, event: str) -> None:
    act, way, result = EVENTS[event]
    house.account("alice")
    act(house)
    count = Attempt.objects.count()
    number = house.account("alice").number
    staff = rows_of(house.signed_in("sasha", site=SiteKind.PACER).get(f"/desk/people/{number}/security-log"))
    assert len(staff) == count
    assert all(PLACE in row for row in staff)
    assert way.label in staff[0]
    assert result in staff[0]
    if result == "Not looked at":
        Attempt.objects.update(was_heard=False)  # so that the holder gets in
    own = rows_of(house.signed_in("alice", site=SiteKind.PACER).get("/manage/security-log"))
    assert len(own) == count + 1
    assert result in own[1]


def test_whoever_takes_a_username_that_was_given_up_reads_nothing_of_its_former_holder(house: House) -> None:
    alice, john = house.account("alice"), house.account("john")
    wrong_often(house)  # the last try came during a pause and names no account
    Attempt.objects.update(at=clock.now() - timedelta(hours=2))
    for account, username in ((alice, "moreno"), (john, "alice")):
        actor = central_actor(account)
        accounts.change_username(account=account, current_password=PASSWORD, username=username, actor=actor)
    assert list(attempts_at(Account.objects.get(pk=john.pk))) == []
    assert attempts_at(Account.objects.get(pk=alice.pk)).count() == 5
    by_browser(house, "wrong")
    assert attempts_at(Account.objects.get(pk=john.pk)).count() == 1


@pytest.mark.parametrize(
    ("password", "result"), [("wrong", "Refused"), (COURT_PASSWORD, "Login and password were right")]
)
def test_the_clerk_reads_of_every_attempt_with_a_court_login(house: House, password: str, result: str) -> None:
    issued = house.court_account("john")
    house.linked("carla", role=Role.CLERK)
    john = house.signed_in("john", house.flsd)
    john.post("/utilities/link-account", {"login": "CM-John", "password": password})
    page = house.signed_in("carla", house.flsd).get(f"/court/accounts/{issued.pk}")
    (row,) = [one for one in rows_of(page) if PLACE in one]
    assert result in row
    assert house.account("john").number in row
    assert password not in page.text


def test_the_clerk_reads_of_tries_during_a_pause_and_of_nobody_elses(house: House) -> None:
    issued, other = house.court_account("john"), house.court_account("alice")
    house.linked("carla", role=Role.CLERK)
    john = house.signed_in("john", house.flsd)
    for _ in range(6):
        john.post("/utilities/link-account", {"login": "cm-john", "password": "wrong"})
    carla = house.signed_in("carla", house.flsd)
    tries = [row for row in rows_of(carla.get(f"/court/accounts/{issued.pk}")) if PLACE in row]
    assert len(tries) == CredentialAttempt.objects.count() == 6
    assert "Not looked at: too many wrong tries before" in tries[0]
    assert "Nobody has tried" in carla.get(f"/court/accounts/{other.pk}").text
