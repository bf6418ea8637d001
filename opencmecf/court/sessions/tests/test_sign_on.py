"""Signing in to a court through Central Sign-On, and out again."""

from __future__ import annotations

import re
import time
from datetime import timedelta
from importlib import import_module
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.apps import apps
from django.db.models.functions import Now
from django.test import Client
from joserfc import jwt
from pytest_django import Settings

from opencmecf.court.filers.models import CourtAccount, Person
from opencmecf.court.sessions import actions
from opencmecf.court.sessions.models import CourtSession, EndedSignOn
from opencmecf.foundation import secrets
from opencmecf.foundation.audit.queries import events_of
from opencmecf.foundation.errors import Refused
from opencmecf.foundation.relying_party.client import BACKCHANNEL_LOGOUT_EVENT
from opencmecf.foundation.sites.names import parse_site_names
from opencmecf.testing.people import PASSWORD, Browser, House

pytestmark = pytest.mark.django_db

COURT, LOGIN = "ecf.flsd.localhost:8000", "login.localhost:8000"
LOG_OUT = b"/cgi-bin/login.pl?logout"
LOCAL = (
    "http login=login.localhost:8000 pacer=pacer.localhost:8000 pcl=pcl.localhost:8000 court=ecf.{court}.localhost:8000"
)
REAL = (
    "https login=pacer.login.uscourts.gov pacer=pacer.uscourts.gov pcl=pcl.uscourts.gov court=ecf.{court}.uscourts.gov"
)


def text_of(page: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page.content.decode()))


def at_the_door_of_the_callback(house: House, username: str = "john") -> tuple[Client, str]:
    """A browser that comes back from the login page, and the path of the callback that it has not opened yet."""
    house.account(username)
    assert house.flsd
    court, login = Client(HTTP_HOST=COURT), Client(HTTP_HOST=LOGIN)
    authorize = court.get("/cgi-bin/login.pl")["Location"].removeprefix(f"http://{LOGIN}")
    page = login.get(authorize)
    form = {"loginForm:loginName": username, "loginForm:password": PASSWORD, "next": page.context["next"]}
    back = login.post("/csologin/login.jsf", form)["Location"]
    return court, back.removeprefix(f"http://{COURT}")


def logout_token(**changes: Any) -> str:
    """A logout token that the real key has signed; None leaves a claim out."""
    keys = import_module("opencmecf.central.signon.keys")  # by name: the layers meet over contracts only
    now = int(time.time())
    claims = {
        "iss": "http://login.localhost:8000",
        "aud": "court-flsd",
        "sid": sid(),
        "iat": now,
        "exp": now + 120,
        "jti": "once",
        "events": {BACKCHANNEL_LOGOUT_EVENT: {}},
        **changes,
    }
    key = keys.signing_key("ES256")
    body = {name: value for name, value in claims.items() if value is not None}
    return str(jwt.encode({"alg": "ES256", "kid": key.kid, "typ": "logout+jwt"}, body, key, ["ES256"]))


def sid() -> str:
    return str(apps.get_model("signon", "Session")._default_manager.latest("started_at").pk)


def tell(token: str, host: str = COURT) -> int:
    status: int = Client(HTTP_HOST=host).post("/signon/backchannel-logout", {"logout_token": token}).status_code
    return status


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


def test_a_callback_works_once(house: House) -> None:
    browser, callback = at_the_door_of_the_callback(house)
    assert browser.get(callback)["Location"] == "/"
    again = browser.get(callback)
    assert again.status_code == 403
    assert CourtSession.objects.count() == 1


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


def test_every_page_of_somebody_signed_in_holds_the_log_out_bytes(house: House) -> None:
    john = house.signed_in("john", house.flsd)
    for path in (
        "/",
        "/cgi-bin/iquery.pl",
        "/civil",
        "/nothing",
        "/utilities/link-account",
        "/court/go-live",
        "/help/",
    ):
        assert LOG_OUT in john.get(path).content, path


