"""A firm that pays for its people (S6, S13), and exempt use of one account (S9, S10)."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from visitor import Visitor

from opencmecf.foundation.processes import wait_until
from opencmecf.testing.running import DemoPerson, RunningDemo

pytestmark = pytest.mark.journey

CASE = "1:20-cv-20001-RMA"
ADD = "Add Existing PACER Account to My PAA"
REMOVE = "Remove PACER Account(s) from My PAA"
SWITCH = "Change PACER Exemption Status"
# The rows of a docket call goDLS for programs that read the page. Browsers are told to run nothing inline.
STOPPED = ("inline event handler", "script-src")


def at_manage(visitor: Visitor, person: DemoPerson, client_code: str = "") -> None:
    """In Manage My Account, signed in there."""
    visitor.goto("pacer", "/manage")
    if visitor.heading.inner_text() == "PACER LOGIN":
        visitor.answer_pacer_login(person, client_code)
    expect(visitor.heading).to_have_text("Manage My Account")


def run_report(visitor: Visitor, number: str = "20-20001") -> None:
    """A docket report of the case."""
    visitor.choose("Query")
    visitor.fill(Case_number=number)
    visitor.click("Find This Case")
    visitor.click("Docket Report ...")
    visitor.click("Run Report")


def receipt(visitor: Visitor, label: str) -> str:
    """What the receipt at the foot of the report says beside `label`."""
    found = visitor.page.locator(f"table.receipt th:has-text('{label}') + td").inner_text().strip()
    visitor.noise = [line for line in visitor.noise if not any(words in line for words in STOPPED)]
    return found


def test_a_firm_takes_in_a_person_and_pays(newcomer: Callable[..., Visitor], demo: RunningDemo) -> None:
    frances, tessa = newcomer(), newcomer()
    firm, person = demo.people["firmadmin"], demo.people["tessa"]
    at_manage(tessa, person)
    number = tessa.fact("Account number").inner_text()
    tessa.click("Remove Your PACER Account from a PAA")
    tessa.reads("No firm pays for your account, and no invitation waits.")
    tessa.page_ok("firms-none")

    invite(frances, firm, number)
    accept(tessa, person)
    frances.open_mail(firm.email, "Tessa Brandt has accepted")

    keep_to_the_firms_client_codes(tessa, person)
    run_report(tessa)
    cost = receipt(tessa, "Cost:")
    assert (receipt(tessa, "Client Code:"), float(cost) > 0) == ("4410-78", True)
    itemise(frances, firm, cost)
    at_manage(tessa, person)
    tessa.click("View Detailed Transactions")
    tessa.reads(f"1 charge, together ${cost}", "paid by account")
    tessa.page_ok("usage-member")

    frances.goto("flsd", "/cgi-bin/iquery.pl")
    frances.reads("it neither searches nor files", "individual PACER account")

    leave(tessa, person)
    be_told_of_the_leaving(frances, firm)


def invite(frances: Visitor, firm: DemoPerson, number: str) -> None:
    """The firm invites the person by account number and last name."""
    at_manage(frances, firm)
    frances.page_ok("manage-my-account-firm")
    frances.click("Accounts of this firm")
    frances.reads("Bayside Law Group", "Priya Raman", "Paid for by the firm", "####-##")
    frances.page_ok("firm-people")
    frances.click(ADD)
    frances.click("Submit")
    frances.reads("Fill in “Account number”.", "Fill in “Last name”.", "Tick the box")
    frances.page_ok("firm-add-errors")
    frances.fill(Account_number=number, Last_name="Brand", Remark="Litigation group")
    frances.page.locator("label[for=id_acknowledged]").click()
    frances.click("Submit")
    frances.reads("There is no account of a person with this number and last name.")
    expect(frances.field("Remark")).to_have_value("Litigation group")
    frances.fill(Last_name="Brandt")
    frances.click("Submit")
    frances.reads("The invitation was sent.", "Brandt", "Waits for an answer")
    frances.page_ok("firm-people-invited")


def accept(tessa: Visitor, person: DemoPerson) -> None:
    """The person reads the mail, follows its link and accepts."""
    tessa.open_mail(person.email, "Bayside Law Group wants to pay for your PACER account")
    tessa.reads("Litigation group", "If you do nothing, nothing changes.")
    at_manage(tessa, person)
    tessa.reads("Bayside Law Group invites you")
    tessa.page_ok("manage-my-account-invited")
    tessa.click("Accept or decline")
    tessa.reads("It sees what you view", "you can leave at any time")
    tessa.page_ok("firms-invitation")
    tessa.click("Accept")
    tessa.reads("You have accepted.", "Bayside Law Group pays for your account", "4410-02")
    tessa.page_ok("firms-member")


def keep_to_the_firms_client_codes(tessa: Visitor, person: DemoPerson) -> None:
    """The firm's rule for client codes holds at the login and at Change Client Code."""
    tessa.choose("Log Out")
    tessa.goto("flsd", "/cgi-bin/login.pl")
    tessa.answer_pacer_login(person)
    tessa.reads("A Client Code is required for PACER search. Your firm’s codes look like 4410-02.")
    tessa.page_ok("pacer-login-client-code-required")
    tessa.answer_pacer_login(person, "4410-77")
    tessa.reads("Welcome, Tessa Brandt.")
    tessa.choose("Utilities")
    tessa.click("Change Client Code")
    tessa.fill(New_client_code="harbor")
    tessa.click("Submit")
    tessa.reads("The client code “harbor” does not have the form that your firm asks for.")
    tessa.page_ok("change-client-code-not-the-firms")
    tessa.fill(New_client_code="4410-78")
    tessa.click("Submit")
    tessa.reads("Your client code is changed")


