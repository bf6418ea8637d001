"""Filing a document, from the menu to the notice: with a script, without one, and with the keyboard alone."""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf
import pytest
from playwright.sync_api import FilePayload, expect
from test_4_keyboard_alone import Keyboard
from visitor import Visitor

from opencmecf.testing.running import RunningDemo

pytestmark = pytest.mark.journey

CASE = "1:20-cv-20001"


def pdf(name: str, pages: int = 1) -> FilePayload:
    written = io.BytesIO()
    with pikepdf.new() as made:
        for _ in range(pages):
            made.add_blank_page()
        made.save(written)
    return {"name": name, "mimeType": "application/pdf", "buffer": written.getvalue()}


def chooses_two_motions(alice: Visitor) -> None:
    """From the menu bar to two motions, found by abbreviations and by words."""
    alice.choose("Civil")
    alice.page_ok("filing-menu")
    alice.page.get_by_label("Search for an event").press_sequentially("ext resp")
    alice.page.locator("#found").get_by_role("link", name="Extension of Time to File Response or Reply").click()
    expect(alice.page.locator("[data-selected]")).to_contain_text("Extension of Time to File Response or Reply")
    alice.page.get_by_label("Show only events with these words").fill("stay")
    alice.tick("Stay")
    alice.page_ok("filing-events")
    alice.click("Next")


def names_case_and_parties(alice: Visitor) -> None:
    """Names a case that is not there, then the right one; two parties, for one of whom she does not appear yet."""
    alice.fill(Case_number="99-99999")
    alice.page.keyboard.press("Enter")
    alice.reads("No case 99-99999 is at this court, or none that you may see.")
    alice.page_ok("filing-case-wrong")
    alice.fill(Case_number="20-20001")
    alice.click("Find This Case")
    alice.reads("Harbor Pilots Association, Inc. v. Coral Reach Towing, LLC et al")
    alice.click("Next")
    expect(alice.heading).to_have_text("Is this the right case?")
    alice.page_ok("filing-questions")
    alice.click("Next")
    alice.click("Next")
    alice.reads("Choose the party for whom this is filed.")
    alice.page_ok("filing-filers")
    alice.tick("Harbor Pilots Association, Inc.")
    alice.tick("M/V Saffron Star")
    alice.click("Next")
    alice.reads("The following attorney/party associations do not exist")
    alice.page_ok("filing-appearances")
    alice.click("Next")


def hands_in_the_documents(alice: Visitor) -> None:
    """Hands in the motion, and an attachment that is no PDF."""
    alice.page.locator("#id_main").set_input_files(pdf("motion.pdf"))
    alice.page.locator("#file-1").set_input_files({"name": "notes.pdf", "mimeType": "application/pdf", "buffer": b"x"})
    alice.click("Upload and stay here")
    alice.reads("motion.pdf", "Cannot be filed: notes.pdf is not a PDF.")
    alice.page_ok("filing-documents")
    alice.click("Remove attachment 1")
    expect(alice.page.locator("main")).not_to_contain_text("notes.pdf")
    alice.tick("I understand that I must comply")
    alice.click("Next")


def answers_what_the_events_ask(alice: Visitor) -> None:
    """Says to what the motions refer, and what is to be stayed."""
    alice.tick("RESPONSE in Opposition")
    alice.page_ok("filing-references")
    alice.click("Next")
    alice.click("Next")
    alice.reads("Stay: Fill in “To stay what?”.")
    alice.page_ok("filing-details")
    alice.fill(**{"Stay:_To_stay_what?": "Discovery"})
    alice.click("Next")


def reads_the_final_text(alice: Visitor) -> None:
    """Adds words of her own, and reads the text before it is filed."""
    alice.page.get_by_label("Words before the event").select_option("Unopposed")
    alice.fill(Your_own_words="pending mediation")
    alice.page_ok("filing-text")
    alice.click("Next")
    alice.reads(
        "Unopposed MOTION for Extension of Time to File Response/Reply , MOTION to Stay Discovery re [7] RESPONSE in "
        "Opposition by Harbor Pilots Association, Inc., M/V Saffron Star. pending mediation Attorney Alice Moreno "
        "added to party M/V Saffron Star. (Moreno, Alice)",
        "You will have no further opportunity to modify this submission.",
    )
    alice.page_ok("filing-review")


