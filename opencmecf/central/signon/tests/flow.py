"""A site that sends people to Central Sign-On, played by the tests step by step."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.test import Client

from opencmecf.foundation.access import system
from opencmecf.testing.people import PASSWORD

LOGIN_HOST = "login.localhost:8000"
LOGIN_PAGE = "/csologin/login.jsf"
ISSUER = "http://login.localhost:8000"
CALLBACK = "http://ecf.flsd.localhost:8000/signon/callback"
OPERATOR = system("tests", "login")


@dataclass
class Asking:
    """The court flsd while it signs somebody in; what it sent and what it must see again."""

    client_id: str = "court-flsd"
    secret: str = "secret of flsd"
    redirect_uri: str = CALLBACK
    state: str = "the-state-of-this-sign-in"
    nonce: str = "the-nonce-of-this-sign-in"
    verifier: str = "v" * 64

    def url(self, **changes: str | None) -> str:
        """The address of the authorization request; None leaves a parameter out."""
        digest = hashlib.sha256(self.verifier.encode()).digest()
        query: dict[str, str | None] = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": self.redirect_uri,
            "scope": "openid profile email court",
            "state": self.state,
            "nonce": self.nonce,
            "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
            **changes,
        }
        return "/signon/authorize?" + urlencode({name: value for name, value in query.items() if value is not None})

    def exchange(self, code: str, **changes: str | None) -> Any:
        """The token endpoint's answer to `code`."""
        form: dict[str, str | None] = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.redirect_uri,
            "code_verifier": self.verifier,
            **changes,
        }
        sent = {name: value for name, value in form.items() if value is not None}
        return machine().post("/signon/token", sent, headers=basic(self.client_id, self.secret))


def machine() -> Client:
    """A program that talks to the login site."""
    return Client(HTTP_HOST=LOGIN_HOST)


def basic(client_id: str, secret: str) -> dict[str, str]:
    """The header by which a client proves itself."""
    pair = base64.b64encode(f"{client_id}:{secret}".encode()).decode()
    return {"Authorization": f"Basic {pair}"}


def is_login_page(page: Any) -> bool:
    """Whether `page` is PACER LOGIN, ready to be filled in."""
    return page.status_code == 200 and b'id="loginForm"' in page.content


def log_in(browser: Client, username: str = "john", **fields: str) -> Any:
    """Send the login form, as a browser does."""
    form = {"loginForm:loginName": username, "loginForm:password": PASSWORD, "loginForm:clientCode": ""}
    return browser.post(LOGIN_PAGE, {**form, **{name.replace("__", ":"): value for name, value in fields.items()}})


def told(answer: Any) -> dict[str, str]:
    """What a redirect back to the site tells it."""
    assert answer.status_code in (302, 303), answer.content
    address = urlsplit(answer["Location"])
    assert f"{address.scheme}://{address.netloc}{address.path}" == CALLBACK
    return dict(parse_qsl(address.query))


def code_for(browser: Client, asking: Asking, **changes: str | None) -> str:
    """The code that a signed-in browser brings back."""
    return told(browser.get(asking.url(**changes)))["code"]


def part(token: str, number: int) -> dict[str, Any]:
    """The header (0) or the claims (1) of a token, unverified."""
    piece = token.split(".")[number]
    found: dict[str, Any] = json.loads(base64.urlsafe_b64decode(piece + "=" * (-len(piece) % 4)))
    return found
