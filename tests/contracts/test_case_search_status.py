"""What an account whose case search waits may do at a court, and how the court learns that it waits no more."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from opencmecf.central.accounts import actions as accounts
from opencmecf.central.accounts.models import Account, ActivatedBy
from opencmecf.court.docket.actions import take_over
from opencmecf.court.docket.tests.sheets import civil_sheet
from opencmecf.court.metering.models import Charge
from opencmecf.court.sessions import queries
from opencmecf.foundation.access import Role, system
from opencmecf.foundation.case_search import CaseSearch
from opencmecf.testing.people import PASSWORD, SYSTEM, Browser, House

pytestmark = pytest.mark.django_db

ADMIN = system("tests", "flsd", frozenset({Role.COURT_ADMIN, Role.CLERK}))
WAITS = "Your case search is not active yet"


@pytest.fixture(autouse=True)
def _forgotten() -> None:
    queries._introspected.clear()


def waiting(house: House, username: str) -> Account:
    account = house.account(username)
    Account.objects.filter(pk=account.pk).update(case_search=CaseSearch.PENDING_TOKEN)
    account.refresh_from_db()
    return account


def searched(browser: Browser) -> Any:
    return browser.post("/cgi-bin/iquery.pl?1-L_1_0-1", {"last_name": "harbor*"}).content.decode()


def test_what_is_charged_for_waits_and_says_how_to_activate(house: House) -> None:
    take_over(sheet=civil_sheet(), court=house.flsd, actor=ADMIN)
    waiting(house, "charlie")
    page = searched(house.signed_in("charlie", house.flsd))
    assert WAITS in page
    assert "http://pacer.localhost:8000/manage/activate" in page
    assert not Charge.objects.exists()


def test_filing_does_not_wait(house: House) -> None:
    waiting(house, "alice")
    house.linked("alice")
    browser = house.signed_in("alice", house.flsd)
    assert "Civil" in browser.get("/cgi-bin/DisplayMenu.pl?Utilities").content.decode()
    assert browser.get("/cgi-bin/DisplayMenu.pl?CivilEvents").status_code == 200


def test_the_court_learns_of_the_activation_without_another_login(house: House) -> None:
    take_over(sheet=civil_sheet(), court=house.flsd, actor=ADMIN)
    charlie = waiting(house, "charlie")
    browser = house.signed_in("charlie", house.flsd)
    assert WAITS in searched(browser)
    accounts.activate_case_search(account=charlie, by=ActivatedBy.CARD, actor=SYSTEM)
    queries._introspected.clear()  # five seconds later
    assert WAITS not in searched(browser)
    assert Charge.objects.count() == 1


def test_a_second_account_is_sent_to_the_service_center(house: House) -> None:
    take_over(sheet=civil_sheet(), court=house.flsd, actor=ADMIN)
    account = waiting(house, "charlie")
    Account.objects.filter(pk=account.pk).update(case_search=CaseSearch.INACTIVE)
    assert "The case search of your account is inactive." in searched(house.signed_in("charlie", house.flsd))


def test_staff_view_without_charge_and_wait_for_nothing(house: House) -> None:
    take_over(sheet=civil_sheet(), court=house.flsd, actor=ADMIN)
    waiting(house, "carla")
    house.linked("carla", role=Role.CLERK)
    assert WAITS not in searched(house.signed_in("carla", house.flsd))


def test_programs_are_told_with_their_token(house: House) -> None:
    waiting(house, "charlie")
    told = Client(HTTP_HOST="login.localhost:8000").post(
        "/services/cso-auth", {"loginId": "charlie", "password": PASSWORD}, content_type="application/json"
    )
    assert told.json()["loginResult"] == "0"
    assert told.json()["nextGenCSO"]
    assert "Search is disabled" in told.json()["errorDescription"]
