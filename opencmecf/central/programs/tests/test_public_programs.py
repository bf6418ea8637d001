"""Programs without a secret, on the computer of whoever uses them: PKCE alone."""

from __future__ import annotations

import pytest
from django.test import Client

from opencmecf.central.programs.tests.makers import Calling, allowed, approved
from opencmecf.testing.people import House

pytestmark = pytest.mark.django_db


@pytest.fixture
def desktop(house: House) -> Calling:
    return approved(house, is_public=True, redirect_uris=["http://127.0.0.1/back"], name="Desktop Calendar")


def test_a_public_program_needs_no_secret_and_rotates(john: Client, desktop: Calling) -> None:
    got = desktop.signed_in(john)
    renewed = desktop.refresh(got["refresh_token"])
    assert renewed.status_code == 200
    assert desktop.refresh(got["refresh_token"]).json()["error"] == "invalid_grant"
    assert desktop.refresh(renewed.json()["refresh_token"]).json()["error"] == "invalid_grant"


@pytest.mark.parametrize("secret", ["", "x"])
def test_a_public_program_has_no_secret_to_show(john: Client, desktop: Calling, secret: str) -> None:
    code = allowed(john, desktop)["code"]
    assert desktop.exchange(code, client_secret=secret).status_code == 401


def test_a_program_with_a_secret_must_show_it(john: Client, calendar: Calling) -> None:
    code, secret = allowed(john, calendar)["code"], calendar.secret
    calendar.secret = ""
    assert calendar.exchange(code).status_code == 401
    calendar.secret = secret
    assert calendar.exchange(code).status_code == 200


@pytest.mark.parametrize(
    ("uri", "is_good"),
    [
        ("http://127.0.0.1:51123/back", True),
        ("http://127.0.0.1/back", True),
        ("http://127.0.0.1:51123/other", False),
        ("http://127.0.0.1:51123/back?x=1", False),
        ("http://localhost:51123/back", False),
        ("http://[::1]:51123/back", False),
        ("https://127.0.0.1:51123/back", False),
        ("http://127.0.0.1:51123@evil.example/back", False),
        ("http://user@127.0.0.1:51123/back", False),
        ("http://127.0.0.1.evil.example/back", False),
        ("http://127.0.0.1:99999/back", False),
        ("HTTP://127.0.0.1/back", False),
    ],
)
def test_the_port_of_a_program_on_ones_own_computer_is_free(
    john: Client, desktop: Calling, uri: str, is_good: bool
) -> None:
    answer = john.get(desktop.url(redirect_uri=uri))
    assert (answer.status_code == 302) is is_good


def test_the_code_goes_with_the_port_that_was_asked_from(john: Client, desktop: Calling) -> None:
    desktop.redirect_uri = "http://127.0.0.1:51123/back"
    code = allowed(john, desktop)["code"]
    assert desktop.exchange(code, redirect_uri="http://127.0.0.1:51124/back").json()["error"] == "invalid_grant"
