"""From a PACER account to the first filing menu: applying at a court, a question, the answer, the approval."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import expect
from visitor import Visitor

from opencmecf.testing.running import RunningDemo

pytestmark = pytest.mark.journey
WHAT = "Attorney Admissions and E-File"


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate of good standing."""
    file = tmp_path / "good-standing.pdf"
    with pikepdf.new() as made:
        made.add_blank_page()
        made.save(file)
    return file


def go_to_the_court(elena: Visitor, demo: RunningDemo) -> None:
    """Manage My Account, Maintenance: court type, court, and on without another password."""
    elena.goto("pacer", "/manage")
    elena.answer_pacer_login(demo.people["elena"])
    elena.click("Attorney Admissions / E-File Registration")
    elena.page.get_by_label("Court Type").select_option(label="U.S. District Courts")
    elena.click("Next")
    elena.page.get_by_label("Court", exact=False).first.select_option(index=1)
    elena.click("Next")
    elena.reads("Southern District of Florida")
    elena.click("Go on at the court")
    elena.reads("What would you like to apply/register for?", "Admission fee: $199.00.")


def fill_in(elena: Visitor, certificate: Path) -> None:
    """Every page, with one mistake on the way of which nothing is lost."""
    page = elena.page
    elena.click("Next")
    elena.reads("Choose what you would like to apply or register for.")
    elena.tick(WHAT)
    elena.click("Next")
    expect(elena.heading).to_have_text("Filer Information")
    elena.reads("Elena Marsh", "elena@example.com")
    elena.tick("I acknowledge")
    elena.fill(Address="9 Bayfront Walk", City="Miami", State="FL", Telephone="305-555-0190")
    elena.tick("Once Per Day (Daily Summary)")
    elena.tick("HTML")
    elena.click("Next")
    elena.reads("Fill in “ZIP code”.")
    expect(elena.field("City")).to_have_value("Miami")
    elena.fill(ZIP_code="33132")
    elena.click("Next")
    elena.tick("No")
    elena.fill(Other_names_under_which_you_have_practiced_or_appeared="Elena Prescott")
    elena.click("Next")
    elena.fill(Bar_number="611207", State_or_territory_of_that_bar="Florida", Admitted_to_that_bar_on="4/2/2014")
    elena.tick("No")
    elena.click("Next")
    elena.click("Next")
    elena.reads("Upload “Certificate of good standing”.")
    page.get_by_label("Certificate of good standing").set_input_files(certificate)
    elena.click("Next")
    expect(elena.heading).to_have_text("Fee and Terms of Use")
    for words in ("I have read", "I consent", "I will use my own", "I will redact"):
        elena.tick(words)
    elena.click("Next")
    elena.reads("Look at everything once more.", "Elena Prescott", "good-standing.pdf")
    elena.click("Submit")


def looks_at_the_queue(carla: Visitor, demo: RunningDemo) -> None:
    """The clerk, who first chooses how she is told of what waits there."""
    carla.sign_in(demo.people["carla"])
    carla.choose("Utilities")
    carla.reads("waiting")
    carla.page_ok("utilities-of-a-clerk")
    carla.click("E-mail about New Requests")
    carla.reads("This court has chosen the summary alone.")
    carla.page_ok("queue-mail")
    carla.tick("The summary each morning alone")
    carla.click("Save")
    carla.reads("Saved.")
    carla.choose("Utilities")
    carla.click("Requests for Admission and E-Filing")
    carla.page_ok("admission-queue")


def asks_a_question(carla: Visitor) -> None:
    """About a request that is complete but for its fee."""
    carla.click("Elena Marsh")
    carla.reads("611207", "good-standing.pdf", "The fee of $199.00 has not been paid.")
    carla.page_ok("admission-request")
    carla.click("Ask")
    carla.reads("Fill in “Question or what is missing”.")
    carla.page.get_by_label("Question or what is missing").fill("Under which name were you admitted in Georgia?")
    carla.click("Ask")
    carla.reads("waiting for the applicant's answer")


def answers_the_question(elena: Visitor) -> None:
    """On the page of her request."""
    elena.page.reload()
    elena.reads("The clerk's office asks", "Under which name were you admitted in Georgia?")
    elena.fill(Your_answer="As Elena Prescott, until 2015.")
    elena.click("Answer")
    elena.reads("The question was answered: As Elena Prescott, until 2015.")


def starts_the_fee(carla: Visitor) -> None:
    """So that the applicant is written to."""
    carla.goto("flsd", "/court/admissions")
    carla.click("Elena Marsh")
    carla.click("Start the fee")
    carla.reads("waiting for the fee")
    carla.page_ok("admission-fee-due")


