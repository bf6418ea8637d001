"""Everything that a filer must do can be done without a mouse, and one always sees where one is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from visitor import Visitor

from opencmecf.testing.running import RunningDemo

pytestmark = pytest.mark.journey

FOCUSED = """() => {
  const one = document.activeElement;
  const drawn = ['checkbox', 'radio'].includes(one.type) ? one.labels[0] : one;  // the box is drawn before its label
  const box = drawn.getBoundingClientRect();
  const marked = one.closest('.card') ?? one;
  const box_of_label = getComputedStyle(drawn, drawn === one ? null : '::before');
  const styles = [getComputedStyle(one), getComputedStyle(marked), box_of_label];
  const outline = styles.find(style => style.outlineStyle !== 'none');
  return {
    name: (one.labels?.[0] ?? one).innerText?.replace(/\\s*\\*$/, '').trim() || one.value || '',
    outlined: outline !== undefined && parseFloat(outline.outlineWidth) >= 2,
    shown: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0,
  };
}"""
MOST_STOPS = 40


class Keyboard:
    """Tab, Enter and typing; nothing else."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor, self.keys = visitor, visitor.page.keyboard

    def tab_to(self, name: str) -> None:
        """Press Tab until the thing that reads `name` has the focus; every stop on the way must be visible."""
        passed = []
        for _ in range(MOST_STOPS):
            self.keys.press("Tab")
            focused = self.visitor.page.evaluate(FOCUSED)
            assert focused["outlined"], f"one does not see the focus on {focused['name']}"
            assert focused["shown"], f"{focused['name']} has the focus out of sight"
            if focused["name"] == name:
                return
            passed.append(focused["name"])
        raise AssertionError(f"Tab does not come to {name}; it passes {passed}")

    def press(self, name: str) -> None:
        """Go to a link or a button and press Enter."""
        self.tab_to(name)
        self.enter()

    def enter(self) -> None:
        """Press Enter, which leads elsewhere."""
        with self.visitor.page.expect_navigation():
            self.keys.press("Enter")

    def type(self, label: str, text: str) -> None:
        """Go to a field and type into it."""
        self.tab_to(label)
        self.keys.type(text)

    def skip_to_the_content(self) -> None:
        """The first stop of every page: past the menu."""
        self.keys.press("Tab")
        focused = self.visitor.page.evaluate(FOCUSED)
        assert focused == {"name": "Skip to the main content", "outlined": True, "shown": True}
        self.keys.press("Enter")
        expect(self.visitor.page.locator("main")).to_be_focused()


def test_logging_in_linking_and_the_client_code_by_keyboard(
    newcomer: Callable[..., Visitor], demo: RunningDemo
) -> None:
    john = newcomer()
    person, issued = demo.people["jattorney"], demo.people["harborlaw"].logins["flsd"]
    keyboard = Keyboard(john)
    john.goto("flsd")
    keyboard.skip_to_the_content()
    keyboard.press("Southern District of Florida – Document Filing System")

    expect(john.heading).to_have_text("PACER LOGIN")
    keyboard.press("Login")
    expect(john.page.locator(".error-summary")).to_be_focused()
    keyboard.press("Fill in “Username”.")
    expect(john.page.get_by_label("Username")).to_be_focused()
    keyboard.keys.type(person.username)
    keyboard.type("Password", person.password)
    keyboard.enter()

    john.reads("Welcome, John Attorney.")
    keyboard.press("Utilities")
    keyboard.skip_to_the_content()
    keyboard.press("Change Client Code")
    keyboard.type("New client code", "512584")
    keyboard.press("Submit")
    john.reads("Your client code is changed")
    expect(john.page.locator(".who")).to_contain_text("Client code 512584")
    john.page_ok("change-client-code")

    keyboard.press("Utilities")
    keyboard.skip_to_the_content()
    keyboard.press("Link a CM/ECF account to my PACER account")
    keyboard.type("CM/ECF login", issued.login)
    keyboard.type("CM/ECF password", issued.password)
    keyboard.press("Submit")
    john.reads("Do you want to link these accounts?", "The names differ")
    keyboard.press("Submit")
    john.reads("is now linked to your CSO account")
    keyboard.press("Civil")
    john.reads("This account is ready for filing documents.")
    keyboard.press("Log Out")
    expect(john.heading).to_have_text("You have logged out")
