"""A program of others, played by the tests: the docket calendar of Gulf Software, which Alice has registered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

from django.test import Client

from opencmecf.central.accounts.models import Account
from opencmecf.central.programs import actions
from opencmecf.central.programs.actions import Details
from opencmecf.central.programs.models import Program
from opencmecf.central.second_factor.models import AuthenticatorApp
from opencmecf.central.signon.tests.flow import Asking, log_in, machine
from opencmecf.foundation import secrets
from opencmecf.testing.people import House, central_actor

REDIRECT = "https://calendar.gulf.example/signed-in"
AFTER_LOGOUT = "https://calendar.gulf.example/goodbye"
NOTICES = "https://calendar.gulf.example/logouts"
EVERYTHING = "openid profile email accounts offline_access"

DETAILS = Details(
    name="Docket Calendar",
    publisher="Gulf Software LLC",
    web_site="https://www.gulf.example/calendar",
    purpose="Puts the deadlines of your cases into your calendar.",
    contact="makers@gulf.example",
    redirect_uris=[REDIRECT],
    post_logout_redirect_uris=[AFTER_LOGOUT],
    backchannel_logout_uri=NOTICES,
    scope=EVERYTHING,
)


@dataclass
class Calling(Asking):
    """The program while it signs somebody in and afterwards."""

    redirect_uri: str = REDIRECT
    scope: str = EVERYTHING

    def url(self, **changes: str | None) -> str:
        """The address of the authorization request; None leaves a parameter out."""
        return super().url(**{"scope": self.scope, **changes})

    def signed_in(self, browser: Client, **changes: str | None) -> dict[str, Any]:
        """What the program gets when somebody signs in in `browser` and allows everything."""
        answer = self.exchange(allowed(browser, self, **changes)["code"])
        assert answer.status_code == 200, answer.content
        got: dict[str, Any] = answer.json()
        return got

    def refresh(self, token: str, **more: str) -> Any:
        """The token endpoint's answer to a refresh token."""
        return self.post("/signon/token", grant_type="refresh_token", refresh_token=token, **more)

    def post(self, path: str, **form: str) -> Any:
        """The answer to a form that the program sends, with its secret if it has one."""
        if not self.secret:
            return machine().post(path, {"client_id": self.client_id, **form})
        return machine().post(path, {"client_id": self.client_id, "client_secret": self.secret, **form})

    def exchange(self, code: str, **changes: str | None) -> Any:
        """The token endpoint's answer to `code`."""
        form: dict[str, str | None] = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.redirect_uri,
            "code_verifier": self.verifier,
            **changes,
        }
        return self.post("/signon/token", **{name: value for name, value in form.items() if value is not None})


def with_second_factor(account: Account) -> None:
    """Give `account` an authenticator app, if it has none."""
    app = {"name": "Telephone", "sealed_secret": secrets.seal("JBSWY3DPEHPK3PXP"), "last_step": 0}
    AuthenticatorApp.objects.get_or_create(account=account, slot=1, defaults=app)


def registered(house: House, *, is_public: bool = False, **changes: Any) -> Program:
    """A program of Alice's that waits for a decision."""
    alice = house.account("alice")
    with_second_factor(alice)
    details = replace(DETAILS, **changes)
    return actions.register_program(account=alice, details=details, is_public=is_public, actor=central_actor(alice))


def approved(house: House, *, is_public: bool = False, **changes: Any) -> Calling:
    """A program of Alice's that people can sign in to."""
    program = registered(house, is_public=is_public, **changes)
    secret = "" if is_public else actions.make_secret(program=program, actor=central_actor(house.account("alice")))
    actions.approve_program(program=program, seen=program.asked_for, actor=central_actor(house.account("sasha")))
    return Calling(client_id=program.pk, secret=secret, redirect_uri=program.redirect_uris[0], scope=program.scope)


def browser_of(house: House, username: str = "john") -> Client:
    """A browser in which somebody has logged in at the login site."""
    house.account(username)
    browser = machine()
    assert log_in(browser, username).status_code == 303
    return browser


def asked(browser: Client, program: Calling, **changes: str | None) -> str:
    """The address of the page on which the person is asked."""
    answer = browser.get(program.url(**changes))
    assert urlsplit(answer["Location"]).path == "/signon/consent", answer["Location"]
    found: str = answer["Location"]
    return found


def answered(browser: Client, page: str, answer: str = "allow") -> Any:
    """The browser after it has pressed a button on the page that asks."""
    (target,) = parse_qs(urlsplit(page).query)["next"]
    return browser.post(page, {"next": target, answer: "yes"})


def allowed(browser: Client, program: Calling, **changes: str | None) -> dict[str, str]:
    """What the program is told when the person allows what it asks for, having been asked or not."""
    answer = browser.get(program.url(**changes))
    if urlsplit(answer["Location"]).path == "/signon/consent":
        answer = browser.get(answered(browser, answer["Location"])["Location"])
    return sent_back(answer, program)


def sent_back(answer: Any, program: Calling) -> dict[str, str]:
    """What a redirect back to the program tells it."""
    assert answer.status_code in (302, 303), answer.content
    assert answer["Location"].startswith(f"{program.redirect_uri}?"), answer["Location"]
    return dict(parse_qsl(urlsplit(answer["Location"]).query))


def known(token: str) -> dict[str, Any] | None:
    """What the user-info endpoint tells for an access token, or None."""
    answer = machine().get("/signon/userinfo", headers={"Authorization": f"Bearer {token}"})
    found: dict[str, Any] | None = answer.json() if answer.status_code == 200 else None
    return found
