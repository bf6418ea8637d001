"""A full sign-in at a court, against one bare Argon2id hash with the parameters of the product.

In the path: the request to Central Sign-On (authorize), the login page, the form with user name, password and CSRF
token, the page that asks for the second factor, the form with the passcode of an authenticator app, which is answered
with the code, and the court's callback with its token request, until the session at the court is open; six requests and
one between servers. Every commit reaches the disk.
Not in the path: the page that one wanted at the court, before and after; a network and a browser.

In the floor: one call of the Argon2id library, nothing around it.

A passcode is good once, and one person has one every thirty seconds. Between two rounds, outside of what is measured,
the note of the last one is taken back, and a new browser is sent away from the court.
"""

from __future__ import annotations

import sys
import time

import town
from browser import Browser, hidden_fields
from measure import compare

LOGIN = "http://login.localhost:8000/csologin/login.jsf"
SECOND_FACTOR = "http://login.localhost:8000/csologin/second-factor"
WANTED = "http://ecf.flsd.localhost:8000/cgi-bin/iquery.pl"
COURT_HOST = "ecf.flsd.localhost:8000"
LOG_OUT = b"/cgi-bin/login.pl?logout"


def main() -> int:
    """Measure; returns the exit status."""
    house = town.open_town()
    import argon2

    from opencmecf.central.second_factor import codes, rules
    from opencmecf.central.second_factor.models import AuthenticatorApp
    from opencmecf.foundation import secrets
    from opencmecf.foundation.passwords import Argon2
    from opencmecf.testing.people import PASSWORD

    application = town.application()
    hasher = argon2.PasswordHasher(
        time_cost=Argon2.time_cost, memory_cost=Argon2.memory_cost, parallelism=Argon2.parallelism
    )
    secret = codes.new_secret()
    AuthenticatorApp.objects.create(
        account=house.account("alice"), slot=1, name="Telephone", sealed_secret=secrets.seal(secret), last_step=0
    )

    browser = Browser(application)
    to_the_centre = ""

    def begin_at_the_court() -> None:
        nonlocal browser, to_the_centre
        AuthenticatorApp.objects.update(last_step=0)
        browser = Browser(application)
        to_the_centre = browser.sent_on_from(WANTED)

    def sign_in() -> None:
        page = browser.get(to_the_centre)
        form = {"loginForm:loginName": "alice", "loginForm:password": PASSWORD, "loginForm:clientCode": ""}
        page = browser.post(LOGIN, {**form, **hidden_fields(page)})
        assert page.url.startswith(SECOND_FACTOR)
        passcode = codes.passcode(secret, int(time.time()) // rules.TIME_STEP_SECONDS)
        browser.post(SECOND_FACTOR, {"code": passcode, **hidden_fields(page)}, but_not_to=WANTED)
        assert browser.cookies[COURT_HOST]["session"]

    status = compare(
        "full sign-in",
        floor=lambda: hasher.hash(PASSWORD),
        path=sign_in,
        between=begin_at_the_court,
        must=1.6,
        stretch=1.3,
        rounds=150,
    )
    assert LOG_OUT in browser.get(WANTED).body
    return status


if __name__ == "__main__":
    sys.exit(main())
