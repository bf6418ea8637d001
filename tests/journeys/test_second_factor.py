"""Second factors in a real browser: an app, a passkey, backup codes; by keyboard alone; without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from holder import CODE, Holder
from playwright.sync_api import Browser, Page, expect

from opencmecf.testing.running import RunningDemo

pytestmark = pytest.mark.journey

FINGER = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}

Come = Callable[..., Holder]


@pytest.fixture(scope="module")
def demo(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDemo]:
    """A demonstration of this file's own: a second factor would stand in the way of other journeys."""
    running = RunningDemo(tmp_path_factory.mktemp("second-factor"))
    try:
        yield running
        running.check()
    finally:
        running.stop()


@pytest.fixture
def come(browser: Browser, demo: RunningDemo, request: pytest.FixtureRequest) -> Come:
    """Have somebody come, by username: `come("jones", java_script_enabled=False)`."""

    def holder(username: str, **options: bool) -> Holder:
        context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce", **options)
        request.addfinalizer(context.close)
        person, has_scripts = demo.people[username], options.get("java_script_enabled", True)
        return Holder(demo, context, person, has_scripts=has_scripts)

    return holder


def test_an_app_is_set_up_and_logs_in(come: Come) -> None:
    alice = come("alice")
    alice.log_in()
    alice.page_ok("second-factor-manage")
    alice.click("Manage MFA Settings")
    alice.reads("your password alone opens nothing")
    alice.page_ok("second-factor-methods-none")
    alice.click("Add App")
    expect(alice.heading).to_have_text("Type the code from your e-mail")
    alice.page_ok("second-factor-confirm")
    alice.wait_for_code([])  # else it might come later than the one that counts
    app = alice.add_app("My phone")
    alice.reads("Add a second method")
    alice.page_ok("second-factor-methods-one")

    alice.log_out()
    alice.give_password()
    alice.reads("One more step")
    alice.page_ok("second-factor-one-more-step")
    expect(alice.page).to_have_url(re.compile("/csologin/second-factor"))  # not where the password was sent
    alice.page.reload()
    alice.reads("One more step")
    alice.type_code("000000")
    alice.reads("This code is not right")
    alice.page_ok("second-factor-wrong-code")
    alice.click("I do not have access to my method")
    expect(alice.heading).to_have_text("I do not have access to my method")
    alice.page_ok("second-factor-no-access")
    alice.click("Back to the code")
    alice.field(CODE).fill(alice.passcode(app))
    alice.page.get_by_text("Remember this browser for 30 days").click()
    alice.click("Continue")
    alice.reads("Account number")

    alice.log_out()
    alice.log_in()
    alice.goto("pacer", "/manage/mfa")
    alice.reads("Confirm that it is you")
    alice.page_ok("second-factor-confirm-that-it-is-you")
    alice.type_code(alice.passcode(app, 1))
    alice.reads("Remembered browsers")
    alice.page_ok("second-factor-methods-remembered")
    alice.goto("pacer", "/manage/sessions")
    alice.reads("Where you are logged in", "on Linux")
    alice.page_ok("second-factor-sessions")
    alice.goto("pacer", "/manage/security-log")
    alice.reads("Refused", "Browser: second factor")
    alice.page_ok("second-factor-security-log")