def test_a_motion_with_a_script(newcomer: Callable[..., Visitor], demo: RunningDemo) -> None:
    alice = newcomer()
    alice.sign_in(demo.people["alice"])
    chooses_two_motions(alice)
    names_case_and_parties(alice)
    hands_in_the_documents(alice)
    answers_what_the_events_ask(alice)
    reads_the_final_text(alice)


def test_a_notice_without_a_script(newcomer: Callable[..., Visitor], demo: RunningDemo) -> None:
    robert = newcomer(java_script_enabled=False)
    robert.sign_in(demo.people["robert"])
    robert.choose("Civil")
    robert.page.get_by_label("Search for an event").fill("unavail")
    robert.page.locator("main").get_by_role("button", name="Search").click()
    robert.click("Notice of Unavailability")
    robert.click("Next")
    robert.fill(Case_number="20cv20001")
    robert.click("Next")
    robert.reads("Coral Reach Towing")
    robert.click("Next")
    robert.tick("Coral Reach Towing, LLC")
    robert.click("Next")
    robert.page.locator("#id_main").set_input_files(pdf("notice.pdf"))
    robert.tick("I understand that I must comply")
    robert.click("Next")
    robert.fill(Your_own_words="from July 1 to July 12")
    robert.click("Next")
    robert.reads("NOTICE of Unavailability by Coral Reach Towing, LLC. from July 1 to July 12 (Okafor, Robert)")
    robert.click("Submit")
    robert.reads("Notice of Electronic Filing", "from July 1 to July 12")
    robert.goto("flsd", "/filing/drafts")
    robert.reads("Filed", "Notice of Unavailability")


def test_a_draft_outlives_its_session(newcomer: Callable[..., Visitor], demo: RunningDemo) -> None:
    carla, person = newcomer(), demo.people["carla"]
    carla.sign_in(person)
    carla.goto("flsd", "/civil/orders?event=paperless-order")
    carla.click("Next")
    carla.fill(Case_number="20-20001")
    carla.click("Next")
    carla.click("Next")
    carla.tick("This does not refer to an existing docket entry")
    carla.click("Next")
    expect(carla.heading).to_have_text("Details")
    carla.fill(Text_of_the_order="The calendar call is moved to 2:00 PM.", Signed_on="4/9/2020")
    carla.context.clear_cookies(name="session", domain="ecf.flsd.localhost")
    carla.context.clear_cookies(name="session", domain="login.localhost")
    carla.click("Next")
    carla.answer_pacer_login(person)
    carla.reads("What you had typed has been saved")
    carla.page_ok("filing-after-sign-in")

    carla.choose("Log Out")
    carla.sign_in(person)
    carla.choose("Utilities")
    carla.click("My Drafts")
    carla.reads("Paperless Order")
    carla.page_ok("filing-drafts")
    carla.page.get_by_role("link", name="Paperless Order", exact=True).first.click()
    carla.click("Next")
    carla.reads(
        "PAPERLESS ORDER. The calendar call is moved to 2:00 PM. Signed by Judge Ruth M. Alder on 4/9/2020. (cr)"
    )
    carla.page_ok("filing-review-order")
    carla.goto("flsd", "/filing/drafts")
    carla.page.get_by_role("link", name="Check Paperless Order").first.click()
    carla.reads("Nothing is missing.")
    carla.page_ok("filing-check")
    carla.goto("flsd", "/filing/drafts")
    carla.page.get_by_role("link", name="Discard Paperless Order").first.click()
    carla.page_ok("filing-discard")
    carla.click("Discard")
    carla.reads("You have begun no filing.")


def test_with_the_keyboard_alone(newcomer: Callable[..., Visitor], demo: RunningDemo) -> None:
    robert = newcomer()
    robert.sign_in(demo.people["robert"])
    robert.goto("flsd", "/civil/notices?event=notice-of-unavailability")
    keyboard = Keyboard(robert)
    keyboard.press("Next")
    expect(robert.page.get_by_label("Case number")).to_be_focused()
    keyboard.keys.type("20-20001")
    keyboard.enter()
    keyboard.press("Next")
    keyboard.press("Next")
    expect(robert.heading).to_have_text("Select the filer")
    robert.page.get_by_label("Coral Reach Towing, LLC").focus()
    robert.page.keyboard.press("Space")
    keyboard.press("Next")
    expect(robert.heading).to_have_text("Documents")
    keyboard.press("Back")
    expect(robert.page.get_by_label("Coral Reach Towing, LLC")).to_be_checked()
