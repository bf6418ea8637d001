"""Paying by card in Manage My Account: what is owed for access, by a stored card and another; and a court's fee."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from visitor import Visitor

from opencmecf.testing.running import RunningDemo

pytestmark = pytest.mark.journey


def sees_what_is_owed(tess: Visitor, demo: RunningDemo) -> None:
    """In Manage My Account, once the statement of the last quarter is there."""
    tess.goto("pacer", "/manage")
    tess.answer_pacer_login(demo.people["tess"])
    tess.awaits("$34.10 due", heading="Manage My Account", seconds=60)
    tess.page_ok("manage-with-balance")
    tess.click("Utilization")
    tess.page_ok("utilization")


def stores_a_card(tess: Visitor) -> None:
    """On the card processor's page."""
    tess.goto("pacer", "/manage/cards")
    tess.click("Add a card")
    tess.type_card("5555 5555 5555 4444", "Store this card")
    tess.reads("Mastercard ending in 4444")


def pays_a_part_with_the_stored_card(tess: Visitor) -> None:
    """After an amount that is more than what is owed."""
    tess.goto("pacer", "/manage")
    tess.click("Make One-Time PACER Fee Payment")
    expect(tess.field("Amount in dollars")).to_have_value("34.10")
    tess.page_ok("payments")
    tess.fill(Amount_in_dollars="340.10")
    tess.click("Go on to the card processor")
    tess.reads("You owe $34.10. Pay that or less.")
    expect(tess.field("Amount in dollars")).to_have_value("340.10")
    tess.page_ok("payments-error")
    tess.fill(Amount_in_dollars="4.10")
    tess.click("Go on to the card processor")
    expect(tess.heading).to_have_text("Pay $4.10")
    tess.page_ok("card-processor-payment")
    tess.click("Pay with Mastercard ending in 4444")
    tess.reads("Paid: $4.10", "PSC-", "Mastercard ending in 4444")
    tess.page_ok("receipt")


def begins_to_pay_the_rest_and_is_declined(tess: Visitor) -> None:
    """With the window closed half-way, and then with a card that the bank does not accept."""
    tess.click("My payments")
    expect(tess.field("Amount in dollars")).to_have_value("30.00")
    tess.click("Go on to the card processor")
    expect(tess.heading).to_have_text("Pay $30.00")
    tess.goto("pacer", "/manage/payments")  # the window is closed half-way
    tess.reads("A payment of $30.00 was begun", "as far as we know nothing was charged")
    tess.page_ok("payments-begun")
    tess.click("Go on with it, or end it")
    tess.reads("The card processor says that nothing was charged.")
    tess.page_ok("payment-begun")
    tess.click("Go on with this payment")
    tess.type_card("4000 0000 0000 0341", "Pay with this card")
    tess.reads("The card was declined by the bank that issued it.", "Nothing was charged.")
    tess.page_ok("payment-declined")


def pays_the_rest_with_another_card(tess: Visitor) -> str:
    """And sees it among the payments and on the statement; returns the number of the receipt."""
    tess.click("Try again")
    tess.click("Go on to the card processor")
    tess.type_card("4242 4242 4242 4242", "Pay with this card")
    tess.reads("Paid: $30.00")
    receipt = tess.page.locator("p.lead").inner_text().removeprefix("Receipt ")
    tess.click("My payments")
    tess.reads("Nothing is due.", receipt)
    tess.page_ok("payments-nothing-due")
    tess.goto("pacer", "/manage/statements")
    tess.reads("$34.10")
    tess.page_ok("statements-paid")
    tess.page.locator("main table a").nth(1).click()
    expect(tess.fact("Paid")).to_have_text("$34.10")
    tess.page_ok("statement-paid")
    tess.open_mail("tess@example.com", f"Receipt {receipt}: $30.00")
    return receipt


def test_what_is_owed_is_paid_in_two_parts_and_the_service_center_sees_it(
    newcomer: Callable[..., Visitor], demo: RunningDemo
) -> None:
    tess, sasha = newcomer(), newcomer()
    sees_what_is_owed(tess, demo)
    stores_a_card(tess)
    pays_a_part_with_the_stored_card(tess)
    begins_to_pay_the_rest_and_is_declined(tess)
    receipt = pays_the_rest_with_another_card(tess)

    sasha.goto("pacer", "/desk?q=whitlock")
    sasha.answer_pacer_login(demo.people["sasha"])
    sasha.click("Whitlock, Tess")
    sasha.reads("Payments by card", receipt, "Not paid. The card was declined by the bank")
    expect(sasha.fact("Account Balance")).to_have_text("$0.00 due")
    sasha.page_ok("desk-person-payments")


def test_the_pages_of_a_fee_are_in_order_and_the_clerk_can_settle_it_otherwise(
    newcomer: Callable[..., Visitor], demo: RunningDemo
) -> None:
    victor, carla = newcomer(), newcomer()
    carla.sign_in(demo.people["carla"])
    carla.goto("flsd", "/court/admissions")
    carla.click("Victor Lang")
    carla.fill(Amount_in_dollars="19.90")
    carla.click("Start the fee")
    carla.reads("waiting for the fee")
    carla.fill(Amount_in_dollars="1990")
    carla.click("Correct the amount")
    carla.reads("$1,990.00, due")
    carla.page_ok("admission-fee-due-clerk")

    victor.goto("pacer", "/manage/requests")
    victor.answer_pacer_login(demo.people["victor"])
    victor.page.locator("main table a").first.click()
    victor.awaits("Pay $1,990.00", heading="E-File Registration Only")
    victor.page_ok("admission-pay")
    victor.click("Pay $1,990.00")
    expect(victor.heading).to_have_text(re.compile(r"\$1,990\.00 for "))
    victor.page_ok("court-fee")
    fee = victor.page.url
    victor.click("Pay $1,990.00")
    expect(victor.heading).to_have_text("Pay $1,990.00")

    carla.click("Waive the fee")
    carla.reads("Fill in “Reason”.")
    carla.page.get_by_label("Reason").first.fill("Appointed by the court.")
    carla.click("Waive the fee")
    carla.reads("$1,990.00, waived: Appointed by the court.", "fee settled, waiting for the clerk")
    carla.page_ok("admission-fee-waived")
    victor.type_card("4242 4242 4242 4242", "Pay with this card")
    victor.reads("The payment was not made.", "Nothing was charged.")
    victor.page_ok("payment-ended-by-the-court")
    victor.reads("The court has settled this fee otherwise")
    expect(victor.page.get_by_role("link", name="Try again")).to_have_count(0)
    victor.page.goto(fee)
    victor.reads("This fee is not due any more")
    victor.page_ok("court-fee-closed")
    victor.click("Your request at the court")
    victor.reads("$1,990.00, waived: Appointed by the court.")
