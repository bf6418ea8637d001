"""An attorney lets a member of the staff file: offered, accepted, chosen at filing, ended."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from visitor import Visitor

from opencmecf.testing.running import DemoPerson, RunningDemo

pytestmark = pytest.mark.journey

PAGE = "Staff and Filing for Others"


def account_number(visitor: Visitor, person: DemoPerson) -> str:
    """The number that the person reads in Manage My Account."""
    visitor.goto("pacer", "/manage")
    visitor.answer_pacer_login(person)
    return visitor.fact("Account number").inner_text()


def offer(attorney: Visitor, number: str, staff: DemoPerson) -> None:
    """Make the offer, at the court."""
    attorney.choose("Utilities")
    attorney.click(PAGE)
    attorney.page_ok("delegation-none")
    attorney.fill(PACER_account_number="12", Last_name="Whitlock")
    attorney.field("E-mail address").fill(staff.email)
    attorney.click("Make the offer")
    attorney.reads("Type the seven digits of the account number.")
    attorney.page_ok("delegation-errors")
    attorney.fill(PACER_account_number=number)
    attorney.page.get_by_text("Prepare and submit, in my name").click()
    attorney.click("Make the offer")
    attorney.reads("The offer is made", "Waits for an answer")
    attorney.page_ok("delegation-offered")


def test_staff_file_under_their_own_login(newcomer: Callable[..., Visitor], demo: RunningDemo) -> None:
    omar, tess = newcomer(), newcomer()
    attorney, staff = demo.people["omar"], demo.people["tess"]
    number = account_number(tess, staff)
    omar.sign_in(attorney)
    offer(omar, number, staff)

    tess.open_mail(staff.email, "Omar Haddad wants you to file")
    tess.goto("flsd")
    tess.page.get_by_role("link", name="Document Filing System").click()
    tess.reads(f"Welcome, {staff.name}.")
    assert "Civil" not in tess.menu
    tess.choose("Utilities")
    tess.click(PAGE)
    tess.reads("Prepare and submit: civil and criminal")
    tess.page_ok("delegation-to-accept")
    tess.page.get_by_role("button", name="Accept").click()
    tess.reads("You file for the attorney from now on.")
    assert tess.menu[:2] == ["Civil", "Criminal"]
    tess.page_ok("delegation-accepted")

    tess.choose("Civil")
    tess.page.locator("main").get_by_role("link", name="Motions", exact=False).first.click()
    tess.reads("You file for Omar Haddad")
    expect(tess.page.locator("header")).to_contain_text("filing for Omar Haddad")
    tess.page_ok("filing-for-an-attorney")
    tess.goto("pacer", "/manage/delegations?court=flsd")
    tess.reads("For whom you file", "Omar Haddad", "Prepare and submit: civil and criminal", "In force")
    tess.page_ok("delegations-at-courts")
    tess.goto("flsd")

    omar.page.reload()
    omar.reads("Tess Whitlock", "In force")
    omar.page.get_by_role("button", name="End").click()
    omar.reads("It is ended, at once.")
    omar.page_ok("delegation-ended")
    tess.choose("Civil")
    tess.reads("Nobody has named you as filing agent at this court yet.")
    expect(tess.heading).to_be_visible()
