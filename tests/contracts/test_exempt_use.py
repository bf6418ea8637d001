"""Using an exemption at a court: the toggle at NextGen courts, X- at CurrentGen ones (S10)."""

from __future__ import annotations

import base64
from datetime import timedelta
from typing import Any

import httpx
import pytest
from django.test import Client

from opencmecf.central.exemptions import actions as exemptions
from opencmecf.central.exemptions import queries as grants
from opencmecf.central.exemptions.models import ExemptionGrant, ExemptionKind
from opencmecf.court.metering import actions as metering
from opencmecf.court.metering.models import Charge
from opencmecf.court.profile import queries as profile
from opencmecf.court.profile.models import Court
from opencmecf.court.sessions import queries
from opencmecf.court.sessions.tests.test_programs import program, token_of
from opencmecf.foundation.audit.queries import events_of
from opencmecf.testing.pages import text_of
from opencmecf.testing.people import PASSWORD, Browser, House, central_actor

pytestmark = pytest.mark.django_db

STATUS = "/utilities/exemption-status"
UTILITIES = "/cgi-bin/DisplayMenu.pl?Utilities"


@pytest.fixture(autouse=True)
def _forgotten() -> None:
    queries._introspected.clear()


def grant(house: House, *courts: str, days: int = 30) -> ExemptionGrant:
    facts: dict[str, Any] = {"first": grants.today() - timedelta(3), "last": grants.today() + timedelta(days)}
    return exemptions.grant_exemption(
        account=house.account("john"),
        kind=ExemptionKind.CJA,
        courts=list(courts),
        reason="Panel list",
        actor=central_actor(house.account("sasha")),
        **facts,
    )


def withdraw(house: House, made: ExemptionGrant) -> None:
    exemptions.withdraw_exemption(grant=made, reason="Off the panel", actor=central_actor(house.account("sasha")))


def charged(browser: Browser | Client, court: Court) -> Charge:
    """A view by whoever is at the browser, as the court's pages make it."""
    page: Any = browser.get("/help/")
    actor = page.wsgi_request.actor
    return metering.charge(court=court, description="Docket Report", criteria="1:20-cv-1", pages=3, actor=actor)


def test_whoever_has_no_exemption_finds_no_switch(house: House) -> None:
    john = house.signed_in("john", house.flsd)
    assert "Exemption" not in text_of(john.get(UTILITIES))
    assert "Not exempt" not in text_of(john.get("/"))
    assert "You have no exemption that covers this court today." in text_of(john.post(STATUS, {"status": "exempt"}))


def test_not_exempt_at_each_login_then_switched_on_and_off(house: House) -> None:
    grant(house, "flsd")
    john = house.signed_in("john", house.flsd)
    assert "Change PACER Exemption Status" in text_of(john.get(UTILITIES))
    assert "Not exempt" in text_of(john.get("/"))
    assert (charged(john, house.flsd).basis, charged(john, house.flsd).cost_cents) == ("billable", 30)
    on = text_of(john.post(STATUS, {"status": "exempt"}))
    assert "You are using PACER as exempt now." in on
    assert "Exempt: CJA panel attorney" in text_of(john.get("/"))
    made = charged(john, house.flsd)
    assert (made.basis, made.cost_cents, made.pages, made.price_cents) == ("exempt: CJA panel attorney", 0, 3, 10)
    assert "not exempt now" in text_of(john.post(STATUS, {"status": "not-exempt"}))
    assert charged(john, house.flsd).cost_cents == 30
    number = house.account("john").number
    acts = [event for event in events_of(f"person:flsd:{number}") if event["act"] == "session:exemption:switch"]
    assert [event["data"]["now"] for event in acts] == ["not exempt", "exempt"]
    john.post(STATUS, {"status": "exempt"})
    john.get("/cgi-bin/login.pl?logout")
    assert "Not exempt" in text_of(john.sign_in("john", PASSWORD))


def test_an_exemption_for_other_courts_is_none_here(house: House) -> None:
    grant(house, "ca11")
    john = house.signed_in("john", house.flsd)
    assert "You have no exemption that covers this court today." in text_of(john.get(STATUS))
    at_ca11 = john.at(house.ca11)
    assert at_ca11.get("/cgi-bin/login.pl").status_code == 200
    assert "You are using PACER as exempt now." in text_of(at_ca11.post(STATUS, {"status": "exempt"}))
    assert charged(john, house.flsd).cost_cents == 30  # the switch of one court is not that of another


