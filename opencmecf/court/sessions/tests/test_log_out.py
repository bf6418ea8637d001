"""Logging out, here and everywhere, and the tokens that tell of it."""

from __future__ import annotations

import time
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from joserfc import jwt

from opencmecf.court.sessions.models import CourtSession, EndedSignOn
from opencmecf.court.sessions.tests.visits import COURT, LOG_OUT, LOGIN
from opencmecf.foundation.audit.queries import events_of
from opencmecf.foundation.relying_party.client import BACKCHANNEL_LOGOUT_EVENT
from opencmecf.testing.pages import text_of
from opencmecf.testing.people import House

pytestmark = pytest.mark.django_db


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
