"""Second factors in a real browser: an app, a passkey, backup codes; by keyboard alone; without scripts."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyotp
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
PICTURES = Path(os.environ.get("SECOND_FACTOR_PICTURES", ROOT / "var" / "screenshots"))
CHROMIUM = shutil.which(os.environ.get("CHROMIUM", "chromium")) or shutil.which("google-chrome")
RUN_AXE = """async () => {
  const found = await axe.run(document, {resultTypes: ['violations'], rules: {'target-size': {enabled: true}}});
  return found.violations.map(one => `${one.id}: ${one.nodes.map(node => node.html).join(' | ')}`);
}"""
BESIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
FINGER = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}

pytestmark = pytest.mark.journey


@dataclass
class Town:
    """A demonstration of this file's own."""

    port: int
    people: dict[str, dict[str, Any]]

    def url(self, host: str, path: str = "/") -> str:
        return f"http://{host}.localhost:{self.port}{path}"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    var = tmp_path_factory.mktemp("second-factor")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    ours = ("DATABASE_URL", "SECRET_KEY", "CMECF_VAR", "DJANGO_SETTINGS_MODULE")
    environment = {name: value for name, value in os.environ.items() if name not in ours}
    command = [sys.executable, "-m", "opencmecf.cli", "demo", "--port", str(port), "--var", str(var)]
    with (var / "output.txt").open("wb") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output)
    try:
        _wait_until_it_answers(process, port, var / "output.txt")
        described = subprocess.run(
            [*command[:4], "--describe", *command[4:]], cwd=ROOT, env=environment, capture_output=True, check=True
        )
        people = {person["username"]: person for person in json.loads(described.stdout)["people"]}
        yield Town(port, people)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(30)


def _wait_until_it_answers(process: subprocess.Popen[bytes], port: int, output: Path) -> None:
    for _ in range(180):
        assert process.poll() is None, output.read_text()
        if "Ctrl-C" in output.read_text():
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5).close()
                return
        time.sleep(0.5)
    raise AssertionError(output.read_text())


@pytest.fixture(scope="module")
def chromium(town: Town) -> Iterator[Browser]:
    if not CHROMIUM:
        pytest.skip("NO CHROMIUM HERE: NO BROWSER JOURNEY WAS RUN.")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield launched
        launched.close()


@pytest.fixture
def newcomer(chromium: Browser, town: Town, request: pytest.FixtureRequest) -> Callable[..., Visitor]:
    """Somebody at a browser of their own."""

    def come(username: str, **options: Any) -> Visitor:
        context = chromium.new_context(viewport={"width": 1280, "height": 900}, **options)
        context.set_default_timeout(15_000)
        request.addfinalizer(context.close)
        return Visitor(town, context, username)

    return come


