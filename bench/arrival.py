"""Alice, who arrives at a court and signs in with her password and an authenticator app."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from browser import Browser, hidden_fields

LOGIN = "http://login.localhost:8000/csologin/login.jsf"
SECOND_FACTOR = "http://login.localhost:8000/csologin/second-factor"
COURT_HOST = "ecf.flsd.localhost:8000"
WANTED = f"http://{COURT_HOST}/cgi-bin/iquery.pl"
ASKED = b'action="/csologin/second-factor'
LOG_OUT = b"/cgi-bin/login.pl?logout"


class Arrival:
    """One sign-in after the other, each with a browser of its own."""

    def __init__(self, house: Any, application: Callable[..., Any]) -> None:
        from opencmecf.central.second_factor import codes
        from opencmecf.central.second_factor.models import AuthenticatorApp
        from opencmecf.foundation import secrets

        self.application = application
        self.secret = codes.new_secret()
        AuthenticatorApp.objects.create(
            account=house.account("alice"),
            slot=1,
            name="Telephone",
            sealed_secret=secrets.seal(self.secret),
            last_step=0,
        )
        self.begin()

    def begin(self) -> None:
        """A new browser, sent away from the court; and the last passcode counts as not used."""
        from opencmecf.central.second_factor.models import AuthenticatorApp

        AuthenticatorApp.objects.update(last_step=0)
        self.browser = Browser(self.application)
        self.to_the_centre = self.browser.sent_on_from(WANTED)

    def sign_in(self) -> None:
        """From the request to Central Sign-On to the session at the court."""
        from opencmecf.central.second_factor import codes, rules
        from opencmecf.testing.people import PASSWORD

        page = self.browser.get(self.to_the_centre)
        form = {"loginForm:loginName": "alice", "loginForm:password": PASSWORD, "loginForm:clientCode": ""}
        page = self.browser.post(LOGIN, {**form, **hidden_fields(page)})
        assert ASKED in page.body
        passcode = codes.passcode(self.secret, int(time.time()) // rules.TIME_STEP_SECONDS)
        self.browser.post(SECOND_FACTOR, {"code": passcode, **hidden_fields(page)}, but_not_to=WANTED)
        assert self.browser.cookies[COURT_HOST]["session"]

    def arrive(self) -> None:
        """Open the page that was wanted, as somebody who is signed in."""
        assert LOG_OUT in self.browser.get(WANTED).body

    def forget_app(self) -> None:
        """From now on the password is enough."""
        from opencmecf.central.second_factor.models import AuthenticatorApp

        AuthenticatorApp.objects.all().delete()
