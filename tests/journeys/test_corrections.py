"""A clerk mends a typing error, replaces a wrong document, and is not the only one at it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect
from visitor import Visitor

from opencmecf.court.intake.tests.papers import paper
from opencmecf.testing.running import RunningDemo

pytestmark = pytest.mark.journey

CASE, NUMBER = "1:20-cr-20104", "2"


def to_the_entry(carla: Visitor) -> None:
    """Utilities, Correct an Entry, and the numbers."""
    carla.choose("Utilities")
    carla.click("Correct an Entry")
    carla.fill(Case_number=CASE, Document_number=NUMBER)
    carla.click("Find This Entry")
    expect(carla.heading).to_have_text(f"Entry {NUMBER}")


def test_a_typing_error_is_mended_and_the_second_clerk_is_told(
    newcomer: Callable[..., Visitor], demo: RunningDemo
) -> None:
    carla, again = newcomer(), newcomer()
    for visitor in (carla, again):
        visitor.sign_in(demo.people["carla"])
    carla.choose("Utilities")
    carla.page_ok("clerk-utilities")
    carla.click("Correct an Entry")
    carla.page_ok("clerk-find-entry")
    carla.click("Find This Entry")
    carla.reads("Fill in “Case number”.")
    to_the_entry(carla)
    carla.page_ok("clerk-entry")
    carla.click("Correct")
    carla.page_ok("clerk-correct")
    to_the_entry(again)
    again.click("Correct")

    former = carla.field("Docket text").input_value()
    carla.fill(Docket_text=former + " Corrected.")
    carla.click("Save")
    carla.reads("Fill in “Reason”.")
    expect(carla.field("Docket text")).to_have_value(former + " Corrected.")
    carla.page_ok("clerk-correct-errors")
    carla.fill(Reason="A word was missing.")
    carla.click("Save")
    carla.reads("The entry is corrected", former + " Corrected.")
    carla.page_ok("clerk-corrected")

    again.fill(Docket_text=former + " Mended.", Reason="A word was missing here, too.")
    again.click("Save")
    again.reads("Somebody has corrected this entry", former + " Corrected.", "A word was missing.")
    expect(again.field("Docket text")).to_have_value(former + " Mended.")
    again.page_ok("clerk-second")
    again.click("Cancel")

    carla.click("History")
    carla.reads("A word was missing.", "Before", "Carla")
    carla.page_ok("clerk-history")


def test_a_wrong_document_is_replaced_by_keyboard_and_without_a_script(
    newcomer: Callable[..., Visitor], demo: RunningDemo, tmp_path: Path
) -> None:
    right = tmp_path / "right.pdf"
    right.write_bytes(paper(text="SSN 123-45-6789"))
    carla = newcomer(java_script_enabled=False)
    carla.sign_in(demo.people["carla"])
    to_the_entry(carla)
    carla.page.get_by_role("link", name="Replace the main document").focus()
    carla.page.keyboard.press("Enter")
    carla.reads("The wrong document is kept as it was filed")
    carla.page.locator("input[type=file]").set_input_files(right)
    carla.fill(Reason="The file of another case.")
    carla.field("Reason").press("Tab")
    carla.page.keyboard.press("Space")  # Tell the parties
    carla.page.get_by_role("button", name="Replace").focus()
    carla.page.keyboard.press("Enter")
    carla.reads("right.pdf", "xxxxx6789")
    expect(carla.field("Reason")).to_have_value("The file of another case.")
    expect(carla.page.get_by_label("Tell the parties")).to_be_checked()
    carla.click("Replace")
    carla.reads("The document is replaced", "The parties are told.")
    carla.click("History")
    carla.reads("The file of another case.")
    with carla.page.expect_download() as download:
        carla.page.get_by_role("link", name="Open the document that was replaced").first.click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")


def test_the_pages_of_the_clerks_office(newcomer: Callable[..., Visitor], demo: RunningDemo) -> None:
    carla = newcomer()
    carla.sign_in(demo.people["carla"])
    carla.choose("Utilities")
    carla.click("New Filings")
    expect(carla.heading).to_have_text("New Filings")
    carla.page_ok("clerk-filings")
    to_the_entry(carla)
    carla.page.get_by_role("link", name="Replace the main document").click()
    carla.page_ok("clerk-replace")
    carla.click("Replace")
    carla.reads("Choose a PDF first.")
    carla.page_ok("clerk-replace-errors")
    carla.choose("Reports")
    carla.click("Pending Motions")
    carla.reads("Only motions that were filed here")
    carla.page_ok("clerk-pending-motions")
    carla.goto("flsd", "/help/corrections")
    carla.page_ok("help-corrections")