def itemise(frances: Visitor, firm: DemoPerson, cost: str) -> None:
    """The charge is on the firm's statement within seconds, itemised."""

    def has_arrived() -> bool:
        frances.goto("pacer", "/manage/usage")
        return frances.page.get_by_role("cell", name="4410-78").count() > 0

    wait_until(has_arrived, 45)  # the centre is told every ten seconds, by a job
    frances.page_ok("usage-firm")
    frances.page.get_by_label("Client Code").select_option("4410-78")
    frances.click("Submit")
    frances.reads(f"1 charge, together ${cost}", "Tessa Brandt")
    at_manage(frances, firm)
    frances.click("View Quarterly Invoice/Statement of Account")
    frances.page_ok("statements-firm")
    frances.page.locator("main table a").first.click()
    frances.reads("Bayside Law Group", "Priya Raman", "5127-01", "Tessa Brandt", "4410-78", "Running quarter, so far")
    frances.page_ok("statement-firm")
    frances.page.emulate_media(media="print")
    frances.picture("statement-firm-printed", 1280)
    frances.page.emulate_media(media="screen")
    with frances.page.expect_download() as download:
        frances.click("Download every charge as CSV")
    assert "Tessa Brandt,4410-78,Docket Report," in download.value.path().read_text()


def leave(tessa: Visitor, person: DemoPerson) -> None:
    """The person leaves."""
    at_manage(tessa, person)
    tessa.click("Remove Your PACER Account from a PAA")
    tessa.click("Remove my account from Bayside Law Group")
    tessa.reads("What you view from now on is billed to you.", "Has left")
    tessa.page_ok("firms-left")


def be_told_of_the_leaving(frances: Visitor, firm: DemoPerson) -> None:
    """The firm is told, and lists the person no more."""
    frances.open_mail(firm.email, "Tessa Brandt has left")
    at_manage(frances, firm)
    frances.click("Rule for client codes")
    frances.page_ok("firm-client-codes")
    frances.fill(Example_of_a_client_code="harbor")
    frances.click("Submit")
    frances.reads("This example does not have the form ####-##.")
    frances.goto("pacer", "/manage/firm/remove")
    expect(frances.heading).to_have_text(REMOVE)
    expect(frances.page.get_by_label(re.compile("Priya Raman"))).to_be_visible()
    expect(frances.page.get_by_label(re.compile("Tessa Brandt"))).to_have_count(0)
    frances.page_ok("firm-remove")


def test_two_accounts_become_one_that_is_exempt_when_its_holder_says_so(
    newcomer: Callable[..., Visitor], demo: RunningDemo
) -> None:
    sasha, omar = newcomer(), newcomer()
    center, person, old = demo.people["sasha"], demo.people["omar"], demo.people["omar.cja"]
    switch_to_exempt(omar, person)

    old_number = _number_of(newcomer(), old)
    at_account = merge_the_old_account(sasha, center, old_number)
    stranger = newcomer()
    stranger.goto("pacer", "/manage")
    stranger.answer_pacer_login(old)
    stranger.reads("This account is closed. It was merged into your individual PACER account.")
    stranger.page_ok("pacer-login-merged")
    be_told_of_the_merging(omar, person, old_number)

    switch_at_another_court(omar, person)
    other = newcomer()  # at a CurrentGen court he logs in with X- before the username
    other.goto("flsb", "/cgi-bin/login.pl?pacer")
    other.answer_pacer_login(DemoPerson(person.name, f"X-{person.username}", person.password))
    expect(other.page.locator(".who .tags")).to_have_text("Exempt: CJA panel attorney")
    other.page_ok("currentgen-exempt")

    withdraw(sasha, at_account)
    be_told_before_a_charge(omar)