def test_no_page_of_a_stranger_holds_them(house: House) -> None:
    stranger = Client(HTTP_HOST=COURT)
    assert house.flsd
    paths = ("/", "/nothing", "/forgot-login", "/reset-login?token=x", "/logged-out", "/signon/callback", "/help/")
    for path in paths:
        assert LOG_OUT not in stranger.get(path).content, path
    assert house.flsb
    assert LOG_OUT not in Client(HTTP_HOST="ecf.flsb.localhost:8000").get("/cgi-bin/login.pl").content


def test_logging_out_ends_the_session_here_and_at_the_centre(house: House) -> None:
    john = house.signed_in("john", house.flsd)
    page = john.get("/cgi-bin/login.pl?logout")
    assert (page.host, page.request["PATH_INFO"]) == (COURT, "/logged-out")
    assert not CourtSession.objects.exists()
    assert john.clients[COURT].cookies["session"].value == ""
    assert john.get("/cgi-bin/login.pl").host == LOGIN


def test_a_strangers_link_asks_before_logging_out(house: House) -> None:
    john = house.signed_in("john", house.flsd)
    page = john.get("/cgi-bin/login.pl?logout", **{"Sec-Fetch-Site": "cross-site"})
    assert "Do you want to log out?" in text_of(page)
    assert CourtSession.objects.exists()
    john.post("/cgi-bin/login.pl?logout", {})
    assert not CourtSession.objects.exists()


def test_a_logout_token_ends_the_sessions_of_its_sign_on_alone(house: House) -> None:
    charlie = house.signed_in("charlie", house.flsd)
    john = house.signed_in("john", house.flsd)
    token = logout_token()
    assert (tell(token), tell(token)) == (200, 200)
    assert LOG_OUT not in john.get("/").content
    assert LOG_OUT in charlie.get("/").content
    ends = [event for event in events_of("court:flsd") if event["act"] == "court:session:end"]
    assert [event["target"] for event in ends] == [f"sign-on:{sid()}"]


def test_a_logout_token_is_for_its_court_alone(house: House) -> None:
    house.signed_in("john", house.flsd)
    assert house.ca11
    assert tell(logout_token(), host="ecf.ca11.localhost:8000") == 400
    assert CourtSession.objects.exists()


@pytest.mark.parametrize(
    "changes",
    [
        {"events": None},
        {"events": {}},
        {"nonce": "x"},
        {"aud": "court-ca11"},
        {"iss": "http://evil.example"},
        {"sid": None},
        {"jti": None},
        {"exp": 1},
    ],
)
def test_a_logout_token_that_is_wrong_ends_nothing(house: House, changes: dict[str, Any]) -> None:
    house.signed_in("john", house.flsd)
    assert tell(logout_token(**changes)) == 400
    assert CourtSession.objects.exists()
    assert not EndedSignOn.objects.exists()


@pytest.mark.parametrize("token", ["", "made-up", "a.b.c", "é"])
def test_what_is_no_token_ends_nothing(house: House, token: str) -> None:
    house.signed_in("john", house.flsd)
    assert tell(token) == 400
    assert Client(HTTP_HOST=COURT).get("/signon/backchannel-logout").status_code == 405
    assert CourtSession.objects.exists()


def test_an_id_token_is_no_logout_token(house: House) -> None:
    house.signed_in("john", house.flsd)
    assert tell(CourtSession.objects.get().id_token) == 400


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


def currentgen(house: House, username: str = "john", **form: str) -> tuple[Browser, Any]:
    """A browser, and what it sees after the court's own login form at flsb."""
    browser = house.browser(house.flsb)
    page = browser.post("/cgi-bin/login.pl", {"login": f"cm-{username}", "key": "issued-by-the-court-itself", **form})
    return browser, page


def test_a_currentgen_court_has_both_ways_in_on_one_page(house: House) -> None:
    page = house.browser(house.flsb).get("/cgi-bin/login.pl")
    html, text = page.content.decode(), text_of(page)
    assert 'name="login"' in html
    assert re.search(r'<input[^>]*type="password"[^>]*name="key"', html)
    assert re.search(r'<input type="submit"[^>]*value="Login">', html)
    assert 'href="/cgi-bin/login.pl?pacer"' in html
    assert "Forgot login/password" in text
    assert "This court moves to NextGen CM/ECF on 01/27/2099" in text


