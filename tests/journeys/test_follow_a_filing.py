"""One filing whole: motion, notice, free look, the order on it, a typing error mended, and the proof."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import FrameLocator, expect
from test_9_file_a_document import pdf
from visitor import Visitor

from opencmecf.testing.running import RunningDemo

pytestmark = pytest.mark.journey

CASE = "20-20001"
TO_STAY = "Stay: To stay what?"
ATTACHMENTS = (
    ("letter.pdf", "Exhibit", "Letter of April 2"),
    ("schedule.pdf", "Exhibit", "Schedule of berths"),
    ("proposed.pdf", "Text of Proposed Order", ""),
)
MISTYPED, MENDED = "Discovry is stayed until May 29.", "Discovery is stayed until May 29."


def test_a_filing_from_the_wizard_to_the_order(
    newcomer: Callable[..., Visitor], demo: RunningDemo, tmp_path: Path
) -> None:
    number, receipt = file_the_motion(newcomer(), demo, tmp_path)
    verify(demo, receipt, tmp_path)
    look_once_and_pay_the_second_time(newcomer(), demo, number)
    order = grant_in_part(newcomer(), demo, number)
    mend_the_typing_error(newcomer(), demo, order)
    read_the_docket(newcomer(), demo, number, order)


def file_the_motion(alice: Visitor, demo: RunningDemo, folder: Path) -> tuple[str, Path]:
    """Alice asks for two things with one motion; returns its number and her receipt."""
    motion = pdf("motion.pdf")
    (folder / "motion.pdf").write_bytes(motion["buffer"])
    alice.sign_in(demo.people["alice"])
    alice.goto("flsd", "/civil/motions?event=motion-extension-response")
    alice.page.get_by_label("Show only events with these words").fill("stay")
    alice.tick("Stay")
    alice.click("Next")
    alice.fill(Case_number=CASE)
    alice.click("Next")
    alice.click("Next")
    alice.tick("Harbor Pilots Association, Inc.")
    alice.click("Next")
    alice.page.locator("#id_main").set_input_files(motion)
    for place, (name, category, description) in enumerate(ATTACHMENTS):
        alice.page.locator(f"#file-{place + 1}").set_input_files(pdf(name, 2))
        alice.click("Upload and stay here")
        alice.reads("motion.pdf", name)
        alice.page.get_by_label("Category").nth(place).select_option(category)
        alice.page.get_by_label("Description").nth(place).fill(description)
    alice.tick("I understand that I must comply")
    alice.page_ok("follow-documents")
    alice.click("Next")
    expect(alice.heading).to_have_text("Refer to existing docket entries", timeout=30_000)
    alice.tick("RESPONSE in Opposition")
    alice.click("Next")
    alice.fill(**{TO_STAY.replace(" ", "_"): "Discovery"})
    alice.click("Next")
    alice.click("Next")
    alice.reads("MOTION to Stay Discovery")
    alice.page_ok("follow-review")
    alice.click("Submit")
    alice.reads("Your filing was accepted", "Robert T. Okafor Jr.", "robert@example.com", "dcecfStamp_ID")
    expect(alice.page.locator("main")).not_to_contain_text("UTC")  # times are those of the court
    alice.page_ok("follow-notice")
    with alice.page.expect_download() as download:
        alice.click("Download the receipt")
    receipt = folder / "receipt.json"
    download.value.save_as(receipt)
    number = alice.page.locator("tr", has_text="Document Number:").get_by_role("link").inner_text()
    alice.click("How to verify it")
    alice.reads("cmecf verify", "free look")
    alice.page_ok("follow-help")
    return number, receipt


def verify(demo: RunningDemo, receipt: Path, folder: Path) -> None:
    """The receipt holds without the court, with the files as they were uploaded, and with no other."""
    motion, other = folder / "motion.pdf", folder / "other.pdf"
    other.write_bytes(b"%PDF-1.7 another")
    right = demo.cmecf("verify", str(receipt), str(motion))
    assert right.returncode == 0, right.stdout + right.stderr
    assert "WRONG" not in right.stdout
    wrong = demo.cmecf("verify", str(receipt), str(other))
    assert wrong.returncode == 1
    assert "WRONG  other.pdf" in wrong.stdout


def look_once_and_pay_the_second_time(robert: Visitor, demo: RunningDemo, number: str) -> None:
    """Opposing counsel opens the motion from the mail, without a log-in and without a charge, and once."""
    follow_the_mail(robert, number)
    robert.reads("Document Selection Menu", "Letter of April 2", "You have one free look at each.")
    robert.noise = [told for told in robert.noise if "inline event handler" not in told]  # the classic onclick
    robert.page_ok("follow-free-menu")
    robert.page.locator(".documents").get_by_role("link", name=number, exact=True).click()
    robert.reads("You have one free look at this document.")
    robert.noise.clear()  # of the link of the menu
    robert.page_ok("follow-free-question")
    robert.click("View Document")
    robert.reads("This is your free look")
    expect(robert.page.locator("iframe.document-frame")).to_be_visible()
    robert.page_ok("follow-free-look")

    follow_the_mail(robert, number)
    robert.page.locator(".documents").get_by_role("link", name=number, exact=True).click()
    robert.reads("This link gives no free look")
    robert.noise.clear()
    robert.page_ok("follow-no-free-look")
    robert.click("Log in to PACER to see the document")
    robert.answer_pacer_login(demo.people["robert"])
    robert.reads("Transaction Receipt", f"Image{number}-0")
    robert.click("View Document")
    robert.reads("This is charged once.")
    robert.goto("flsd", "/utilities/billing-history")
    rows = robert.page.locator("tr", has_text=f"Image{number}-0")
    expect(rows).to_have_count(1)


def grant_in_part(jones: Visitor, demo: RunningDemo, number: str) -> str:
    """Chambers grants one part and the other in part, with a typing error; returns the order's number."""
    jones.sign_in(demo.people["jones"])
    jones.goto("flsd", "/civil/orders?event=order-on-motion")
    jones.click("Next")
    jones.fill(Case_number=CASE)
    jones.click("Next")
    jones.click("Next")
    jones.page.locator("#id_main").set_input_files(pdf("order.pdf"))
    jones.tick("I understand that I must comply")
    jones.click("Next")
    jones.tick("MOTION to Stay Discovery")
    jones.click("Next")
    jones.page.locator("select").nth(0).select_option("granted")
    jones.page.locator("select").nth(1).select_option("granted_in_part")
    jones.fill(Signed_on="4/20/2020")
    jones.page_ok("follow-rulings")
    jones.click("Next")
    jones.fill(Your_own_words=MISTYPED)
    jones.click("Next")
    jones.reads(f"ORDER granting [{number}] Motion for Extension")
    jones.reads(f"granting in part and denying in part [{number}] Motion to Stay.")
    jones.page_ok("follow-order-review")
    jones.click("Submit")
    jones.reads("Your filing was accepted", "Alice Moreno", "robert@example.com")
    return jones.page.locator("tr", has_text="Document Number:").get_by_role("link").inner_text()