def pay_the_fee(elena: Visitor, demo: RunningDemo) -> str:
    """From the request to the card processor, with a card that is declined and then with a good one; the receipt."""
    elena.open_mail("elena@example.com", "A fee is due for your request")
    elena.page.locator("main a[href*='/admissions/']").first.click()
    elena.reads("A fee of $199.00 is due")
    elena.awaits("Pay $199.00", heading=WHAT)
    elena.click("Pay $199.00")
    expect(elena.heading).to_have_text(f"$199.00 for {WHAT}")
    elena.click("Pay $199.00")
    expect(elena.heading).to_have_text("Pay $199.00")  # at the processor
    elena.type_card("4000 0000 0000 0002", "Pay with this card")
    elena.reads("The card was declined by the bank that issued it.", "Nothing was charged.")
    elena.click("Try again")
    elena.click("Pay $199.00")
    expect(elena.heading).to_have_text("Pay $199.00")  # at the processor
    elena.page.go_back()
    elena.reads("You have begun to pay this fee")
    elena.click("Pay $199.00")
    expect(elena.heading).to_have_text("Pay $199.00")
    elena.type_card("4242 4242 4242 4242", "Pay with this card")
    elena.reads("Paid: $199.00", "AFLSDC-", "Visa ending in 4242")
    receipt = elena.page.locator("p.lead").inner_text().removeprefix("Receipt ")
    elena.click("Your request at the court")
    elena.awaits(receipt, heading=WHAT)
    elena.reads("Fee settled, waiting for the clerk")
    elena.open_mail("elena@example.com", f"Receipt {receipt}: $199.00")
    return receipt


def approves(carla: Visitor, receipt: str) -> None:
    """Once the fee is settled."""
    carla.page.reload()
    carla.reads("fee settled, waiting for the clerk", f"$199.00, paid by card (Visa ending in 4242), receipt {receipt}")
    carla.page_ok("admission-fee-paid")
    carla.click("Approve and issue the account")
    carla.reads("approved", "em611207")
    carla.page_ok("admission-approved")


def files_at_once(elena: Visitor) -> None:
    """With the account that was issued and linked by the approval."""
    elena.goto("pacer", "/manage/requests")
    elena.click(WHAT)
    elena.reads("You can file in this court")
    assert elena.menu[:2] == ["Civil", "Criminal"]
    elena.choose("Civil")
    elena.reads("This account is ready for filing documents.")
    elena.click("Motions")
    elena.tick("Dismiss")
    elena.click("Next")
    expect(elena.heading).to_have_text("Case number")
    elena.goto("flsd", "/utilities/account")
    elena.reads("611207", "Active")


def test_an_attorney_applies_is_asked_answers_is_approved_and_files(
    newcomer: Callable[..., Visitor], demo: RunningDemo, certificate: Path
) -> None:
    elena, carla = newcomer(java_script_enabled=False), newcomer()
    go_to_the_court(elena, demo)
    fill_in(elena, certificate)
    elena.reads("Waiting for the clerk", "The request was submitted.")
    looks_at_the_queue(carla, demo)
    asks_a_question(carla)
    answers_the_question(elena)
    starts_the_fee(carla)
    receipt = pay_the_fee(elena, demo)
    approves(carla, receipt)
    files_at_once(elena)
    carla.open_mail("elena@example.com", "Your request was approved")
    carla.reads("There is no other password.")
    elena.goto("pacer", "/manage/requests")
    elena.reads(WHAT, "Approved")


def test_the_pages_of_applicants_are_in_order(newcomer: Callable[..., Visitor], demo: RunningDemo) -> None:
    tessa = newcomer()
    tessa.goto("pacer", "/manage/attorney-admissions")
    tessa.answer_pacer_login(demo.people["tessa"])
    tessa.page_ok("attorney-admissions")
    for address, name in (("/manage/e-file-status", "e-file-status"), ("/manage/requests", "efile-requests")):
        tessa.goto("pacer", address)
        tessa.page_ok(name)
    tessa.goto("flsd", "/admissions?for=non_attorney")
    tessa.page_ok("admission-choose")
    tessa.tick("Pro Se")
    tessa.click("Next")
    tessa.page_ok("admission-filer")
    base = "/" + tessa.page.url.split("/", 3)[3].rpartition("/")[0]
    for step in ("additional", "cases", "documents", "terms", "review"):
        tessa.goto("flsd", f"{base}/{step}")
        tessa.page_ok(f"admission-{step}")


def test_the_pages_of_filers_and_agents_are_in_order(newcomer: Callable[..., Visitor], demo: RunningDemo) -> None:
    alice, ana = newcomer(), newcomer()
    alice.sign_in(demo.people["alice"])
    alice.choose("Utilities")
    alice.click("Maintain Your ECF Account")
    alice.page_ok("ecf-account")
    alice.click("More User Information: Find Filing Agent")
    alice.reads("Ana Gentry")
    alice.page.get_by_label("Find Filing Agent").fill("gentry")
    alice.click("Find Filing Agent")
    alice.reads("1 found")
    alice.page_ok("filing-agents")
    ana.sign_in(demo.people["agentry"])
    ana.choose("Civil")
    ana.click("Motions")
    ana.reads("You file for Alice Moreno")
    ana.page_ok("filing-for-a-principal")


def test_a_clerk_changes_the_bar_status_and_back(newcomer: Callable[..., Visitor], demo: RunningDemo) -> None:
    carla = newcomer()
    carla.sign_in(demo.people["carla"])
    carla.goto("flsd", "/court/accounts?q=okafor")
    carla.click("Okafor, Robert T. Jr.")
    carla.click("Bar status")
    carla.page_ok("bar-status")
    carla.page.get_by_label("Bar status").select_option("inactive")
    carla.fill(Reason="Dues of this year are unpaid.", As_of="1/2/2020")
    carla.click("Change the bar status")
    carla.reads("The bar status has been changed, and counts from now on.", "Dues of this year are unpaid.")
    carla.page_ok("court-account-inactive")
    carla.click("Bar status")
    carla.page.get_by_label("Bar status").select_option("active")
    carla.fill(Reason="Dues are paid.", As_of="1/2/2020")
    carla.click("Change the bar status")
    carla.reads("Dues are paid.")
