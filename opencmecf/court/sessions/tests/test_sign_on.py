"""Signing in to a court through Central Sign-On, and out again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db.models.functions import Now
from django.test import Client
from pytest_django import Settings

from opencmecf.court.filers.models import Person
from opencmecf.court.sessions import actions
from opencmecf.court.sessions.models import CourtSession, EndedSignOn
from opencmecf.court.sessions.tests.test_log_out import logout_token, sid, tell
from opencmecf.court.sessions.tests.visits import COURT, LOG_OUT, LOGIN, at_the_door_of_the_callback
from opencmecf.foundation import secrets
from opencmecf.foundation.audit.queries import events_of
from opencmecf.foundation.sites.names import parse_site_names
from opencmecf.testing.pages import text_of
from opencmecf.testing.people import COURT_PASSWORD, PASSWORD, Browser, House

pytestmark = pytest.mark.django_db


LOCAL = (
    "http login=login.localhost:8000 pacer=pacer.localhost:8000 pcl=pcl.localhost:8000 court=ecf.{court}.localhost:8000"
)

REAL = (
    "https login=pacer.login.uscourts.gov pacer=pacer.uscourts.gov pcl=pcl.uscourts.gov court=ecf.{court}.uscourts.gov"
)


def test_one_arrives_at_the_page_that_one_wanted(house: House) -> None:
    john = house.account("john")
    browser = house.browser(house.flsd)
    page = browser.get("/utilities/client-code?x=1")
    form = {"loginForm:loginName": "john", "loginForm:password": PASSWORD, "loginForm:clientCode": "4410-02"}
    arrived = browser.post("/csologin/login.jsf", {**form, "next": page.context["next"]}, host=LOGIN)
    assert (arrived.host, arrived.request["PATH_INFO"]) == (COURT, "/utilities/client-code")
    assert arrived.request["QUERY_STRING"] == "x=1"
    session = CourtSession.objects.get()
    assert session.person is not None
    assert (session.person.account_number, session.client_code, session.sid) == (john.number, "4410-02", sid())
    assert session.key_fingerprint == secrets.fingerprint(browser.clients[COURT].cookies["session"].value)


def test_the_next_court_opens_without_another_password(house: House) -> None:
    john = house.signed_in("john", house.flsd)
    page = john.at(house.ca11).get("/cgi-bin/login.pl")
    assert page.host == "ecf.ca11.localhost:8000"
    assert "Welcome, John Attorney." in text_of(page)
    assert john.at(house.flsb).get("/cgi-bin/login.pl?pacer").host == "ecf.flsb.localhost:8000"
    assert CourtSession.objects.count() == 3


def test_the_cookie_of_one_court_is_nobody_at_another(house: House) -> None:
    john = house.signed_in("john", house.flsd)
    assert house.ca11
    other = Client(HTTP_HOST="ecf.ca11.localhost:8000")
    other.cookies["session"] = john.clients[COURT].cookies["session"].value
    assert LOG_OUT not in other.get("/").content


def test_a_callback_works_once_and_whoever_presses_back_is_still_logged_in(house: House) -> None:
    browser, callback = at_the_door_of_the_callback(house)
    assert browser.get(callback)["Location"] == "/"
    key = browser.cookies["session"].value
    again = browser.get(callback)
    assert (again.status_code, again["Location"]) == (302, "/")
    assert (CourtSession.objects.count(), browser.cookies["session"].value) == (1, key)
    browser.cookies.pop("session")
    stranger = browser.get(callback)
    assert stranger.status_code == 403
    assert "Your browser sent no cookie" in text_of(stranger)


def test_a_court_login_alone_does_not_pass_for_the_pacer_account_that_has_not_come_back(house: House) -> None:
    house.court_account("john", house.flsb)
    browser = house.browser(house.flsb)
    browser.post("/cgi-bin/login.pl", {"login": "cm-john", "key": COURT_PASSWORD})
    page = browser.get("/signon/callback?code=x&state=y")
    assert page.status_code == 403
    assert "Your browser sent no cookie" in text_of(page)


def test_a_callback_in_another_browser_opens_nothing(house: House) -> None:
    _, callback = at_the_door_of_the_callback(house)
    victim = Client(HTTP_HOST=COURT)
    page = victim.get(callback)
    assert page.status_code == 403
    assert "Your browser sent no cookie" in text_of(page)
    victim.get("/cgi-bin/login.pl")  # begins a sign-in of its own
    assert "The login was not completed" in text_of(victim.get(callback))
    assert not CourtSession.objects.exists()


@pytest.mark.parametrize("spoil", ["state=x", "iss=http%3A%2F%2Fevil.example", "code=x", "state=%C3%A9"])
def test_a_spoilt_answer_opens_nothing(house: House, spoil: str) -> None:
    browser, callback = at_the_door_of_the_callback(house)
    page = browser.get(f"{callback}&{spoil}")
    assert page.status_code == 403
    assert "The login was not completed" in text_of(page)
    assert LOG_OUT not in page.content
    assert not CourtSession.objects.exists()


def test_an_error_answer_opens_nothing(house: House) -> None:
    browser, callback = at_the_door_of_the_callback(house)
    query = parse_qs(urlsplit(callback).query)
    iss = "http%3A%2F%2Flogin.localhost%3A8000"
    page = browser.get(f"/signon/callback?error=access_denied&state={query['state'][0]}&iss={iss}")
    assert page.status_code == 403
    assert not CourtSession.objects.exists()


def test_a_late_callback_after_the_logout_opens_no_session(house: House) -> None:
    browser, callback = at_the_door_of_the_callback(house)
    assert tell(logout_token()) == 200
    page = browser.get(callback)
    assert page.status_code == 409
    assert "You have logged out in the meantime." in text_of(page)
    assert not CourtSession.objects.exists()


def test_what_central_sign_on_says_of_a_person_is_brought_up_to_date(house: House) -> None:
    john = house.signed_in("john", house.flsd)
    account = house.account("john")
    account.last_name, account.email = "Advocate", "new@example.com"
    account.save()
    john.get("/cgi-bin/login.pl")
    person = Person.objects.get()
    assert (person.name, person.last_name, person.email) == ("John Advocate", "Advocate", "new@example.com")
    assert "John Advocate" in text_of(john.get("/"))


@pytest.mark.parametrize(
    "change",
    [{"last_seen_at": Now() - timedelta(minutes=61)}, {"started_at": Now() - timedelta(hours=12, minutes=1)}],
)
def test_a_session_ends_by_itself(house: House, change: dict[str, Any]) -> None:
    john = house.signed_in("john", house.flsd)
    CourtSession.objects.update(**change)
    page = john.clients[COURT].get("/")
    assert LOG_OUT not in page.content
    assert john.clients[COURT].get("/utilities/client-code").status_code == 302


def test_a_sign_of_life_keeps_a_session(house: House) -> None:
    john = house.signed_in("john", house.flsd)
    CourtSession.objects.update(last_seen_at=Now() - timedelta(minutes=59))
    assert LOG_OUT in john.get("/").content
    seen = CourtSession.objects.annotate(now=Now()).get()
    assert (seen.now - seen.last_seen_at).total_seconds() < 1


def test_sessions_that_are_over_are_forgotten(house: House) -> None:
    house.signed_in("john", house.flsd)
    actions.forget_old()
    assert CourtSession.objects.count() == 1
    CourtSession.objects.update(started_at=Now() - timedelta(hours=13))
    EndedSignOn.objects.create(court=house.flsd, sid="old")
    EndedSignOn.objects.update(ended_at=Now() - timedelta(days=2))
    EndedSignOn.objects.create(court=house.flsd, sid="new")
    actions.forget_old()
    assert not CourtSession.objects.exists()
    assert [row.sid for row in EndedSignOn.objects.all()] == ["new"]


def test_the_whole_way_works_under_the_names_that_programs_have_built_in(house: House, settings: Settings) -> None:
    settings.SITE_NAMES = parse_site_names(f"{LOCAL}; {REAL}")
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    house.account("john")
    assert house.flsd  # registered under both families of names
    https: dict[str, Any] = {"HTTP_X_FORWARDED_PROTO": "https"}
    court = Client(HTTP_HOST="ecf.flsd.uscourts.gov", **https)
    login = Client(HTTP_HOST="pacer.login.uscourts.gov", **https)
    authorize = court.get("/cgi-bin/login.pl")["Location"]
    assert authorize.startswith("https://pacer.login.uscourts.gov/signon/authorize?")
    page = login.get(authorize.removeprefix("https://pacer.login.uscourts.gov"))
    form = {"loginForm:loginName": "john", "loginForm:password": PASSWORD, "next": page.context["next"]}
    back = login.post("/csologin/login.jsf", form)["Location"]
    assert back.startswith("https://ecf.flsd.uscourts.gov/signon/callback?")
    assert court.get(back.removeprefix("https://ecf.flsd.uscourts.gov"))["Location"] == "/"
    assert "Welcome, John Attorney." in text_of(court.get("/"))
    for browser in (court, login):
        assert browser.cookies["session"]["secure"]
    out = court.get("/cgi-bin/login.pl?logout")["Location"]
    assert out.startswith("https://pacer.login.uscourts.gov/signon/logout?")
    done = login.get(out.removeprefix("https://pacer.login.uscourts.gov"))
    assert done["Location"] == "https://ecf.flsd.uscourts.gov/logged-out"


def test_filing_addresses_show_the_way_to_link(house: House) -> None:
    page = house.signed_in("john", house.flsd).get("/civil")
    assert page.status_code == 403
    assert "You cannot file in this court yet." in text_of(page)
    assert 'href="/utilities/link-account"' in page.content.decode()


def code_page(browser: Browser, code: str) -> str:
    return text_of(browser.post("/utilities/client-code", {"client_code": code}))


def test_the_client_code_is_changed_shown_and_recorded(house: House) -> None:
    john = house.signed_in("john", house.flsd)
    assert "Your client code is changed" in code_page(john, " 4410-02 ")
    assert CourtSession.objects.get().client_code == "4410-02"
    assert "Client code 4410-02" in text_of(john.get("/"))
    chain = f"person:flsd:{house.account('john').number}"
    assert events_of(chain)[0]["data"] == {"former": "", "now": "4410-02"}
    code_page(john, "4410-02")
    assert len(events_of(chain)) == 1
    assert "You use no client code now" in code_page(john, "")


def test_a_client_code_of_33_characters_is_sent_back(house: House) -> None:
    john = house.signed_in("john", house.flsd)
    assert "A client code has at most 32 characters." in code_page(john, "x" * 33)
    assert CourtSession.objects.get().client_code == ""
    assert "Your client code is changed" in code_page(john, "x" * 32)


def test_a_client_code_is_of_this_court_alone(house: House) -> None:
    john = house.signed_in("john", house.flsd)
    other = john.at(house.ca11)
    other.get("/cgi-bin/login.pl")
    code_page(john, "4410-02")
    assert "4410-02" not in text_of(other.get("/"))
