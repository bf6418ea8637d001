"""The desks: court accounts, a change that waits for the clerk, the service center, and the end of a session."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from visitor import Visitor

from opencmecf.testing.running import RunningDemo

pytestmark = pytest.mark.journey


def test_a_clerk_issues_an_account_and_unlinks_another(newcomer: Callable[..., Visitor], demo: RunningDemo) -> None:
    carla, robert = newcomer(), newcomer()
    carla.sign_in(demo.people["carla"])
    carla.choose("Utilities")
    carla.click("Court Accounts")
    carla.page_ok("court-accounts")
    carla.click("Issue an account")
    carla.page.get_by_label("CM/ECF login").fill("gh771204")
    carla.click("Issue and send the invitation")
    carla.reads("Fill in “First name”.")
    carla.page_ok("court-account-issue")
    carla.fill(First_name="Grace", Last_name="Hollister", **{"E-mail_address": "grace@example.com"})
    carla.click("Issue and send the invitation")
    carla.reads("The account has been issued, and the invitation is on its way.")
    carla.page_ok("court-account")
    carla.open_mail("grace@example.com", "Your account at")
    carla.reads("gh771204")

    robert.sign_in(demo.people["robert"])
    robert.choose("Civil")
    carla.goto("flsd", "/court/accounts?q=okafor")
    carla.click("Okafor, Robert T. Jr.")
    carla.click("Unlink")
    carla.page_ok("court-account-unlink")
    carla.page.get_by_label("Reason").fill("The wrong PACER account was linked.")
    carla.click("Unlink")
    carla.reads("The account has been unlinked.", "The wrong PACER account was linked.")
    robert.goto("flsd", "/civil")
    robert.reads("You cannot file in this court yet.")
    robert.goto("pacer", "/manage/courts")
    robert.awaits("not linked to a filing account", heading="Display Registered Courts")
    carla.open_mail("robert@example.com", "not linked to a PACER account any more")
    carla.reads("The wrong PACER account was linked.")


def test_a_clerk_ties_a_new_account_to_appearances_on_dockets(
    newcomer: Callable[..., Visitor], demo: RunningDemo
) -> None:
    dora = newcomer()
    dora.sign_in(demo.people["dora"], "ca11")
    dora.goto("ca11", "/court/accounts/issue")
    dora.page.get_by_label("CM/ECF login").fill("ro440817")
    dora.fill(First_name="Robert", Last_name="Okafor", Generation="Jr.", **{"E-mail_address": "robert@example.com"})
    dora.click("Issue and send the invitation")
    dora.reads(
        "Dockets of this court print attorneys who may be its holder", "Agrees: name, e-mail address", "21-10417"
    )
    dora.page_ok("appearances-to-look-at")
    dora.click("Tie to this account")
    dora.reads("No attorney is ticked.")
    dora.page_ok("appearances-none-ticked")
    dora.tick("Robert T. Okafor, Jr.")
    dora.click("Tie to this account")
    dora.reads("Tied. From now on these are cases of the account")
    dora.page_ok("appearances-tied")
    dora.open_mail("robert@example.com", "Cases at")
    dora.reads("21-10417")
    dora.goto("ca11", "/court/accounts?q=ro440817")
    dora.click("Okafor, Robert Jr.")
    dora.reads("Appearances on dockets were tied to the account: 1 (Robert T. Okafor, Jr.).")
    dora.click("Appearances")
    dora.page.get_by_role("button", name="Untie").click()
    dora.tick("Robert T. Okafor, Jr.")
    dora.click("Somebody else")
    dora.reads("Nobody will be asked again.")
    dora.page_ok("appearances-declined")
    dora.click("List them again")
    dora.reads("is listed again")


def test_a_changed_email_arrives_in_the_queue_of_the_clerk(newcomer: Callable[..., Visitor], demo: RunningDemo) -> None:
    alice, carla = newcomer(java_script_enabled=False), newcomer()
    alice.sign_in(demo.people["alice"])
    alice.goto("pacer", "/manage/email")
    for label in ("E-mail address", "E-mail address again"):
        alice.field(label).fill("alice@moreno.example.com")
    alice.field("Your present password").fill(demo.people["alice"].password)
    alice.click("Send the link")
    alice.open_mail("alice@moreno.example.com", "Confirm your new e-mail address for PACER")
    alice.page.get_by_role("link", name="/manage/email/confirm").click()
    alice.click("Confirm")
    carla.sign_in(demo.people["carla"])

    def waits() -> bool:
        carla.goto("flsd", "/court/contact-changes")
        return carla.page.get_by_role("link", name="Alice Moreno").count() > 0

    demo.wait_for(waits, 20)
    carla.page_ok("contact-changes")
    alice.goto("pacer", "/manage/courts/changes")
    alice.reads("Sent to flsd, waiting for the clerk")
    alice.picture("changes-at-courts", 1280)
    carla.click("Alice Moreno")
    carla.reads("alice@example.com", "alice@moreno.example.com")
    carla.page_ok("contact-change")
    carla.click("Approve and apply")
    carla.reads("Nothing waits.")
    carla.open_mail("alice@moreno.example.com", "has a new e-mail address for you")

    def is_told() -> bool:
        alice.goto("pacer", "/manage/courts/changes")
        return alice.page.get_by_text("Applied by the court").count() > 0

    demo.wait_for(is_told, 20)


def test_the_service_center_finds_looks_and_locks(newcomer: Callable[..., Visitor], demo: RunningDemo) -> None:
    sasha, nadia = newcomer(), newcomer()
    nadia.sign_in(demo.people["nadia"])
    sasha.goto("pacer", "/desk")
    sasha.answer_pacer_login(demo.people["sasha"])
    sasha.page.get_by_label("Name, username").fill("farouk")
    sasha.click("Find")
    sasha.page_ok("desk-find")
    sasha.click("Farouk, Nadia")
    sasha.page_ok("desk-person")
    sasha.click("Security log")
    sasha.page_ok("desk-security-log")
    sasha.page.go_back()
    sasha.click("Lock")
    sasha.page_ok("desk-lock")
    sasha.page.get_by_label("Reason").fill("Called and said that the laptop was stolen.")
    sasha.click("Lock the account")
    sasha.reads("Disabled")

    def is_out() -> bool:
        nadia.goto("pacer", "/manage")
        return nadia.heading.inner_text() == "PACER LOGIN"

    demo.wait_for(is_out, 20)
    sasha.click("Unlock")
    sasha.page.get_by_label("Reason").fill("Called back; all is well.")
    sasha.click("Unlock the account")
    sasha.reads("Active")
    nadia.goto("pacer", "/manage/history")
    nadia.answer_pacer_login(demo.people["nadia"])
    nadia.reads("looked at the account (the security log)", "The PACER Service Center locked the account (Called and")


def test_a_lost_mailbox_is_replaced_only_when_the_old_one_does_not_object(
    newcomer: Callable[..., Visitor], demo: RunningDemo
) -> None:
    sasha, nadia = newcomer(), newcomer()
    sasha.goto("pacer", "/desk?q=farouk")
    sasha.answer_pacer_login(demo.people["sasha"])
    sasha.click("Farouk, Nadia")
    sasha.click("Lost mailbox")
    sasha.reads("For somebody who cannot read this mailbox any more")
    sasha.page_ok("desk-lost-mailbox")
    for label in ("New e-mail address", "New e-mail address again"):
        sasha.field(label).fill("nadia@elsewhere.example")
    sasha.field("Who asked, and how you made sure who it is").fill("Has left the firm; called back.")
    sasha.click("Begin the change")
    sasha.reads("Tick the box")
    sasha.page_ok("desk-lost-mailbox-refused")
    sasha.tick("The account has no telephone number")
    sasha.click("Begin the change")
    sasha.reads("A new address waits", "is not confirmed yet")
    sasha.page_ok("desk-lost-mailbox-waits")

    nadia.open_mail("nadia@elsewhere.example", "Confirm your new e-mail address for PACER")
    nadia.page.get_by_role("link", name="/lost-mailbox/confirm").click()
    nadia.field("Account number or username").fill("somebody else")
    nadia.click("Confirm")
    nadia.reads("neither the number nor the username")
    nadia.page_ok("confirm-new-mailbox")
    nadia.field("Account number or username").fill(demo.people["nadia"].username)
    nadia.click("Confirm")
    nadia.reads("It counts from")
    nadia.page_ok("new-mailbox-confirmed")
    sasha.page.reload()
    sasha.reads("was confirmed from its mailbox")

    nadia.goto("pacer", "/manage")
    nadia.answer_pacer_login(demo.people["nadia"])
    nadia.reads("Your e-mail address is going to change")
    nadia.page_ok("manage-lost-mailbox")
    nadia.open_mail("nadia@example.com", "is going to change")
    nadia.page.get_by_role("link", name="/lost-mailbox/keep").click()
    nadia.reads("Keep your e-mail address")
    nadia.page_ok("keep-address")
    nadia.click("Keep the address")
    nadia.reads("We go on writing to nadia@example.com.")
    nadia.page_ok("address-kept")
    sasha.page.reload()
    sasha.reads("Begin the change")
    nadia.goto("pacer", "/manage/history")
    nadia.reads("Has left the firm; called back.", "the link in the message was used")


def test_somebody_asks_for_client_codes_of_his_own(newcomer: Callable[..., Visitor], demo: RunningDemo) -> None:
    charlie, later = newcomer(java_script_enabled=False), newcomer()
    charlie.goto("pacer", "/manage")
    charlie.answer_pacer_login(demo.people["charlie"])
    charlie.click("Update E-Filer Email Noticing and Frequency")
    charlie.reads("Courts send notices of filings")
    charlie.goto("pacer", "/manage")
    charlie.click("Set PACER Billing Preferences")
    charlie.tick("A client code is required")
    charlie.fill(Form_of_the_client_codes="@@-##", Example_of_a_client_code="12")
    charlie.click("Save")
    charlie.reads("This example does not have the form @@-##.")
    charlie.field("Example of a client code").fill("CR-12")
    charlie.click("Save")
    charlie.reads("The billing preferences were changed.")
    later.goto("pacer", "/manage")
    later.answer_pacer_login(demo.people["charlie"])
    later.reads("A Client Code is required for PACER search. Your codes look like CR-12.")
    later.answer_pacer_login(demo.people["charlie"], client_code="CR-13")
    later.click("Set PACER Billing Preferences")
    later.page_ok("billing-preferences")
    later.tick("A client code is required")
    later.click("Save")
    later.reads("The billing preferences were changed.")
    later.click("Update E-Filer Email Noticing and Frequency")
    later.reads("not linked to a filing account")
    later.page_ok("email-noticing")


def test_the_warning_before_the_session_ends_is_answered_with_one_key(
    newcomer: Callable[..., Visitor], demo: RunningDemo
) -> None:
    charlie = newcomer()
    charlie.page.clock.install()
    charlie.sign_in(demo.people["charlie"])
    warning = charlie.page.locator("#session-warning")
    expect(charlie.page.locator("footer")).to_contain_text("Logged in until")
    expect(warning).to_be_hidden()
    charlie.page.clock.run_for("57:30")
    expect(warning).to_be_visible()
    expect(warning.get_by_role("button")).to_be_focused()
    charlie.page_ok("session-warning")
    with charlie.page.expect_response("**/session/stay"):
        charlie.page.keyboard.press("Enter")
    expect(warning).to_be_hidden()
    charlie.page.clock.run_for("30:00")
    expect(warning).to_be_hidden()
    charlie.page.clock.run_for("40:00")
    expect(warning).to_contain_text("You have been logged out")
    charlie.page_ok("session-over")


def test_without_a_script_the_page_says_until_when(newcomer: Callable[..., Visitor], demo: RunningDemo) -> None:
    charlie = newcomer(java_script_enabled=False)
    charlie.sign_in(demo.people["charlie"])
    expect(charlie.page.locator("footer")).to_contain_text("every page that you open makes it longer")
    expect(charlie.page.locator("#session-warning")).to_be_hidden()
