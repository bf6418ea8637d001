"""Logging out at one site ends the session at all of them, at once."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from visitor import SIGN_ON_PAGE, Visitor

from opencmecf.foundation.processes import wait_until
from opencmecf.testing.running import RunningDemo

pytestmark = pytest.mark.journey

SECONDS = 5


def test_logging_out_at_one_court_ends_every_session(newcomer: Callable[..., Visitor], demo: RunningDemo) -> None:
    alice, elsewhere = newcomer(), newcomer()
    for visitor in (alice, elsewhere):
        visitor.sign_in(demo.people["alice"], client_code="4410-02")
    alice.choose("Utilities")
    alice.click("Change Client Code")
    form_at_flsd = alice.new_tab()
    alice.goto("pacer", "/manage")
    expect(alice.heading).to_have_text("Manage My Account")
    alice.new_tab()
    alice.goto("ca11", "/cgi-bin/login.pl")
    alice.reads("Welcome, Alice Moreno.")

    alice.choose("Log Out")
    expect(alice.heading).to_have_text("You have logged out")
    alice.page_ok("logged-out")

    started = time.monotonic()
    for site, path in (("flsd", "/cgi-bin/iquery.pl"), ("ca11", "/cgi-bin/iquery.pl"), ("pacer", "/manage")):

        def has_ended(site: str = site, path: str = path) -> bool:
            alice.goto(site, path)
            return alice.heading.inner_text() == SIGN_ON_PAGE

        wait_until(has_ended, SECONDS - (time.monotonic() - started))

    # What lay open there cannot be sent any more.
    form_at_flsd.get_by_label("New client code").fill("9999-99")
    form_at_flsd.get_by_role("button", name="Submit").click()
    expect(form_at_flsd.locator("h1")).to_have_text(SIGN_ON_PAGE)

    # Another browser has a session of its own.
    elsewhere.goto("flsd", "/utilities/client-code")
    expect(elsewhere.fact("Client code now")).to_have_text("4410-02")


def test_a_link_on_a_strangers_page_cannot_log_anybody_out(newcomer: Callable[..., Visitor], demo: RunningDemo) -> None:
    alice = newcomer()
    alice.sign_in(demo.people["alice"])
    target = demo.url("flsd", "/cgi-bin/login.pl?logout")
    stranger = "http://stranger.example/"
    alice.context.route(stranger, lambda route: route.fulfill(body=f'<a href="{target}">a kitten</a>'))
    alice.page.goto(stranger)
    alice.click("a kitten")
    expect(alice.heading).to_have_text("Do you want to log out?")
    alice.page_ok("confirm-log-out")
    alice.click("Stay logged in")
    alice.reads("Welcome, Alice Moreno.")
    alice.page.goto(stranger)
    alice.click("a kitten")
    alice.click("Log Out")
    expect(alice.heading).to_have_text("You have logged out")
