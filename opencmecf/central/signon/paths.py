"""Where the pages of the login site are; other sites send browsers there."""

from __future__ import annotations

from urllib.parse import urlencode

LOGIN = "/csologin/login.jsf"
SECOND_FACTOR = "/csologin/second-factor"
SET_UP = "/csologin/set-up-second-factor"
CONSENT = "/signon/consent"  # of the room for programs, which stands above this one
AUTHORIZE = "/signon/authorize?"
# Where the login site itself sends people on to.
AFTER_LOGIN = (AUTHORIZE, "/signon/passkeys/add", "/signon/unsent/")


def going_on_to(page: str, target: str) -> str:
    """`page`, which sends the browser on to `target` when it is done."""
    return f"{page}?{urlencode({'next': target})}" if target else page
