"""Opening a second court when already signed in, against the least that a correct answer could cost.

In the path: a page for those who have signed in, at a court where the browser has no session yet; redirect to Central
Sign-On, straight back with a code, the callback with its token request from court to centre (the ID token is signed by
ES256 and checked), the session at the court, and the page; four requests and one between servers. No password, no hash.
Every commit reaches the disk. The page says "hello", as in the floor, so that the sign-on is measured and not what one
wanted to see. Not in the path: a network and a browser.

In the floor: such a page for everybody, through the same WSGI handler and middleware, whose view does one SELECT, one
ES256 signature and one commit.
"""

from __future__ import annotations

import sys
import uuid
from typing import Any

import town
from browser import Browser, hidden_fields
from measure import compare

LOGIN = "http://login.localhost:8000/csologin/login.jsf"
FIRST = "http://ecf.flsd.localhost:8000/cgi-bin/iquery.pl"
SECOND_HOST = "ecf.ca11.localhost:8000"
SECOND = f"http://{SECOND_HOST}/hello-you"
HELLO = f"http://{SECOND_HOST}/hello"


def main() -> int:
    """Measure; returns the exit status."""
    town.open_town()
    _add_hello()
    from opencmecf.testing.people import PASSWORD

    browser, stranger = Browser(town.application()), Browser(town.application())
    page = browser.get(FIRST)
    form = {"loginForm:loginName": "alice", "loginForm:password": PASSWORD, "loginForm:clientCode": ""}
    assert browser.post(LOGIN, {**form, **hidden_fields(page)}).url == FIRST

    def open_second_court() -> None:
        browser.cookies.pop(SECOND_HOST, None)
        arrived = browser.get(SECOND)
        assert (arrived.url, arrived.body) == (SECOND, b"hello, Alice Moreno")

    def hello() -> None:
        assert stranger.get(HELLO).body == b"hello"

    return compare("second court", floor=hello, path=open_second_court, must=4.0, stretch=2.5, rounds=400)


def _add_hello() -> None:
    """Give the courts a page that costs what every correct answer must."""
    from django.db import connection, transaction
    from django.http import HttpRequest, HttpResponse
    from django.urls import path
    from joserfc import jwt
    from joserfc.jwk import ECKey

    from opencmecf.config import urls_court
    from opencmecf.foundation.access import Opening, actor_of, door

    key = ECKey.generate_key("P-256", {"kid": "hello"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("opencmecf_web",)

    @door(Opening.PUBLIC)
    def hello(request: HttpRequest) -> HttpResponse:
        claims: dict[str, Any] = {"sub": "7012345", "jti": uuid.uuid4().hex}
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT sid FROM signon_session LIMIT 1")
            cursor.execute("UPDATE court SET login_hint = 'Hello.' WHERE court_id = 'flsd'")
        jwt.encode({"alg": "ES256", "kid": key.kid}, claims, key, ["ES256"])
        return HttpResponse("hello")

    @door(Opening.SIGNED_IN)
    def hello_you(request: HttpRequest) -> HttpResponse:
        return HttpResponse(f"hello, {actor_of(request).name}")

    urls_court.urlpatterns += [path("hello", hello), path("hello-you", hello_you)]


if __name__ == "__main__":
    sys.exit(main())
