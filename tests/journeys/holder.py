"""Somebody with a PACER account who sets up, shows and loses a second factor."""

from __future__ import annotations

import contextlib
import re
import time

import pyotp
from playwright.sync_api import BrowserContext, expect
from visitor import Visitor

from opencmecf.testing.running import DemoPerson, RunningDemo

CODE = "One-time passcode or backup code"
STEP_SECONDS, ENOUGH_SECONDS = 30, 12  # of a passcode; what is left of it must last for one page


class Holder(Visitor):
    """One person at one browser of one's own."""

    def __init__(
        self, demo: RunningDemo, context: BrowserContext, person: DemoPerson, *, has_scripts: bool = True
    ) -> None:
        super().__init__(demo, context, has_scripts=has_scripts)
        self.person = person

    def give_password(self) -> None:
        """Type username and password at Manage My Account, and go on to whatever comes next."""
        self.goto("pacer", "/manage")
        self.answer_pacer_login(self.person)
        expect(self.heading).not_to_have_text("PACER LOGIN")

    def log_in(self) -> None:
        """Log in where the password is enough."""
        self.give_password()
        self.reads("Account number")

    def log_out(self) -> None:
        """Log out everywhere."""
        self.goto("pacer", "/logout")
        if self.page.get_by_role("button", name="Log Out").count():
            self.click("Log Out")
        expect(self.heading).to_have_text("You have logged out")

    def type_code(self, code: str) -> None:
        """Answer the page that asks for one more step."""
        self.field(CODE).fill(code)
        self.click("Continue")

    def begin(self, button: str, then: str) -> None:
        """Press Add App and the like on the page of methods, and type the code from the mailbox if it is asked for.

        `then` is the heading of the page that follows.
        """
        self.goto("pacer", "/manage/mfa")
        seen = self.codes_in_the_mailbox()
        self.click(button)
        expect(self.heading).to_have_text(re.compile(rf"Type the code from your e-mail|{then}"))
        if self.page.get_by_label("Security code").count():
            self.field("Security code").fill(self.wait_for_code(seen))
            self.click("Continue")
        expect(self.heading).to_have_text(then)

    def codes_in_the_mailbox(self) -> list[str]:
        """Every security code that has come, the latest first."""
        with contextlib.closing(self.context.new_page()) as mailbox:
            mailbox.goto(self.demo.url("mail", f"/?to={self.person.email}"))
            links = mailbox.get_by_role("link", name="Your security code for PACER").all()
            addresses = [str(link.get_attribute("href")) for link in links]
            codes = []
            for address in addresses:
                mailbox.goto(self.demo.url("mail", address))
                codes += re.findall(r"\b\d{4} \d{4}\b", mailbox.locator("main").inner_text())[:1]
            return codes

    def wait_for_code(self, seen: list[str]) -> str:
        """The security code that comes next."""
        new: list[str] = []

        def has_come() -> bool:
            new[:] = [code for code in self.codes_in_the_mailbox() if code not in seen]
            return bool(new)

        self.demo.wait_for(has_come, 20)
        return new[0]

    def add_app(self, name: str) -> pyotp.TOTP:
        """Set up an authenticator app."""
        self.begin("Add App", "Add App")
        self.reads("Open your authenticator app")
        if self.has_scripts:
            width = self.page.locator("img.qr").evaluate(
                "async image => { await image.decode(); return image.naturalWidth; }"
            )
            assert width > 100
        self.page_ok("second-factor-add-app")
        app = pyotp.TOTP(self.page.locator("strong.record").inner_text().replace(" ", ""))
        self.fill(Name_of_this_app=name, Code_that_the_app_shows_now=self.passcode(app, -1))
        self.click("Add the app")
        self.reads("The authenticator app was added", name)
        return app

    def passcode(self, app: pyotp.TOTP, steps: int = 0) -> str:
        """What the app shows now, or so many steps of time later, good for long enough to be typed and read."""
        left = STEP_SECONDS - time.time() % STEP_SECONDS
        if left < ENOUGH_SECONDS:
            self.page.wait_for_timeout((left + 0.1) * 1000)
        return app.at(int(time.time()) + steps * STEP_SECONDS)
