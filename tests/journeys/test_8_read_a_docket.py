"""Searching a case by its number, reading its docket, and finding the charge in the billing history."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from visitor import Visitor

from opencmecf.testing.running import RunningDemo

pytestmark = pytest.mark.journey

# The rows call goDLS for programs that read the page. Browsers are told to run nothing inline, and follow the links.
STOPPED = ("inline event handler", "script-src")


def test_from_the_number_of_a_case_to_the_charge(newcomer: Callable[..., Visitor], demo: RunningDemo) -> None:
    dora = newcomer()
    dora.sign_in(demo.people["dora"], client_code="8118-03")
    dora.choose("Query")
    dora.page_ok("query")
    dora.fill(Case_number="99-99999")
    dora.click("Find This Case")
    dora.reads("Case not found.")
    dora.page_ok("query-nothing")
    dora.fill(Case_number="20-20001")
    dora.click("Find This Case")
    dora.reads("1:20-cv-20001-RMA", "Harbor Pilots Association, Inc. v. Coral Reach Towing, LLC et al")
    dora.page_ok("query-found")

    dora.click("Docket Report ...")
    expect(dora.heading).to_have_text("Docket Sheet")
    expect(dora.field("Case number")).to_have_value("1:20-cv-20001-RMA")
    dora.page_ok("docket-form")
    dora.fill(From="1/2/2020", To="1/1/2020")
    dora.click("Run Report")
    dora.reads("The start date must be less than or equal to the end date")
    dora.page_ok("docket-form-errors")
    dora.fill(From="1/1/2035", To="")
    dora.click("Run Report")
    dora.reads("none satisfy the selection criteria", "Nothing was charged.")
    dora.page_ok("docket-nothing")
    dora.click("Choose other dates or numbers")
    dora.click("Run Report")
    dora.reads("CIVIL DOCKET FOR CASE #: 1:20-cv-20001-RMA", "Alice Moreno", "Transaction Receipt", "8118-03")
    dora.noise = [line for line in dora.noise if not any(words in line for words in STOPPED)]
    dora.page_ok("docket-report")
    receipt = dora.page.locator("table.receipt")
    cost = receipt.locator("th:has-text('Cost:') + td").inner_text().strip()
    assert float(cost) > 0

    dora.choose("Utilities")
    dora.click("Review Billing History")
    row = dora.page.locator("tr", has=dora.page.get_by_text("8118-03", exact=True))
    expect(row).to_have_count(1)
    expect(row.locator("td[data-label=Description]")).to_have_text("Docket Report")
    expect(row.locator("td[data-label=Criteria]")).to_have_text("1:20-cv-20001-RMA")
    expect(row.locator("td[data-label=Cost]")).to_have_text(cost)
