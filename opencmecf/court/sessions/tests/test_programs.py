"""Existing PACER programs at a court: by the token of `cso-auth`, in a cookie that they make themselves."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from opencmecf.court.filers.models import CourtAccount, Person
from opencmecf.court.sessions import queries, rules
from opencmecf.foundation.relying_party import internal_http
from opencmecf.foundation.sites.names import parse_site_names
from opencmecf.testing.pages import text_of
from opencmecf.testing.people import PASSWORD, House

pytestmark = pytest.mark.django_db

LOG_OUT = b"/cgi-bin/login.pl?logout"
COURT = "ecf.flsd.localhost:8000"
LOCAL = (
    "http login=login.localhost:8000 pacer=pacer.localhost:8000 pcl=pcl.localhost:8000 court=ecf.{court}.localhost:8000"
)
REAL = "https login=pacer.login.uscourts.gov pacer=pacer.uscourts.gov court=ecf.{court}.uscourts.gov"


def ask(path: str, body: dict[str, str], host: str = "login.localhost:8000", **environment: Any) -> dict[str, str]:
    program = Client(HTTP_HOST=host, **environment)
    answer = program.post(
        path, json.dumps(body), content_type="application/json", headers={"Accept": "application/json"}
    )
    found: dict[str, str] = answer.json()
    return found


def token_of(house: House, username: str = "john", **more: str) -> str:
    house.account(username)
    body = {"loginId": username, "password": PASSWORD, "redactFlag": "1", **more}
    return ask("/services/cso-auth", body)["nextGenCSO"]


def program(token: str, host: str = COURT, *, cookie: str = "NextGenCSO", code: str = "") -> Client:
    """A program as it goes to a court: its own cookies, no session, no CSRF token, a foreign referrer."""
    found = Client(HTTP_HOST=host, enforce_csrf_checks=True, HTTP_REFERER="https://external")
    found.cookies[cookie] = token
    if code:
        found.cookies["PacerClientCode"] = code
    return found


@pytest.mark.parametrize("cookie", ["NextGenCSO", "PacerSession"])
@pytest.mark.parametrize("court", ["flsd", "flsb", "ca11"])
def test_one_token_views_at_every_court_in_either_cookie(house: House, court: str, cookie: str) -> None:
    assert getattr(house, court)
    browser = program(token_of(house), f"ecf.{court}.localhost:8000", cookie=cookie)
    for page in (browser.get("/cgi-bin/iquery.pl"), browser.post("/cgi-bin/iquery.pl?1-L_1_0-1", {"case_num": "1"})):
        assert page.status_code == 200
        assert page["Content-Type"].startswith("text/html")
        assert LOG_OUT in page.content
        assert "Search by case number" in text_of(page)


def test_a_token_in_no_cookie_or_a_made_up_one_is_nobody(house: House) -> None:
    assert house.flsd
    for browser in (Client(HTTP_HOST=COURT), program("made-up"), program(""), program("x" * 128), program("é")):
        page = browser.get("/")
        assert LOG_OUT not in page.content
        assert browser.get("/cgi-bin/iquery.pl").status_code == 302


def test_a_token_that_was_ended_is_nobody_within_seconds(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    assert house.flsd
    token = token_of(house)
    browser = program(token)
    assert LOG_OUT in browser.get("/").content
    assert ask("/services/cso-logout", {"nextGenCSO": token})["loginResult"] == "0"
    assert rules.INTROSPECTION_GOOD_FOR_SECONDS <= 5
    monkeypatch.setattr(rules, "INTROSPECTION_GOOD_FOR_SECONDS", 0)
    assert LOG_OUT not in browser.get("/").content


def test_a_token_is_asked_about_once_in_some_seconds(house: House) -> None:
    assert house.flsd
    browser = program(token_of(house))
    browser.get("/help/")
    remembered = dict(queries._introspected)
    browser.get("/help/")
    assert queries._introspected == remembered
    assert any(court == "flsd" for court, _ in remembered)


def test_a_firms_token_is_nobody_at_a_court(house: House) -> None:
    assert house.flsd
    browser = program(token_of(house, "firm"))
    assert LOG_OUT not in browser.get("/").content
    assert not Person.objects.exists()


def test_a_shared_accounts_token_views(house: House) -> None:
    assert house.flsd
    assert LOG_OUT in program(token_of(house, "office")).get("/cgi-bin/iquery.pl").content


def test_a_linked_filers_token_has_the_filing_menus(house: House) -> None:
    house.linked("alice")
    page = program(token_of(house, "alice")).get("/")
    assert 'href="/civil"' in page.content.decode()
    CourtAccount.objects.update(is_active=False)
    assert 'href="/civil"' not in program(token_of(house, "alice")).get("/").content.decode()


def test_at_a_currentgen_court_a_token_views_and_does_not_file(house: House) -> None:
    house.court_account("alice", house.flsb)
    page = program(token_of(house, "alice"), "ecf.flsb.localhost:8000").get("/bankruptcy")
    assert page.status_code == 403


def test_a_refusal_is_told_to_programs_with_status_200(house: House) -> None:
    house.court_account("john", house.flsb)
    browser = Client(HTTP_HOST="ecf.flsb.localhost:8000")
    browser.post("/cgi-bin/login.pl", {"login": "cm-john", "key": "issued-by-the-court-itself"})
    page = browser.get("/cgi-bin/DisplayMenu.pl?Reports")
    assert page.status_code == 200
    assert "Viewing in this court needs a PACER account." in text_of(page)


@pytest.mark.parametrize(
    ("of_login", "of_cookie", "charged_to"),
    [("4410-02", "", "4410-02"), ("", "5520", "5520"), ("4410-02", "5520", "5520"), ("", "x" * 40, "x" * 32)],
)
def test_the_client_code_is_that_of_the_cookie_or_else_of_the_login(
    house: House, of_login: str, of_cookie: str, charged_to: str
) -> None:
    assert house.flsd
    browser = program(token_of(house, clientCode=of_login), code=of_cookie)
    assert f"Client code {charged_to} " in text_of(browser.get("/"))


def test_what_needs_a_browser_says_so_to_a_program(house: House) -> None:
    assert house.flsd
    page = program(token_of(house)).get("/utilities/client-code")
    assert page.status_code == 409
    assert "This can be done in a browser only." in text_of(page)


def test_a_program_changes_nothing_without_a_csrf_token(house: House) -> None:
    house.court_account("john")
    browser = program(token_of(house))
    form = {"login": "cm-john", "password": "issued-by-the-court-itself"}
    assert browser.post("/utilities/link-account", form).status_code == 403


def test_when_the_centre_is_down_a_token_is_nobody_and_nothing_breaks(house: House, settings: Settings) -> None:
    assert house.flsd
    token = token_of(house)
    settings.INTERNAL_BASE_URL = "http://127.0.0.1:9"
    internal_http.cache_clear()
    try:
        page = program(token).get("/")
    finally:
        internal_http.cache_clear()
    assert page.status_code == 200
    assert LOG_OUT not in page.content


def test_a_program_with_the_built_in_names_signs_in_and_views(house: House, settings: Settings) -> None:
    settings.SITE_NAMES = parse_site_names(f"{LOCAL}; {REAL}")
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    house.account("john")
    assert house.flsd
    https: dict[str, Any] = {"HTTP_X_FORWARDED_PROTO": "https"}
    body = {"loginId": "john", "password": PASSWORD}
    token = ask("/services/cso-auth", body, "pacer.login.uscourts.gov", **https)["nextGenCSO"]
    browser = Client(HTTP_HOST="ecf.flsd.uscourts.gov", **https)
    browser.cookies["PacerSession"] = token
    page = browser.get("/cgi-bin/iquery.pl")
    assert page.status_code == 200
    assert LOG_OUT in page.content
    stranger = Client(HTTP_HOST="ecf.flsd.uscourts.gov", **https).get("/cgi-bin/iquery.pl")
    assert stranger["Location"].startswith("https://pacer.login.uscourts.gov/")


def test_a_token_by_password_alone_does_not_pass_where_a_second_factor_is_asked_for(house: House) -> None:
    assert house.flsd
    browser, path = program(token_of(house)), "/utilities/link-account"
    page = browser.get(path)
    assert page.status_code == 409
    assert "This can be done in a browser only" in text_of(page)
    assert LOG_OUT in browser.get("/cgi-bin/iquery.pl").content
    assert program("made-up").get(path).status_code == 302
