"""Whoever may not link or file is told why, and what to do about it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from visitor import Visitor

from opencmecf.foundation.processes import wait_until
from opencmecf.testing.running import RunningDemo

pytestmark = pytest.mark.journey

LINK = "/utilities/link-account"
NOT_RIGHT = "The CM/ECF login or password is not right."
NEW_PASSWORD = "seven-herons-crossed-at-dusk"


def test_wrong_court_logins_are_counted_and_names_that_differ_are_warned_of(
    newcomer: Callable[..., Visitor], demo: RunningDemo
) -> None:
    miriam, person = newcomer(), demo.people["mvane"]
    issued = person.logins["flsd"]
    miriam.sign_in(person)
    miriam.goto("flsd", LINK)
    for _ in range(5):
        miriam.offer_to_link(issued.login, "not-what-the-court-issued")
        miriam.reads(NOT_RIGHT, "not those of your PACER account", "Forgot login/password")
    miriam.page_ok("refused-wrong-login")

    # From the sixth on even the right password has to wait.
    miriam.offer_to_link(issued.login, issued.password)
    miriam.reads("There were too many wrong tries. Wait", "Forgot login/password")
    miriam.page_ok("refused-too-many-tries")

    def may_try_again() -> bool:
        with miriam.page.expect_navigation():
            miriam.offer_to_link(issued.login, issued.password)
        return miriam.page.get_by_text("Do you want to link these accounts?").count() > 0

    wait_until(may_try_again, 15, pause=lambda _: miriam.page.wait_for_timeout(1000))

    # The names differ: she is warned, and may go on.
    expect(miriam.fact("CM/ECF")).to_have_text("Miriam Vane")
    expect(miriam.fact("PACER")).to_have_text("Miriam Vane-Castillo")
    miriam.reads("The names differ")
    miriam.page_ok("confirm-link-names-differ")
    miriam.click("Submit")
    miriam.reads("The CM/ECF account for Miriam Vane is now linked to your CSO account.")


def test_a_court_that_has_not_moved_says_when_it_will(newcomer: Callable[..., Visitor], demo: RunningDemo) -> None:
    nadia = newcomer()
    nadia.sign_in_to_view(demo.people["nadia"], "flsb")
    nadia.goto("flsb", LINK)
    announced = re.compile(r"moves to NextGen on \d\d/\d\d/\d{4}\. Accounts can be linked from that day on\.")
    expect(nadia.page.locator("main")).to_contain_text(announced)
    nadia.reads("file here with the login that the court issued to you")
    nadia.page_ok("refused-not-live")


def test_a_legacy_account_is_upgraded_and_then_linked(newcomer: Callable[..., Visitor], demo: RunningDemo) -> None:
    leonard, person = newcomer(), demo.people["leonard"]
    leonard.goto("pacer", "/manage")
    leonard.answer_pacer_login(person)
    expect(leonard.fact("Account Type")).to_have_text("Legacy PACER Account (Upgrade)")
    leonard.page_ok("manage-my-account-legacy")
    leonard.goto("flsd", "/cgi-bin/login.pl")
    leonard.reads("Welcome, Leonard Gracy.")
    leonard.goto("flsd", LINK)
    leonard.reads("Your PACER account is a Legacy account. It must be upgraded before it can be linked.")
    leonard.page_ok("refused-legacy")
    leonard.click("Upgrade my PACER account")

    expect(leonard.heading).to_have_text("Person")
    leonard.page_ok("upgrade-person")
    leonard.field("User type").select_option("Private attorney")
    leonard.click("Next")
    expect(leonard.heading).to_have_text("Address")
    leonard.page_ok("upgrade-address")
    leonard.fill(Telephone="305-555-0142")
    leonard.click("Next")
    expect(leonard.heading).to_have_text("Security")
    leonard.page_ok("upgrade-security")
    leonard.fill(Your_present_password=person.password, New_password=NEW_PASSWORD, New_password_again=NEW_PASSWORD)
    leonard.click("Submit")
    expect(leonard.heading).to_have_text("Upgrade is complete")
    expect(leonard.fact("Account Type")).to_have_text("Upgraded PACER Account")
    leonard.page_ok("upgrade-complete")
    person.password = NEW_PASSWORD

    # Back at the court, still signed in or after one more login, the same page now lets him link.
    leonard.goto("flsd", LINK)
    if leonard.page.get_by_role("heading", name="PACER LOGIN").count():
        leonard.answer_pacer_login(person)
    leonard.offer_to_link(person.logins["flsd"].login, person.logins["flsd"].password)
    leonard.click("Submit")
    leonard.reads("The CM/ECF account for Leonard Gracy is now linked to your CSO account.")


def test_a_shared_account_views_but_neither_links_nor_files(
    newcomer: Callable[..., Visitor], demo: RunningDemo
) -> None:
    office = newcomer()
    office.sign_in(demo.people["harborlaw"])
    office.choose("Query")
    expect(office.heading).to_have_text("Query")
    office.goto("flsd", LINK)
    office.reads(
        "This PACER account is shared by a group. Shared accounts can view, and cannot file or be linked.",
        "Every filer needs an individual PACER account.",
    )
    office.page_ok("refused-shared")
    office.goto("flsd", "/civil")
    office.reads("Shared accounts can view, and cannot file or be linked.", "Register an individual PACER account")
    office.goto("flsd", LINK)
    office.click("Register an individual PACER account")
    expect(office.heading).to_have_text("Register for an account")


def test_somebody_who_is_linked_is_not_linked_twice(newcomer: Callable[..., Visitor], demo: RunningDemo) -> None:
    alice = newcomer()
    alice.sign_in(demo.people["alice"])
    alice.goto("flsd", LINK)
    alice.reads("Your PACER account is already linked to the CM/ECF account for Alice Moreno at this court.")
    alice.page_ok("refused-already-linked-alice")

    # Her menu offers it no more, and shows which accounts are linked.
    alice.choose("Utilities")
    alice.click("Show PACER Account")
    expect(alice.heading).to_have_text("Show PACER Account")
    expect(alice.fact("CM/ECF")).to_have_text("Alice Moreno")
    alice.page_ok("show-pacer-account")
    alice.choose("Utilities")
    expect(alice.page.get_by_role("link", name="Link a CM/ECF account to my PACER account")).to_have_count(0)


def test_a_firm_account_is_refused_at_a_court(newcomer: Callable[..., Visitor], demo: RunningDemo) -> None:
    frances = newcomer()
    frances.goto("flsd", "/cgi-bin/login.pl")
    frances.answer_pacer_login(demo.people["firmadmin"])
    frances.reads("This is a PACER Administrative Account.", "it neither searches nor files")
    frances.reads("log in here with your individual PACER account")
    frances.page_ok("refused-firm")
    frances.click("Log Out")
    expect(frances.heading).to_have_text("Do you want to log out?")
    frances.click("Log Out")
    expect(frances.heading).to_have_text("You have logged out")


def test_nobody_files_before_linking(newcomer: Callable[..., Visitor], demo: RunningDemo) -> None:
    charlie = newcomer()
    charlie.sign_in(demo.people["charlie"])
    for path in ("/civil", "/criminal"):
        charlie.goto("flsd", path)
        charlie.reads("You cannot file in this court yet.")
    charlie.page_ok("refused-filing")
    charlie.click("Link a CM/ECF account to my PACER account")
    expect(charlie.page.get_by_label("CM/ECF login")).to_be_visible()


def test_a_browser_without_cookies_gets_help(newcomer: Callable[..., Visitor], demo: RunningDemo) -> None:
    # None at all: the login page itself notices.
    robert, person = newcomer(), demo.people["robert"]
    robert.goto("flsd", "/cgi-bin/login.pl")
    robert.context.clear_cookies()
    robert.answer_pacer_login(person)
    expect(robert.heading).to_have_text("Your browser sent no cookie")
    robert.reads("Your browser must be set to accept cookies in order to log in to this site.", "Close and reopen")
    robert.page_ok("cookies-off")

    # None for the court: the court notices on the way back.
    robert.goto("flsd", "/cgi-bin/login.pl")
    robert.context.clear_cookies(name="sign-in")
    robert.answer_pacer_login(person)
    expect(robert.heading).to_have_text("Your browser sent no cookie")
    robert.page_ok("cookies-off-at-the-court")
    robert.click("Back to the page")
    robert.reads("Welcome, Robert T. Okafor Jr.")


def test_a_session_that_ends_halfway_loses_nothing(newcomer: Callable[..., Visitor], demo: RunningDemo) -> None:
    nadia, person = newcomer(), demo.people["nadia"]
    issued = person.logins["flsd"]
    nadia.sign_in(person)
    nadia.goto("flsd", LINK)

    # On the first page: all but the password is sent once more, and it is asked for.
    nadia.context.clear_cookies(name="session")
    nadia.offer_to_link(issued.login, issued.password)
    nadia.answer_pacer_login(person)
    nadia.reads("Nothing has been done with it yet.", issued.login)
    nadia.page_ok("link-account-again")
    nadia.click("Send once more")
    expect(nadia.field("CM/ECF login")).to_have_value(issued.login)
    nadia.page_ok("link-account-password-again")
    nadia.offer_to_link(issued.login, issued.password)

    # On the second: there is nothing to type, and it is shown again.
    expect(nadia.fact("CM/ECF")).to_have_text("Nadia Farouk")
    nadia.context.clear_cookies(name="session")
    nadia.click("Submit")
    nadia.answer_pacer_login(person)
    nadia.click("Submit")
    nadia.reads("The CM/ECF account for Nadia Farouk is now linked to your CSO account.")
