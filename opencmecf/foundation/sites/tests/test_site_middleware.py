"""What a request gets by its host name."""

from __future__ import annotations

import pytest
from django.test import Client, RequestFactory

from opencmecf.foundation.sites import page_wanted

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/", "/csologin/login.jsf", "/healthz/x"])
def test_an_unknown_host_gets_nothing(path: str) -> None:
    answer = Client(HTTP_HOST="elsewhere.example").get(path)
    assert answer.status_code == 404
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert b"no site of this name" in answer.content


def test_a_court_that_is_not_hosted_here_is_not_found() -> None:
    answer = Client(HTTP_HOST="ecf.flsd.localhost:8000").get("/")
    assert answer.status_code == 404
    assert b"Page not found" in answer.content


def test_each_site_has_its_own_addresses() -> None:
    assert Client(HTTP_HOST="login.localhost:8000").get("/csologin/login.jsf").status_code == 200
    assert Client(HTTP_HOST="pacer.localhost:8000").get("/csologin/login.jsf").status_code == 404


@pytest.mark.parametrize(("method", "back"), [("get", "/a?b=c"), ("head", "/a?b=c"), ("post", "/a?b=c&again")])
def test_whoever_signed_in_again_comes_back_to_the_page(method: str, back: str) -> None:
    assert page_wanted(getattr(RequestFactory(), method)("/a?b=c")) == back


@pytest.mark.parametrize("referer", ["http://[", "https://[::1", "https://\u2100/"])
def test_a_page_before_that_is_no_address_is_not_gone_back_to(referer: str) -> None:
    assert page_wanted(RequestFactory().post("/a", HTTP_REFERER=referer)) == "/a?again"


@pytest.mark.parametrize(
    "path", ["/csologin/login.jsf?next=%00", "/signon/logout?post_logout_redirect_uri=a%00b", "/help/a%00b"]
)
def test_a_nul_character_in_an_address_is_refused_before_the_database_meets_it(path: str) -> None:
    assert Client(HTTP_HOST="login.localhost:8000").get(path).status_code == 400