@pytest.mark.parametrize("how", ["withdrawn", "ended"])
def test_whose_exemption_ends_is_told_before_anything_is_charged(
    house: House, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = grant(house, "flsd")
    john = house.signed_in("john", house.flsd)
    john.post(STATUS, {"status": "exempt"})
    if how == "withdrawn":
        withdraw(house, made)
    else:
        account = house.account("john")
        ExemptionGrant.objects.filter(pk=made.pk).update(last_day=grants.today() - timedelta(2))
        facts = {**made.exemption.facts(), "last": f"{grants.today() - timedelta(2)}"}
        account.told_to_courts = {"exemptions": [facts]}
        account.save()
    queries._introspected.clear()  # five seconds later
    before = Charge.objects.count()
    told = john.post("/cgi-bin/DktRpt.pl?1-L_1_0-1", {"case_num": "1:20-cv-1"})
    assert "No exemption of yours covers this court now" in text_of(told)
    assert "what you open from here on is charged" in text_of(told)
    assert Charge.objects.count() == before
    assert "No exemption of yours covers this court now" not in text_of(john.get("/"))
    assert (charged(john, house.flsd).basis, charged(john, house.flsd).cost_cents) == ("billable", 30)


def test_while_the_centre_is_away_the_court_goes_by_what_it_heard_last(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    grant(house, "flsd")
    john = house.signed_in("john", house.flsd)
    john.post(STATUS, {"status": "exempt"})

    def away(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("away")

    monkeypatch.setattr(profile, "internal_http", lambda: httpx.Client(transport=httpx.MockTransport(away)))
    queries._introspected.clear()
    assert charged(john, house.flsd).basis == "exempt: CJA panel attorney"


def test_x_before_the_username_is_exempt_at_a_currentgen_court_alone(house: House) -> None:
    grant(house)
    house.account("john")
    browser = house.browser(house.flsb)
    assert "Exempt: CJA panel attorney" in text_of(browser.sign_in("X-john", PASSWORD))
    assert charged(browser, house.flsb).basis == "exempt: CJA panel attorney"
    at_flsd = browser.at(house.flsd)
    at_flsd.get("/cgi-bin/login.pl")
    assert "Not exempt" in text_of(at_flsd.get("/"))
    assert "Switch to not exempt" in text_of(browser.get(STATUS))
    assert "not exempt now" in text_of(browser.post(STATUS, {"status": "not-exempt"}))
    assert "log in with X- before" in text_of(browser.get(STATUS)).replace("  ", " ")
    assert "you cannot switch while you are logged in" in text_of(browser.post(STATUS, {"status": "exempt"}))


def test_x_without_an_exemption_is_told_that_it_is_billable(house: House) -> None:
    house.account("john")
    browser = house.browser(house.flsb)
    assert "No exemption of yours covers this court now" in text_of(browser.sign_in("x-john", PASSWORD))
    assert charged(browser, house.flsb).basis == "billable"


@pytest.mark.parametrize(("login", "court", "basis"), [
    ("X-john", "flsb", "exempt: CJA panel attorney"),
    ("john", "flsb", "billable"),
    ("X-john", "flsd", "billable"),
])  # fmt: skip
def test_a_program_is_exempt_at_a_currentgen_court_if_it_logged_in_with_x(
    house: House, login: str, court: str, basis: str
) -> None:
    grant(house)
    place = getattr(house, court)
    browser = program(token_of(house, loginId=login), f"ecf.{court}.localhost:8000")
    assert charged(browser, place).basis == basis


def test_only_the_court_itself_asks_how_an_account_stands(house: House) -> None:
    made, number = grant(house, "flsd"), house.account("john").number
    assert house.ca11
    login = Client(HTTP_HOST="login.localhost:8000")
    path = f"/internal/courts/flsd/people/{number}"
    assert login.get(path).status_code == 401

    def as_court(court: str) -> dict[str, str]:
        return {"Authorization": "Basic " + base64.b64encode(f"court-{court}:secret of {court}".encode()).decode()}

    assert house.flsd
    assert login.get(path, headers=as_court("ca11")).status_code == 404
    told = login.get(path, headers=as_court("flsd")).json()
    assert told == {"exemptions": [made.exemption.facts()], "client_code_rule": {}, "case_search": "active"}
    assert login.get("/internal/courts/flsd/people/9999999", headers=as_court("flsd")).status_code == 404