class Visitor:
    """One person at one browser."""

    def __init__(self, town: Town, context: BrowserContext, username: str) -> None:
        self.town, self.context, self.person = town, context, town.people[username]
        self.page: Page = context.new_page()
        self.noise: list[str] = []
        self.page.on("console", lambda said: self.noise.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.noise.append(str(error)))

    def goto(self, path: str) -> None:
        self.page.goto(self.town.url("pacer", path))

    def give_password(self, path: str = "/manage") -> None:
        self.goto(path)
        self.page.get_by_label("Username").fill(self.person["username"])
        self.page.get_by_label("Password").fill(self.person["password"])
        self.click("Login")

    def click(self, name: str) -> None:
        link, button = (self.page.get_by_role(role, name=name, exact=True) for role in ("link", "button"))
        link.or_(button).first.click()

    def reads(self, *texts: str) -> None:
        for text in texts:
            expect(self.page.locator("main")).to_contain_text(text)

    def begin(self, button: str) -> None:
        """Press Add App and the like on the page of methods, and type the code from the mailbox."""
        self.goto("/manage/mfa")
        seen = self.codes_in_the_mailbox()
        self.click(button)
        if self.page.get_by_label("Security code").count():
            code = self.wait_for_code(seen)
            self.page.get_by_label("Security code").fill(code)
            self.click("Continue")

    def codes_in_the_mailbox(self) -> list[str]:
        """Every security code that has come, the latest first."""
        with contextlib.closing(self.context.new_page()) as mailbox:
            mailbox.goto(self.town.url("mail", f"/?to={self.person['username']}@example.com"))
            links = mailbox.get_by_role("link", name="Your security code for PACER").all()
            addresses = [str(link.get_attribute("href")) for link in links]
            codes = []
            for address in addresses:
                mailbox.goto(self.town.url("mail", address))
                codes += re.findall(r"\b\d{4} \d{4}\b", mailbox.locator("main").inner_text())[:1]
            return codes

    def wait_for_code(self, seen: list[str]) -> str:
        for _ in range(40):
            new = [code for code in self.codes_in_the_mailbox() if code not in seen]
            if new:
                return new[0]
            time.sleep(0.5)
        raise AssertionError("no code has come")

    def add_app(self, name: str) -> pyotp.TOTP:
        self.begin("Add App")
        self.reads("Open your authenticator app")
        width = self.page.locator("img.qr").evaluate(
            "async image => { await image.decode(); return image.naturalWidth; }"
        )
        assert width > 100
        secret = self.page.locator("strong.record").inner_text().replace(" ", "")
        self.page_ok("add-app")
        app = pyotp.TOTP(secret)
        self.page.get_by_label("Name of this app").fill(name)
        self.page.get_by_label("Code that the app shows now").fill(app.at(int(time.time()) - 30))
        self.click("Add the app")
        self.reads("The authenticator app was added", name)
        return app

    def log_out(self) -> None:
        self.goto("/logout")
        if self.page.get_by_role("button", name="Log Out").count():
            self.click("Log Out")

    def page_ok(self, name: str) -> None:
        """axe-core is silent, nothing sticks out sideways, the console is empty; a picture stays at each width."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        self.page.evaluate(AXE.read_text())
        for width in (1280, 320):
            self.page.set_viewport_size({"width": width, "height": 900})
            self.page.screenshot(path=str(PICTURES / f"second-factor-{name}-{width}.png"), full_page=True)
            assert self.page.evaluate(BESIDE) <= 0, f"{name} scrolls sideways at {width} pixels"
            found = self.page.evaluate(RUN_AXE)
            assert not found, f"{name} at {width} pixels: {found}"
        self.page.set_viewport_size({"width": 1280, "height": 900})
        assert not self.noise, f"{name}: {self.noise}"


Newcomer = Callable[..., Visitor]


def test_an_app_is_set_up_and_logs_in(newcomer: Newcomer) -> None:
    alice = newcomer("alice")
    alice.give_password()
    alice.reads("Manage My Account")
    alice.page_ok("manage")
    alice.click("Manage MFA Settings")
    alice.reads("your password alone opens nothing")
    alice.page_ok("methods-none")
    alice.click("Add App")
    alice.page_ok("confirm")
    app = alice.add_app("My phone")
    alice.reads("Add a second method")
    alice.page_ok("methods-one")

    alice.log_out()
    alice.give_password()
    alice.reads("One more step")
    alice.page_ok("one-more-step")
    alice.page.get_by_label("One-time passcode or backup code").fill("000000")
    alice.click("Continue")
    alice.reads("This code is not right")
    alice.page_ok("wrong-code")
    alice.click("I do not have access to my method")
    alice.page_ok("no-access")
    alice.click("Back to the code")
    alice.page.get_by_label("One-time passcode or backup code").fill(app.now())
    alice.page.get_by_text("Remember this browser for 30 days").click()
    alice.click("Continue")
    alice.reads("Account number")

    alice.log_out()
    alice.give_password()
    alice.reads("Account number")
    alice.goto("/manage/mfa")
    alice.reads("Confirm that it is you")
    alice.page_ok("confirm-that-it-is-you")
    alice.page.get_by_label("One-time passcode or backup code").fill(app.at(int(time.time()) + 30))
    alice.click("Continue")
    alice.reads("Remembered browsers")
    alice.page_ok("methods-remembered")
    alice.goto("/manage/sessions")
    alice.reads("Where you are logged in", "on Linux")
    alice.page_ok("sessions")
    alice.goto("/manage/security-log")
    alice.reads("Refused", "Browser: second factor")
    alice.page_ok("security-log")


def test_a_passkey_is_made_and_logs_in_without_a_username(newcomer: Newcomer) -> None:
    robert = newcomer("robert")
    devtools = robert.context.new_cdp_session(robert.page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": FINGER})
    robert.give_password()
    robert.begin("Add Passkey")
    robert.reads("Your browser asks for your finger")
    robert.page_ok("add-passkey")
    robert.page.get_by_label("Name of this passkey").fill("Office computer")
    robert.click("Make the passkey")
    robert.reads("The passkey was added", "Office computer")
    robert.page_ok("methods-passkey")

    robert.log_out()
    robert.goto("/manage")
    expect(robert.page.locator("[data-problem]")).to_be_hidden()
    robert.page_ok("login")
    robert.click("Log in with a passkey")
    robert.reads("Account number", "Robert")

    robert.log_out()
    robert.give_password()
    robert.reads("One more step")
    robert.page_ok("one-more-step-passkey")
    robert.click("Use a passkey")
    robert.reads("Account number")

    robert.log_out()
    robert.page.goto(f"http://ecf.flsd.localhost:{robert.town.port}/cgi-bin/login.pl")
    robert.click("Log in with a passkey")
    robert.reads("Robert")


def test_backup_codes_and_a_keyboard_are_enough(newcomer: Newcomer) -> None:
    """Everything with Tab, Enter and typing, and the focus can be seen at each stop."""
    carla = newcomer("carla")
    keyboard = carla.page.keyboard
    carla.goto("/manage")
    _tab_to(carla.page, "Username")
    keyboard.type(carla.person["username"])
    _tab_to(carla.page, "Password")
    keyboard.type(carla.person["password"])
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
    carla.page_ok("get-new-codes")
    _tab_to(carla.page, "Show the codes")
    keyboard.press("Enter")
    carla.reads("They are shown this once")
    carla.page_ok("codes")
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


def test_without_scripts_everything_but_passkeys(newcomer: Newcomer) -> None:
    jones = newcomer("jones", java_script_enabled=False)
    jones.give_password()
    expect(jones.page.get_by_role("button", name="Log in with a passkey")).to_have_count(0)
    jones.begin("Add App")
    secret = jones.page.locator("strong.record").inner_text().replace(" ", "")
    app = pyotp.TOTP(secret)
    jones.page.get_by_label("Name of this app").fill("Chambers")
    jones.page.get_by_label("Code that the app shows now").fill(app.at(int(time.time()) - 30))
    jones.click("Add the app")
    jones.reads("The authenticator app was added")
    jones.begin("Get New Codes")
    jones.click("Show the codes")
    jones.reads("They are shown this once")
    jones.log_out()
    jones.give_password()
    jones.page.get_by_label("One-time passcode or backup code").fill(app.now())
    jones.click("Continue")
    jones.reads("Account number")


def test_a_lost_second_factor_is_reset_only_after_the_holder_was_told(newcomer: Newcomer) -> None:
    leo = newcomer("charlie")
    leo.give_password()
    leo.add_app("Lost phone")
    sasha = newcomer("sasha")
    sasha.give_password()
    sasha.click("Service Center")
    sasha.click("Lost second factor")
    sasha.page_ok("desk-find")
    sasha.page.get_by_label("Account number or username").fill("charlie")
    sasha.click("Find the account")
    sasha.reads("Lost phone")
    sasha.page_ok("desk-account")
    sasha.page.get_by_label("Who asked, and how you made sure who it is").fill("Called back; telephone stolen.")
    sasha.page.get_by_text("The account has no telephone number").click()
    sasha.click("Request the reset")
    sasha.reads("A reset waits")
    sasha.page_ok("desk-waiting")
    leo.goto("/manage/history")
    leo.reads("The PACER Service Center looked at the account", "Called back; telephone stolen.")
    link = _link_in_mail(leo, "are going to be removed")
    leo.page.goto(link)
    leo.reads("Keep your login methods")
    leo.page_ok("stop-reset")
    leo.click("Do not remove them")
    leo.reads("Your login methods stay as they are")
    sasha.page.reload()
    sasha.reads("Request a reset")


def _link_in_mail(visitor: Visitor, subject: str) -> str:
    address = f"/?to={visitor.person['username']}@example.com"
    for _ in range(40):
        visitor.page.goto(visitor.town.url("mail", address))
        found = visitor.page.get_by_role("link", name=re.compile(subject))
        if found.count():
            found.first.click()
            text = visitor.page.locator("main").inner_text()
            return re.findall(r"http://\S+stop-reset\S+", text)[0]
        time.sleep(0.5)
    raise AssertionError("no message has come")


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
