"""A full sign-in at a court, against one bare Argon2id hash with the parameters of the product.

In the path: the wanted page of a NextGen court, redirect to Central Sign-On (authorize), the login page, the form with
user name, password and CSRF token, authorize again, the callback with its token request from court to centre, the
session at the court, and the wanted page; seven requests and one between servers. Every commit reaches the disk.
Not in the path: a network, a browser, and a one-time passcode, which the product does not ask for yet.

In the floor: one call of the Argon2id library, nothing around it.
"""

from __future__ import annotations

import re
import sys

import town
from browser import Browser
from measure import compare

LOGIN = "http://login.localhost:8000/csologin/login.jsf"
WANTED = "http://ecf.flsd.localhost:8000/cgi-bin/iquery.pl"
HIDDEN = re.compile(rb'name="(csrfmiddlewaretoken|next)" value="([^"]*)"')
LOG_OUT = b"/cgi-bin/login.pl?logout"


def main() -> int:
    """Measure; returns the exit status."""
    town.open_town()
    import argon2

    from opencmecf.foundation.passwords import Argon2
    from opencmecf.testing.people import PASSWORD

    application = town.application()
    hasher = argon2.PasswordHasher(
        time_cost=Argon2.time_cost, memory_cost=Argon2.memory_cost, parallelism=Argon2.parallelism
    )

    def sign_in() -> None:
        browser = Browser(application)
        page = browser.get(WANTED)
        hidden = {name.decode(): value.decode().replace("&amp;", "&") for name, value in HIDDEN.findall(page.body)}
        form = {"loginForm:loginName": "alice", "loginForm:password": PASSWORD, "loginForm:clientCode": "", **hidden}
        arrived = browser.post(LOGIN, form)
        assert arrived.url == WANTED
        assert LOG_OUT in arrived.body

    return compare("full sign-in", floor=lambda: hasher.hash(PASSWORD), path=sign_in, must=1.6, stretch=1.3, rounds=150)


if __name__ == "__main__":
    sys.exit(main())
