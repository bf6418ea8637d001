"""A court moves to NextGen. Last of all, since it changes the bankruptcy court for good."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from visitor import Visitor

from opencmecf.testing.running import DemoPerson, Login, RunningDemo

pytestmark = pytest.mark.journey

LINK = "Link a CM/ECF account to my PACER account"


def announces_rehearses_and_moves(adele: Visitor, alice: Visitor, hers: Login) -> None:
    """The administrator announces the date, rehearses the move, and carries it out; everybody is told of the date."""
    adele.sign_in_to_file(hers.login, hers.password, "flsb")
    adele.choose("Utilities")
    adele.click("Move to NextGen")
    adele.page_ok("go-live")
    adele.fill(**{"Go-live_date": "1/2/2020"})
    adele.click("Announce")
    adele.reads("The go-live date has passed.")
    adele.page_ok("go-live-refused")
    adele.fill(**{"Go-live_date": "1/27/2099"})
    adele.click("Announce")
    alice.goto("flsb")
    alice.reads("This court moves to NextGen CM/ECF on 01/27/2099.")
    adele.click("Rehearse the move")
    adele.reads("accounts are ready", "Nothing has changed by this rehearsal.")
    adele.page_ok("go-live-rehearsal")
    adele.goto("flsb", "/court/go-live")
    adele.click("Move to NextGen now")


def has_to_log_in_with_pacer(alice: Visitor, person: DemoPerson) -> None:
    """The login that the court had issued ends where it is, and does not sign in any more."""
    alice.choose("Bankruptcy")
    alice.is_asked_to_sign_in()
    alice.goto("flsb")
    alice.page.get_by_role("link", name="Document Filing System").click()
    alice.answer_pacer_login(person)
    alice.reads("Welcome, Alice Moreno.")
    alice.goto("flsb", "/bankruptcy")
    alice.reads("You cannot file in this court yet.")


def begins_a_filing(alice: Visitor) -> None:
    """With the court's own login, before the move."""
    alice.goto("flsb", "/bankruptcy/plans?event=plan-chapter-11")
    alice.click("Next")
    expect(alice.heading).to_have_text("Case number")


def finds_what_she_had_begun(alice: Visitor) -> None:
    """What was begun with the court's own login is hers with the PACER account as well."""
    alice.click("My Drafts")
    alice.click("Chapter 11 Plan")
    expect(alice.heading).to_have_text("Case number")


def links_and_files_at_her_third_court(alice: Visitor, issued: Login) -> None:
    """The court's login only links now; then she files at her third court with one login."""
    alice.click(LINK)
    alice.offer_to_link(issued.login, issued.password)
    alice.click("Submit")
    alice.reads("The CM/ECF account for Alice Moreno is now linked to your CSO account.")
    alice.page_ok("linked-after-go-live")
    finds_what_she_had_begun(alice)
    alice.choose("Bankruptcy")
    alice.reads("This account is ready for filing documents.")
    for court, item in (("flsd", "Civil"), ("ca11", "Filing")):
        alice.goto(court, "/cgi-bin/login.pl")
        alice.choose(item)
        alice.reads("This account is ready for filing documents.")


def sees_that_the_court_has_moved(adele: Visitor, hers: Login, person: DemoPerson) -> None:
    """The administrator's own session was one of those logins; the page says what has happened once she is linked."""
    adele.goto("flsb")
    adele.page.get_by_role("link", name="Document Filing System").click()
    adele.answer_pacer_login(person)
    adele.goto("flsb", "/utilities/link-account")
    adele.offer_to_link(hers.login, hers.password)
    adele.click("Submit")
    adele.choose("Utilities")
    adele.click("Move to NextGen")
    adele.reads("This court moved to NextGen on")
    adele.page_ok("gone-live")
    expect(adele.page.get_by_role("button", name="Move to NextGen now")).to_have_count(0)


def undoes_the_move(adele: Visitor) -> None:
    """Nothing has been filed yet, so it can be undone."""
    adele.click("Undo the move")
    adele.page_ok("go-live-undo")
    adele.click("Undo the move")
    adele.reads("Fill in “Reason”.")
    adele.page.get_by_label("Reason").fill("Half of the bar has not upgraded yet.")
    adele.click("Undo the move")


def files_with_the_login_of_the_court_again(alice: Visitor, issued: Login) -> None:
    """Links have ended, and the court's logins are the way in again."""
    alice.open_mail("alice@example.com", "not linked to a PACER account any more")
    alice.reads("put off its move to NextGen")
    alice.goto("flsb", "/forgot-login")
    alice.page.get_by_label("E-mail address").fill("alice@example.com")
    alice.click("Submit")
    alice.open_mail("alice@example.com", "Your CM/ECF login at")
    alice.page.goto(alice.page.get_by_role("link", name="/reset-login").first.get_attribute("href") or "")
    for label in ("New CM/ECF password", "The same password again"):
        alice.page.get_by_label(label).fill("four-new-words-in-a-row")
    alice.click("Submit")
    alice.sign_in_to_file(issued.login, "four-new-words-in-a-row", "flsb")
    alice.choose("Bankruptcy")
    alice.reads("This account is ready for filing documents.")
    alice.goto("flsb", "/filing/drafts")
    alice.reads("Chapter 11 Plan")


def test_a_court_administrator_moves_the_court_to_nextgen(newcomer: Callable[..., Visitor], demo: RunningDemo) -> None:
    adele, alice = newcomer(), newcomer()
    hers, issued = demo.people["adele"].logins["flsb"], demo.people["alice"].logins["flsb"]
    alice.sign_in_to_file(issued.login, issued.password, "flsb")
    alice.choose("Bankruptcy")
    alice.reads("This account is ready for filing documents.")
    begins_a_filing(alice)
    announces_rehearses_and_moves(adele, alice, hers)
    has_to_log_in_with_pacer(alice, demo.people["alice"])
    links_and_files_at_her_third_court(alice, issued)
    sees_that_the_court_has_moved(adele, hers, demo.people["adele"])
    undoes_the_move(adele)
    files_with_the_login_of_the_court_again(alice, issued)