def test_a_passkey_is_made_and_logs_in_without_a_username(come: Come) -> None:
    robert = come("robert")
    devtools = robert.context.new_cdp_session(robert.page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": FINGER})
    robert.log_in()
    robert.begin("Add Passkey", "Add Passkey")
    robert.reads("Your browser asks for your finger")
    robert.page_ok("second-factor-add-passkey")
    robert.page.get_by_label("Name of this passkey").fill("Office computer")
    robert.click("Make the passkey")
    robert.reads("The passkey was added", "Office computer")
    robert.page_ok("second-factor-methods-passkey")

    robert.log_out()
    robert.goto("pacer", "/manage")
    expect(robert.page.locator("[data-problem]")).to_be_hidden()
    robert.page_ok("second-factor-login")
    robert.click("Log in with a passkey")
    robert.reads("Account number", "Robert")

    robert.log_out()
    robert.give_password()
    robert.reads("One more step")
    robert.page_ok("second-factor-one-more-step-passkey")
    robert.click("Use a passkey")
    robert.reads("Account number")

    robert.log_out()
    robert.goto("flsd", "/cgi-bin/login.pl")
    robert.click("Log in with a passkey")
    robert.reads("Robert")


def test_backup_codes_and_a_keyboard_are_enough(come: Come) -> None:
    """Everything with Tab, Enter and typing, and the focus can be seen at each stop."""
    carla = come("carla")
    keyboard = carla.page.keyboard
    carla.goto("pacer", "/manage")
    _tab_to(carla.page, "Username")
    keyboard.type(carla.person.username)
    _tab_to(carla.page, "Password")
    keyboard.type(carla.person.password)
    keyboard.press("Enter")
    carla.reads("Account number")
    _tab_to(carla.page, "Manage MFA Settings")
    keyboard.press("Enter")
    carla.reads("Ten codes to print")
    _tab_to(carla.page, "Get New Codes")
    keyboard.press("Enter")
    carla.reads("Type the code from your e-mail")
    code = carla.wait_for_code([])
    _tab_to(carla.page, "Security code")
    keyboard.type(code)
    keyboard.press("Enter")
    carla.reads("You get ten codes")
    carla.page_ok("second-factor-get-new-codes")
    _tab_to(carla.page, "Show the codes")
    keyboard.press("Enter")
    carla.reads("They are shown this once")
    carla.page_ok("second-factor-codes")
    codes = carla.page.locator(".codes li").all_inner_texts()
    assert len(codes) == 10
    _tab_to(carla.page, "I have kept them")
    keyboard.press("Enter")
    carla.reads("10 of your ten codes are left")

    carla.log_out()
    carla.give_password()
    carla.reads("One more step")
    _tab_to(carla.page, "One-time passcode or backup code")
    keyboard.type(codes[0])
    keyboard.press("Enter")
    carla.reads("Account number")
    carla.log_out()
    carla.give_password()
    _tab_to(carla.page, "One-time passcode or backup code")
    keyboard.type(codes[0])
    keyboard.press("Enter")
    carla.reads("This code is not right")


def test_without_scripts_everything_but_passkeys(come: Come) -> None:
    jones = come("jones", java_script_enabled=False)
    jones.goto("pacer", "/manage")
    jones.is_asked_to_sign_in()
    expect(jones.page.get_by_role("button", name="Log in with a passkey")).to_have_count(0)
    jones.log_in()
    app = jones.add_app("Chambers")
    jones.begin("Get New Codes", "Get New Codes")
    jones.click("Show the codes")
    jones.reads("They are shown this once")
    jones.log_out()
    jones.give_password()
    jones.type_code(jones.passcode(app))
    jones.reads("Account number")


def test_a_lost_second_factor_is_reset_only_after_the_holder_was_told(come: Come) -> None:
    leo = come("charlie")
    leo.log_in()
    leo.add_app("Lost phone")
    sasha = come("sasha")
    sasha.log_in()
    sasha.click("Service Center")
    sasha.click("Lost second factor")
    expect(sasha.heading).to_have_text("Lost second factor")
    sasha.page_ok("second-factor-desk-find")
    sasha.page.get_by_label("Account number or username").fill("charlie")
    sasha.click("Find the account")
    sasha.reads("Lost phone")
    sasha.page_ok("second-factor-desk-account")
    sasha.page.get_by_label("Who asked, and how you made sure who it is").fill("Called back; telephone stolen.")
    sasha.page.get_by_text("The account has no telephone number").click()
    sasha.click("Request the reset")
    sasha.reads("A reset waits")
    sasha.page_ok("second-factor-desk-waiting")
    leo.goto("pacer", "/manage/history")
    leo.reads("The PACER Service Center looked at the account", "Called back; telephone stolen.")
    link = _link_in_mail(leo, "are going to be removed")
    leo.page.goto(link)
    leo.reads("Keep your login methods")
    leo.page_ok("second-factor-stop-reset")
    leo.click("Do not remove them")
    leo.reads("Your login methods stay as they are")
    sasha.page.reload()
    sasha.reads("Request a reset")


def _link_in_mail(holder: Holder, subject: str) -> str:
    holder.open_mail(holder.person.email, subject)
    expect(holder.heading).to_contain_text(subject)
    (link,) = re.findall(r"http://\S+stop-reset\S+", holder.page.locator("main").inner_text())
    return str(link)


def _tab_to(page: Page, name: str) -> None:
    """Press Tab until the element of that name has the focus, and look whether one sees it."""
    for _ in range(60):
        page.keyboard.press("Tab")
        found = page.evaluate(
            """() => { const at = document.activeElement; const label = at.labels && at.labels[0];
                return [(label || at).innerText.replace(' *', '').trim(), getComputedStyle(at).outlineStyle]; }"""
        )
        if found[0] == name:
            assert found[1] != "none", f"the focus on {name} cannot be seen"
            return
    raise AssertionError(f"{name} cannot be reached by keyboard")
