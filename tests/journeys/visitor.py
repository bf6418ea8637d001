"""Somebody at a browser: where they go, what they read on the page, and whether the page is as a page must be."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Response, expect

from opencmecf.foundation.processes import wait_until
from opencmecf.testing.running import CHECKOUT, DemoPerson, RunningDemo

AXE = CHECKOUT / "node_modules" / "axe-core" / "axe.min.js"
RUN_AXE = """async () => {
  const found = await axe.run(document, {resultTypes: ['violations'], rules: {'target-size': {enabled: true}}});
  return found.violations.map(one => `${one.id}: ${one.nodes.map(node => node.html).join(' | ')}`);
}"""
WIDTHS = (1280, 320)
BESIDE_THE_SCREEN = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
NEXT_FRAME = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
STICKING_OUT = """() => [...document.querySelectorAll('body *')]
  .filter(one => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .map(one => `${one.tagName}.${one.className}`)"""
SIGN_ON_PAGE = "PACER LOGIN"


class Visitor:
    """One person at one browser."""

    SCREENSHOTS = CHECKOUT / "var" / "screenshots"

    def __init__(self, demo: RunningDemo, context: BrowserContext, *, has_scripts: bool = True) -> None:
        self.demo, self.context, self.has_scripts = demo, context, has_scripts
        self.noise: list[str] = []
        context.set_default_timeout(10_000)
        context.on("console", self._hear)
        context.on("weberror", lambda error: self.noise.append(str(error.error)))
        context.on("response", self._see)
        self.page = context.new_page()

    # --- going somewhere ---------------------------------------------------------------------------------------------

    def goto(self, site: str, path: str = "/") -> None:
        """Open a page by its address."""
        self.page.goto(self.demo.url(site, path))

    def new_tab(self) -> Page:
        """Another tab of the same browser, which becomes the one at hand; returns the former one."""
        former, self.page = self.page, self.context.new_page()
        return former

    def click(self, name: str) -> None:
        """Click the link or the button that reads `name`."""
        link, button = (self.page.get_by_role(role, name=name, exact=True) for role in ("link", "button"))
        link.or_(button).first.click()

    def choose(self, item: str) -> None:
        """Click an item of the menu bar."""
        self.page.locator("#topmenu").get_by_role("link", name=item, exact=True).click()

    def fill(self, **labels: str) -> None:
        """Fill in fields by their labels; `_` stands for a blank."""
        for label, value in labels.items():
            self.field(label.replace("_", " ")).fill(value)

    def tick(self, label: str) -> None:
        """Tick the box, or choose the answer, whose label holds these words."""
        self.page.locator("main label", has_text=label).first.click()

    def type_card(self, number: str, button: str) -> None:
        """Fill in the page of the card processor, and click the button that reads so."""
        self.fill(Name_on_the_card="As on the card", Card_number=number, Valid_until="04/2090", Security_code="123")
        self.fill(ZIP_code_of_the_bills="33131")
        self.click(button)

    def field(self, label: str) -> Locator:
        """The field with that label, with or without the star of a required one."""
        return self.page.get_by_label(label, exact=True).or_(self.page.get_by_label(f"{label} *", exact=True)).first

    # --- signing in --------------------------------------------------------------------------------------------------

    def sign_in(self, person: DemoPerson, court: str = "flsd", client_code: str = "") -> None:
        """From a court's home page through PACER LOGIN and back to the court."""
        self.goto(court)
        self.page.get_by_role("link", name="Document Filing System").click()
        self.answer_pacer_login(person, client_code)
        self.reads(f"Welcome, {person.name.removesuffix('.')}.")

    def sign_in_to_view(self, person: DemoPerson, court: str) -> None:
        """With the PACER account at a CurrentGen court."""
        self.goto(court, "/cgi-bin/login.pl?pacer")
        self.answer_pacer_login(person)
        self.reads(f"Welcome, {person.name.removesuffix('.')}.")

    def sign_in_to_file(self, login: str, password: str, court: str) -> None:
        """With the login that a CurrentGen court has issued."""
        self.goto(court, "/cgi-bin/login.pl")
        self.page.get_by_label("CM/ECF login").fill(login)
        self.page.get_by_label("CM/ECF password").fill(password)
        self.click("Login")

    def answer_pacer_login(self, person: DemoPerson, client_code: str = "") -> None:
        """Fill in PACER LOGIN."""
        expect(self.heading).to_have_text(SIGN_ON_PAGE)
        self.page.get_by_label("Username").fill(person.username)
        self.page.get_by_label("Password").fill(person.password)
        self.page.get_by_label("Client Code").fill(client_code)
        self.click("Login")

    # --- linking -----------------------------------------------------------------------------------------------------

    def offer_to_link(self, login: str, password: str) -> None:
        """Fill in the first page of linking and submit it."""
        self.page.get_by_label("CM/ECF login").fill(login)
        self.page.get_by_label("CM/ECF password").fill(password)
        self.click("Submit")

    # --- reading -----------------------------------------------------------------------------------------------------

    @property
    def heading(self) -> Locator:
        """The heading of the page."""
        return self.page.locator("h1")

    @property
    def menu(self) -> list[str]:
        """The menu bar."""
        return self.page.locator("#topmenu a").all_inner_texts()

    def reads(self, *texts: str) -> None:
        """Raise AssertionError unless the page holds each text."""
        for text in texts:
            expect(self.page.locator("main")).to_contain_text(text)

    def awaits(self, text: str, *, heading: str, seconds: float = 20) -> None:
        """Load the page under that heading again and again until it holds `text`, which a job brings.

        Waits for the heading first: a page cannot be loaded again while the browser is on its way to another.
        """
        expect(self.heading).to_have_text(heading)
        self.demo.wait_for(lambda: self.page.reload() is not None and self.page.get_by_text(text).count() > 0, seconds)

    def is_asked_to_sign_in(self) -> None:
        """Raise AssertionError unless this is PACER LOGIN."""
        expect(self.heading).to_have_text(SIGN_ON_PAGE)

    def fact(self, label: str) -> Locator:
        """The value beside `label` in a list of facts."""
        return self.page.locator(f"dt:text-is('{label}') + dd")

    def open_mail(self, to: str, subject: str) -> None:
        """Wait for a mail in the demonstration's mailbox and open it."""

        def has_come() -> bool:
            self.goto("mail", f"/?to={to}")
            return self.page.get_by_role("link", name=subject).count() > 0

        wait_until(has_come, 20)
        self.page.get_by_role("link", name=subject).first.click()

    # --- what every page must be -------------------------------------------------------------------------------------

    def page_ok(self, name: str) -> None:
        """Raise AssertionError unless axe-core finds nothing, nothing sticks out sideways and the console is silent.

        Leaves a picture of the page under `name` at each width. Where no scripts run, axe-core cannot run either; that
        is left to the visitors who have them.
        """
        if not self.has_scripts:
            assert not self.noise, f"{name}: {self.noise}"
            return
        self.page.wait_for_load_state()  # its words may be there before its style sheet is
        self.page.evaluate(_axe())
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 900})
            self.page.evaluate(NEXT_FRAME)  # media queries are looked at between frames
            beside = self.page.evaluate(BESIDE_THE_SCREEN)
            assert beside <= 0, f"{name} scrolls sideways at {width}: {self.page.evaluate(STICKING_OUT)}"
            violations = self.page.evaluate(RUN_AXE)
            assert not violations, f"{name} at {width} pixels: {violations}"
            self.picture(name, width)
        self.page.set_viewport_size({"width": WIDTHS[0], "height": 900})
        assert not self.noise, f"{name}: {self.noise}"

    def picture(self, name: str, width: int) -> None:
        """Keep a picture of the page."""
        self.page.screenshot(path=str(self.SCREENSHOTS / f"{name}-{width}.png"), full_page=True)

    def _hear(self, message: ConsoleMessage) -> None:
        # Chromium reports a page that is answered with 403 or 409 as well; `_see` looks after whatever else fails.
        if message.type in ("error", "warning") and not message.text.startswith("Failed to load resource"):
            self.noise.append(message.text)

    def _see(self, response: Response) -> None:
        if response.status >= 500 or (response.status >= 400 and not response.request.is_navigation_request()):
            self.noise.append(f"{response.status} {response.url}")


@cache
def _axe() -> str:
    return Path(AXE).read_text()