def switch_to_exempt(omar: Visitor, person: DemoPerson) -> None:
    """Not exempt at the login; switched under Utilities; each charge records which applied (S10)."""
    omar.sign_in(person)
    tags = omar.page.locator(".who .tags")
    expect(tags).to_have_text("Not exempt")
    run_report(omar, "20-20104")
    assert float(receipt(omar, "Cost:")) > 0
    omar.choose("Utilities")
    omar.page_ok("utilities-exempt")
    omar.click(SWITCH)
    omar.reads("You are not exempt. What you open is charged.")
    omar.page_ok("exemption-status-off")
    omar.click("Switch to exempt: CJA panel attorney")
    omar.reads("You are using PACER as exempt now.", "Use this for the work that the exemption was granted for")
    expect(tags).to_have_text("Exempt: CJA panel attorney")
    omar.page_ok("exemption-status-on")
    omar.choose("Query")
    omar.fill(Case_number="20-20104")
    omar.click("Find This Case")
    omar.click("Docket Report ...")
    omar.reads("You are viewing as exempt (CJA panel attorney)")
    omar.page_ok("docket-form-exempt")
    omar.click("Run Report")
    assert [receipt(omar, label) for label in ("Cost:", "Exempt flag:", "Exempt reason:")] == [
        "0.00",
        "Exempt",
        "CJA panel attorney",
    ]
    omar.page_ok("docket-report-exempt")
    omar.choose("Utilities")
    omar.click("Review Billing History")
    bases = omar.page.locator("td[data-label=Basis]").all_inner_texts()
    assert bases[:2] == ["exempt: CJA panel attorney", "billable"]
    omar.page_ok("billing-history-exempt")


def merge_the_old_account(sasha: Visitor, center: DemoPerson, old_number: str) -> str:
    """The service center merges the old exempt account into the other (S9); returns where that one is shown."""
    at_manage(sasha, center)
    sasha.choose("Service Center")
    sasha.page_ok("desk")
    sasha.click("Exemptions")
    sasha.page_ok("desk-exemptions")
    sasha.fill(Account_number_or_username="omar")
    sasha.click("Find the account")
    expect(sasha.heading).to_have_text("Omar Haddad")
    sasha.page_ok("desk-exemptions-account")
    at_account = "/" + sasha.page.url.split("/", 3)[3]
    sasha.click("Merge an old exempt account into this one")
    sasha.page_ok("desk-merge")
    sasha.fill(Number_of_the_old_account=old_number, Reason="Asked for by letter")
    sasha.click("Continue")
    sasha.reads("Do you want to merge these accounts?", "This cannot be undone.", old_number)
    sasha.page_ok("desk-merge-confirm")
    sasha.click("Merge")
    sasha.reads("Merged into this account", f"Appointed on appeal (from account {old_number})")
    sasha.page_ok("desk-exemptions-merged")
    return at_account


def be_told_of_the_merging(omar: Visitor, person: DemoPerson, old_number: str) -> None:
    """The holder is told, and keeps the history of both."""
    omar.open_mail(person.email, "Your PACER accounts were merged")
    at_manage(omar, person)
    omar.click("Exemptions")
    omar.reads("Appointed on appeal", "In force")
    omar.page_ok("exemptions")
    at_manage(omar, person)
    omar.click("What happened to this account")
    omar.click(f"history of account {old_number}")
    omar.reads("which was merged into yours", "A browser logged in.")
    omar.page_ok("account-history-merged")


def switch_at_another_court(omar: Visitor, person: DemoPerson) -> None:
    """Not exempt again at each login; at the court of appeals the exemption of the old account is his now."""
    tags = omar.page.locator(".who .tags")
    omar.goto("flsd")
    omar.choose("Log Out")
    omar.goto("ca11", "/cgi-bin/login.pl")
    omar.answer_pacer_login(person)
    expect(tags).to_have_text("Not exempt")
    omar.choose("Utilities")
    omar.click(SWITCH)
    omar.click("Switch to exempt: CJA panel attorney")
    expect(tags).to_have_text("Exempt: CJA panel attorney")


def withdraw(sasha: Visitor, at_account: str) -> None:
    """The service center withdraws an exemption."""
    sasha.goto("pacer", at_account)
    row = sasha.page.locator("tr", has=sasha.page.get_by_text("Appointed on appeal", exact=False))
    row.get_by_role("link", name="Withdraw").click()
    sasha.page_ok("desk-withdraw")
    sasha.fill(Reason="The appeal is over")
    sasha.page.get_by_role("button", name="Withdraw").click()
    sasha.reads("Withdrawn: The appeal is over")


def be_told_before_a_charge(omar: Visitor) -> None:
    """Whoever is using the exemption is told that it has ended before anything is charged."""

    def is_told() -> bool:
        omar.goto("ca11", "/cgi-bin/iquery.pl")
        return omar.heading.inner_text() == "No exemption of yours covers this court now"

    wait_until(is_told, 20)
    omar.reads("Nothing was charged", "what you open from here on is charged")
    omar.page_ok("exemption-ended")
    omar.click("Go on, not exempt")
    expect(omar.heading).to_have_text("Query")


def _number_of(visitor: Visitor, person: DemoPerson) -> str:
    at_manage(visitor, person)
    return visitor.fact("Account number").inner_text()