def mend_the_typing_error(carla: Visitor, demo: RunningDemo, order: str) -> None:
    """The clerk sees that no part of the motion waits any more, and corrects the docket text of the order."""
    carla.sign_in(demo.people["carla"])
    carla.choose("Utilities")
    carla.click("Correct an Entry")
    carla.fill(Case_number=CASE, Document_number=order)
    carla.click("Find This Entry")
    carla.click("Correct")
    mistyped = carla.field("Docket text").input_value()
    carla.fill(Docket_text=mistyped.replace(MISTYPED, MENDED), Reason="A letter was missing.")
    carla.click("Save")
    carla.reads("The entry is corrected", MENDED)
    carla.page_ok("follow-corrected")


def read_the_docket(charlie: Visitor, demo: RunningDemo, number: str, order: str) -> None:
    """The docket sheet has the motion and the order on it, as corrected; the receipt tells the charge."""
    charlie.sign_in(demo.people["charlie"])
    charlie.goto("flsd", "/cgi-bin/DktRpt.pl?20100001")
    charlie.click("Run Report")
    table = charlie.page.locator("#cmecfMainContent")
    expect(table).to_contain_text("MOTION to Stay Discovery")
    expect(table).to_contain_text("(Attachments: # 1 Exhibit Letter of April 2, # 2 Exhibit Schedule of berths, # 3")
    expect(table).to_contain_text(f"granting in part and denying in part {number} Motion to Stay")
    expect(table).to_contain_text(MENDED)
    expect(table).not_to_contain_text(MISTYPED)
    row = charlie.page.locator("tr", has_text=MENDED).last
    expect(row.get_by_role("link", name=order, exact=True)).to_be_visible()
    charlie.reads("Transaction Receipt")


def follow_the_mail(visitor: Visitor, number: str) -> None:
    """Open the notice in the mailbox, and the document from it."""
    visitor.open_mail("robert@example.com", "Extension of Time")
    mail: FrameLocator = visitor.page.frame_locator("iframe.mail-html")
    expect(mail.get_by_text("Notice of Electronic Filing", exact=True)).to_be_visible()
    visitor.picture("follow-mail", 1280)
    mail.get_by_role("link", name=number, exact=True).click()
    visitor.page.wait_for_url("**/doc1/**")
