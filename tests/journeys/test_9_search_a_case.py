"""Searching a case by a name, opening its menu and each item, and finding the charges in the billing history."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from visitor import Visitor

from opencmecf.testing.running import RunningDemo

pytestmark = pytest.mark.journey

NUMBER = "1:20-cv-20001-RMA"
STOPPED = ("inline event handler", "script-src")  # rows call goDLS for programs; browsers follow the links
ITEMS = {
    "Associated Cases": "Related Case",
    "Attorney": "Alice Moreno",
    "Case Summary": "Contract: Marine",
    "Filers": "Moreno, Alice",
    "Party": "Harbor Pilots Association, Inc.",
    "Related Transactions...": "Relates to",
    "Status": "The case",
}


def searches(dora: Visitor) -> None:
    """Mistypes the search, mends it, and finds cases; then finds nobody."""
    dora.choose("Query")
    dora.page_ok("search-screen")
    dora.fill(Last_or_business_name="h")
    dora.click("Run Query")
    dora.reads("Type at least 2 characters of the last or business name.")
    dora.page_ok("search-errors")
    dora.fill(Last_or_business_name="", Filed_from="1/1/2020", Filed_to="12/31/2020", Nature_of_suit="Marine")
    dora.click("Run Query")
    dora.reads("Choose a nature of suit from the list.")
    expect(dora.field("Nature of suit")).to_have_value("Marine")
    dora.fill(Nature_of_suit="")
    dora.click("Run Query")
    dora.reads("Select a Case", "There were 2 matching cases.", NUMBER, "Transaction Receipt")
    dora.page_ok("search-found")
    dora.click("Search again")
    dora.fill(Last_or_business_name="nobody of this name")
    dora.click("Run Query")
    dora.reads("There were 0 matching persons.")
    dora.page_ok("search-nothing")


def opens_every_item(dora: Visitor) -> None:
    """Opens the items of the case menu, one after the other."""
    dora.goto("flsd", "/c/1:20-cv-20001")
    dora.reads("Ruth M. Alder, presiding", "Date of last filing:", "Not available yet")
    dora.page_ok("case-menu")
    menu = dora.page.url
    for item, shown in ITEMS.items():
        dora.click(item)
        expect(dora.heading).to_have_text(item.rstrip("."))
        dora.reads(shown, "Transaction Receipt")
        dora.page_ok(f"case-{item.rstrip('.').replace(' ', '-').lower()}")
        dora.page.goto(menu)


def opens_items_that_ask_for_more(dora: Visitor) -> None:
    """Opens an item without a charge, and those that ask for more."""
    menu = dora.page.url
    dora.click("Alias")
    dora.reads("Nothing was charged.")
    dora.page_ok("case-alias")
    dora.page.goto(menu)
    dora.click("Mobile Query")
    dora.reads("Docket Entries")
    dora.page_ok("case-mobile-query")
    dora.page.goto(menu)
    dora.click("View a Document")
    dora.fill(Document_number="999")
    dora.click("View Document")
    dora.reads("Either you do not have permission to view the document")
    dora.page_ok("case-view-document")
    dora.page.goto(menu)
    dora.click("History/Documents...")
    dora.page_ok("case-history-form")
    dora.page.get_by_text("Display Docket Text").click()
    dora.click("Run Query")
    dora.reads("Doc.", "Docket Text:", "Transaction Receipt")
    dora.noise = [line for line in dora.noise if not any(words in line for words in STOPPED)]
    dora.page_ok("case-history")


def finds_each_charge(dora: Visitor) -> None:
    """Finds each charge in the billing history."""
    dora.choose("Utilities")
    dora.click("Review Billing History")
    rows = dora.page.locator("tr", has=dora.page.get_by_text("8118-20", exact=True))
    descriptions = rows.locator("td[data-label=Description]").all_inner_texts()
    assert sorted(descriptions) == sorted(
        ["Search", "Search", "History/Documents", *(one.rstrip(".") for one in ITEMS)]
    )


def test_from_a_name_to_every_item_and_the_charges(newcomer: Callable[..., Visitor], demo: RunningDemo) -> None:
    dora = newcomer()
    dora.sign_in(demo.people["dora"], client_code="8118-20")
    searches(dora)
    opens_every_item(dora)
    opens_items_that_ask_for_more(dora)
    finds_each_charge(dora)


def test_with_the_keyboard_and_without_javascript(newcomer: Callable[..., Visitor], demo: RunningDemo) -> None:
    nadia = newcomer(java_script_enabled=False)
    nadia.sign_in(demo.people["nadia"])
    nadia.choose("Query")
    nadia.field("Last or business name").focus()
    nadia.page.keyboard.type("harbor pilots")
    nadia.page.keyboard.press("Tab")
    nadia.page.keyboard.type("")
    nadia.page.keyboard.press("Enter")
    nadia.reads("Harbor Pilots Association, Inc.", "Transaction Receipt")
    nadia.page.get_by_role("link", name="Case Summary").focus()
    nadia.page.keyboard.press("Enter")
    expect(nadia.heading).to_have_text("Case Summary")
    nadia.reads("120 Contract: Marine", "Transaction Receipt")
