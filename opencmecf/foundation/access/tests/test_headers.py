"""What every page tells the browser about what it may do, and what cookies are like."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from opencmecf.foundation.sites.names import parse_site_names
from opencmecf.testing.people import PASSWORD, House

pytestmark = pytest.mark.django_db

PAGES = [
    pytest.param("login.localhost:8000", "/csologin/login.jsf", 200, id="login page"),
    pytest.param("login.localhost:8000", "/signon/authorize", 400, id="bad request to the provider"),
    pytest.param("login.localhost:8000", "/signon/logout", 200, id="logged out"),
    pytest.param("login.localhost:8000", "/signon/jwks", 200, id="keys"),
    pytest.param("pacer.localhost:8000", "/", 200, id="accounts site"),
    pytest.param("pacer.localhost:8000", "/register", 200, id="registration"),
    pytest.param("pacer.localhost:8000", "/manage", 302, id="redirect to the login page"),
    pytest.param("pcl.localhost:8000", "/help/", 200, id="help at the locator"),
    pytest.param("ecf.flsd.localhost:8000", "/", 200, id="court's home"),
    pytest.param("ecf.flsd.localhost:8000", "/civil", 302, id="redirect from a court"),
    pytest.param("ecf.flsd.localhost:8000", "/nothing", 404, id="missing page"),
    pytest.param("ecf.flsd.localhost:8000", "/reset-login?token=x", 409, id="refusal"),
    pytest.param("ecf.flsd.localhost:8000", "/signon/callback", 403, id="failed callback"),
    pytest.param("ecf.nysd.localhost:8000", "/", 404, id="court that is not here"),
    pytest.param("elsewhere.example", "/", 404, id="host that is not here"),
]


def policy_of(answer: Any) -> dict[str, list[str]]:
    directives = [part.split() for part in answer["Content-Security-Policy"].split(";")]
    return {name: values for name, *values in directives}


@pytest.mark.parametrize(("host", "path", "status"), PAGES)
def test_no_page_may_run_foreign_code_or_be_framed(house: House, host: str, path: str, status: int) -> None:
    assert house.flsd
    answer = Client(HTTP_HOST=host).get(path)
    assert answer.status_code == status
    policy = policy_of(answer)
    assert policy["default-src"] == ["'none'"]
    assert policy["script-src"] == policy["style-src"] == ["'self'"]
    assert policy["frame-ancestors"] == policy["base-uri"] == ["'none'"]
    assert policy["form-action"][0] == "'self'"
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.parametrize(("host", "path", "status"), [page for page in PAGES if "not here" not in str(page.id)])
def test_old_browsers_are_told_not_to_frame_either(house: House, host: str, path: str, status: int) -> None:
    assert house.flsd
    assert Client(HTTP_HOST=host).get(path)["X-Frame-Options"] == "DENY"


def test_pages_carry_neither_inline_script_nor_inline_style(house: House) -> None:
    john = house.signed_in("john", house.flsd)
    for path in ("/", "/cgi-bin/DisplayMenu.pl?Utilities", "/utilities/link-account", "/utilities/client-code"):
        html = john.get(path).content.decode()
        assert "<script>" not in html
        assert "style=" not in html
        assert " onclick" not in html


def test_a_form_without_its_token_is_refused_with_all_headers(house: House) -> None:
    strict = Client(HTTP_HOST="login.localhost:8000", enforce_csrf_checks=True)
    answer = strict.post("/csologin/login.jsf", {"loginForm:loginName": "john", "loginForm:password": PASSWORD})
    assert answer.status_code == 403
    assert policy_of(answer)["frame-ancestors"] == ["'none'"]
    assert answer["X-Frame-Options"] == "DENY"


def test_session_cookies_are_for_one_host_and_not_for_scripts(house: House) -> None:
    john = house.signed_in("john", house.flsd)
    for host in ("login.localhost:8000", "ecf.flsd.localhost:8000"):
        cookie = john.clients[host].cookies["session"]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        assert cookie["domain"] == ""
        assert cookie["path"] == "/"
        assert cookie["max-age"] == ""
        assert not cookie["secure"]
        assert len(cookie.value) >= 43


def test_over_https_every_cookie_is_secure(house: House, settings: Settings) -> None:
    settings.SITE_NAMES = parse_site_names("https login=login.example.gov court=ecf.{court}.example.gov")
    assert house.flsd
    browser = Client(HTTP_HOST="ecf.flsd.example.gov")
    answer = browser.get("/cgi-bin/login.pl", secure=True)
    assert answer.cookies["sign-in"]["secure"]
    assert answer.cookies["sign-in"]["httponly"]
    assert answer.cookies["sign-in"]["samesite"] == "Lax"


def test_over_https_browsers_are_told_to_stay_there(house: House, settings: Settings) -> None:
    settings.SECURE_HSTS_SECONDS = 31536000
    answer = Client(HTTP_HOST="login.localhost:8000").get("/csologin/login.jsf", secure=True)
    assert answer["Strict-Transport-Security"].startswith("max-age=31536000")


@pytest.mark.parametrize("path", ["/utilities/link-account", "/utilities/client-code", "/utilities/billing-history"])
def test_pages_about_a_person_are_never_cached(house: House, path: str) -> None:
    answer = house.signed_in("john", house.flsd).get(path)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert "private" in answer["Cache-Control"]
