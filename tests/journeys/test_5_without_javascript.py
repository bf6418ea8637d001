"""With JavaScript switched off everything works, down to an appellate court's own name for linking."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from visitor import Visitor

from opencmecf.testing.running import RunningDemo

pytestmark = pytest.mark.journey

LINK = "Link my filer account to my PACER account"


def test_refusals_and_linking_at_an_appellate_court(newcomer: Callable[..., Visitor], demo: RunningDemo) -> None:
    nadia, person = newcomer(java_script_enabled=False), demo.people["nadia"]
    issued = person.logins["ca11"]
    nadia.sign_in(person, court="ca11")
    assert nadia.menu == ["Query", "Reports", "Utilities", "Help", "Log Out"]
    nadia.goto("ca11", "/filing")
    nadia.reads("You cannot file in this court yet.")
    nadia.choose("Utilities")
    nadia.click(LINK)
    expect(nadia.heading).to_have_text(LINK)
    nadia.click("Submit")
    nadia.reads("There is a problem", "Fill in “CM/ECF login”.")
    nadia.offer_to_link(issued.login, "not-what-the-court-issued")
    nadia.reads("The CM/ECF login or password is not right.")
    nadia.offer_to_link(issued.login, issued.password)
    nadia.reads("Do you want to link these accounts?")
    nadia.click("Submit")
    nadia.reads("The CM/ECF account for Nadia Farouk is now linked to your CSO account.")
    nadia.choose("Query")
    assert nadia.menu == ["Filing", "Query", "Reports", "Utilities", "Search", "Help", "Log Out"]


def test_every_kind_of_account_without_javascript(newcomer: Callable[..., Visitor], demo: RunningDemo) -> None:
    for username, told in (
        ("harborlaw", "This PACER account is shared by a group."),
        ("alice", "Your PACER account is already linked to the CM/ECF account for Alice Moreno at this court."),
    ):
        visitor = newcomer(java_script_enabled=False)
        visitor.sign_in(demo.people[username])
        visitor.goto("flsd", "/utilities/link-account")
        visitor.reads(told)