def test_a_court_login_files_and_does_not_view(house: House) -> None:
    account = house.court_account("john", house.flsb)
    john, page = currentgen(house)
    assert page.request["PATH_INFO"] == "/"
    assert "You can file documents in this court." in text_of(page)
    assert "This account is ready for filing documents." in text_of(john.get("/bankruptcy"))
    viewing = john.get("/cgi-bin/iquery.pl")
    assert viewing.status_code == 200
    assert "Viewing in this court needs a PACER account." in text_of(viewing)
    assert events_of(account.chain)[0]["act"] == "court:session:begin"


def test_a_court_login_and_a_pacer_account_live_in_one_session(house: House) -> None:
    house.court_account("john", house.flsb)
    house.account("john")
    john, _ = currentgen(house)
    john.sign_in("john", PASSWORD)
    assert CourtSession.objects.count() == 1
    assert "Search by case number" in text_of(john.get("/cgi-bin/iquery.pl"))
    assert "ready for filing" in text_of(john.get("/adversary"))
    john.get("/cgi-bin/login.pl?logout")
    assert not CourtSession.objects.exists()


def test_a_pacer_user_views_at_a_currentgen_court_and_does_not_file(house: House) -> None:
    house.court_account("john", house.flsb)
    john = house.signed_in("john", house.flsb)
    assert "Search by case number" in text_of(john.get("/cgi-bin/iquery.pl"))
    assert john.get("/bankruptcy").status_code == 403


@pytest.mark.parametrize("form", [{"key": "wrong"}, {"login": "cm-nobody"}])
def test_wrong_court_credentials_are_refused_alike(house: House, form: dict[str, str]) -> None:
    house.court_account("john", house.flsb)
    _, page = currentgen(house, **form)
    assert "The CM/ECF login or password is not right." in text_of(page)
    assert not CourtSession.objects.exists()


def test_the_sixth_wrong_try_at_a_court_waits(house: House) -> None:
    house.court_account("john", house.flsb)
    for _ in range(5):
        currentgen(house, key="wrong")
    _, page = currentgen(house)
    assert "Wait 5 seconds" in text_of(page)
    assert not CourtSession.objects.exists()


def test_a_closed_court_account_does_not_sign_in_and_a_running_session_is_nobody(house: House) -> None:
    house.court_account("john", house.flsb)
    john, _ = currentgen(house)
    CourtAccount.objects.update(is_active=False)
    assert LOG_OUT not in john.get("/").content
    _, page = currentgen(house)
    assert "This CM/ECF account is not active." in text_of(page)


def test_a_linked_account_whose_court_closes_it_can_view_and_not_file(house: House) -> None:
    house.linked("john")
    john = house.signed_in("john", house.flsd)
    assert john.get("/civil").status_code == 200
    CourtAccount.objects.update(is_active=False)
    assert john.get("/civil").status_code == 403
    assert "Search by case number" in text_of(john.get("/cgi-bin/iquery.pl"))


def test_logging_out_of_a_court_login_stays_at_the_court(house: House) -> None:
    house.court_account("john", house.flsb)
    john, _ = currentgen(house)
    page = john.get("/cgi-bin/login.pl?logout")
    assert (page.host, page.request["PATH_INFO"]) == ("ecf.flsb.localhost:8000", "/logged-out")
    assert not CourtSession.objects.exists()


def test_a_new_court_password_ends_the_sessions_of_the_old_one(house: House) -> None:
    account = house.court_account("john", house.flsb)
    john, _ = currentgen(house)
    assert actions.end_login_sessions(court_account_id=account.pk) == 1
    assert LOG_OUT not in john.get("/").content


def test_a_court_login_at_a_nextgen_court_is_refused_by_the_act_itself(house: House) -> None:
    house.court_account("john")
    with pytest.raises(Refused, match="This court has moved to NextGen"):
        actions.begin_by_court_login(
            court=house.flsd, login="cm-john", password="issued-by-the-court-itself", address="192.0.2.7"
        )


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
