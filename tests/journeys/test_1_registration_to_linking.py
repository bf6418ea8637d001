"""From no account at all to filing at a court: the procedure of the court, step by step."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from visitor import Visitor

from opencmecf.testing.running import DemoPerson, Login, RunningDemo

pytestmark = pytest.mark.journey

NEW = DemoPerson("John Attorney", "john.attorney", "four-quiet-herons-at-noon")
UNLINKED = ["Query", "Reports", "Utilities", "Help", "Log Out"]
LINKED = ["Civil", "Criminal", "Query", "Reports", "Utilities", "Search", "Help", "Log Out"]
LINK = "Link a CM/ECF account to my PACER account"


def register(visitor: Visitor, person: DemoPerson) -> None:
    """Register an individual attorney account, and confirm its e-mail address from the mailbox."""
    visitor.goto("pacer")
    visitor.page_ok("pacer-home")
    visitor.click("Register for an account")
    visitor.page_ok("register")
    visitor.click("Attorney Filers for CM/ECF")
    visitor.page_ok("register-attorney")
    visitor.click("Submit")
    visitor.reads("There is a problem")
    visitor.page_ok("register-attorney-errors")
    first, last = person.name.split()
    visitor.fill(First_name=first, Last_name=last, Date_of_birth="5/4/1980", Street_address="1 Biscayne Way")
    visitor.fill(City="Miami", ZIP_or_postal_code="33131", Telephone="305-555-0117", Username=person.username)
    for again in ("", " again"):
        visitor.field(f"E-mail address{again}").fill(person.email)
        visitor.field(f"Password{again}").fill(person.password)
    visitor.field("User type").select_option("Private attorney")
    visitor.field("State").select_option("FL")
    visitor.tick("I have read these policies")
    visitor.click("Submit")
    expect(visitor.heading).to_have_text("Check your e-mail")
    visitor.page_ok("register-sent")
    visitor.open_mail(person.email, "Confirm your e-mail address for PACER")
    visitor.page_ok("mail")
    visitor.page.get_by_role("link", name="/register/confirm").click()
    visitor.page_ok("register-confirm")
    visitor.click("Confirm")
    expect(visitor.fact("Account Type")).to_have_text("Upgraded PACER Account")
    visitor.page_ok("registered")


def sees_the_account_type(john: Visitor) -> None:
    """S7: the account type can be seen."""
    john.goto("pacer", "/manage")
    john.is_asked_to_sign_in()
    john.answer_pacer_login(NEW)
    expect(john.heading).to_have_text("Manage My Account")
    expect(john.fact("Account Type")).to_have_text("Upgraded PACER Account")
    john.page_ok("manage-my-account")
    john.choose("Log Out")


def comes_to_the_login_page(john: Visitor) -> None:
    """L1 and L2: from the court's home page to PACER LOGIN, word for word."""
    john.goto("flsd")
    john.page_ok("court-home")
    john.click("Southern District of Florida – Document Filing System")

    # L2: PACER LOGIN, word for word.
    expect(john.heading).to_have_text("PACER LOGIN")
    john.reads(
        "Your browser must be set to accept cookies in order to log in to this site. If your browser is set to accept "
        "cookies and you are experiencing problems with the login, delete the stored cookie file in your PC. Close and "
        "reopen your browser before trying again.",
        "NOTICE: This is a restricted government web site for official PACER use only. Unauthorized entry is "
        "prohibited and subject to prosecution under Title 18 of the U.S. Code. All activities and access attempts are "
        "logged.",
    )
    labels = john.page.locator("main form#loginForm label").all_inner_texts()
    assert [" ".join(label.split()) for label in labels] == ["Username *", "Password *", "Client Code"]
    actions = john.page.locator("main form#loginForm .actions > *").all_inner_texts()
    assert actions == ["Login", "Clear", "Cancel"]
    for link in ("Need an Account?", "Forgot Your Password?", "Forgot User Name?"):
        expect(john.page.get_by_role("link", name=link, exact=True)).to_be_visible()
    john.page_ok("pacer-login")
    john.answer_pacer_login(NEW)


def finds_linking_under_utilities(john: Visitor) -> None:
    """L4 and L5: the menu bar of somebody who is not linked yet, and Your Account."""
    john.reads("Welcome, John Attorney.")
    assert john.menu == UNLINKED
    john.page_ok("court-home-unlinked")
    john.choose("Utilities")

    # L5: Your Account.
    account = john.page.locator("section", has=john.page.get_by_role("heading", name="Your Account", exact=True))
    assert account.get_by_role("link").all_inner_texts() == ["Change Client Code", LINK, "Review Billing History"]
    john.page_ok("utilities")
    john.click(LINK)


def types_the_login_of_the_court(john: Visitor, issued: Login) -> None:
    """L6 and L7: the court-issued login."""
    expect(john.heading).to_have_text(LINK)
    john.reads(
        "Hint: The FLSD CM/ECF login is typically your first and last initials followed by your full bar number, e.g. "
        "cs512584"
    )
    assert john.page.locator("main form .actions > *").all_inner_texts() == ["Submit", "Clear"]
    expect(john.page.get_by_role("link", name="Forgot login/password", exact=True)).to_be_visible()
    john.reads("1-888-555-0106")
    john.page_ok("link-account")
    john.offer_to_link(issued.login, issued.password)


def compares_both_names(john: Visitor) -> None:
    """L8: both names."""
    expect(john.page.get_by_role("heading", name="Do you want to link these accounts?")).to_be_visible()
    expect(john.fact("CM/ECF")).to_have_text("John Attorney")
    expect(john.fact("PACER")).to_have_text("John Attorney")
    john.reads(
        "After you submit this screen, your old e-filing credentials for the CM/ECF account will be permanently linked "
        "to your upgraded PACER account. Use your upgraded PACER account to e-file in this court."
    )
    expect(john.page.get_by_text("The names differ")).to_have_count(0)
    john.page_ok("confirm-link")
    john.click("Submit")


def is_linked_and_has_the_filing_menus(john: Visitor) -> None:
    """L9 to L11: the message; the next page has the filing menus, without another login."""
    john.reads(
        "The CM/ECF account for John Attorney is now linked to your CSO account.",
        "You will now use your PACER account for electronic filings in the CM/ECF system.",
    )
    john.page_ok("linked")

    # L10 and L11: the next page has the filing menus, without another login.
    john.choose("Query")
    assert john.menu == LINKED
    john.page_ok("query")
    for item in ("Civil", "Criminal", "Reports", "Search"):
        john.choose(item)
        expect(john.heading).to_have_text(item)
    john.choose("Civil")
    john.reads("This account is ready for filing documents.")
    john.page_ok("civil")


def links_only_once(john: Visitor) -> None:
    """Submitting the same page again, by the back button, is no second link."""
    john.goto("flsd", "/utilities/link-account")
    john.reads("Your PACER account is already linked to the CM/ECF account for John Attorney at this court.")
    john.page_ok("refused-already-linked")


def goes_on_to_other_courts(john: Visitor, issued: Login) -> None:
    """S1 and S2: a NextGen court without a password; at a CurrentGen court, view with PACER and file with its login."""
    john.goto("ca11")
    john.page.get_by_role("link", name="Document Filing System").click()
    john.reads("Welcome, John Attorney.")
    assert john.menu == UNLINKED

    # S2: a CurrentGen court: view with PACER, without a password; file with the login that the court has issued.
    john.goto("flsb")
    john.page_ok("currentgen-home")
    john.page.get_by_role("link", name="Document Filing System").click()
    john.page_ok("currentgen-login")
    john.click("Log in with PACER")
    john.reads("Welcome, John Attorney.")
    assert john.menu == UNLINKED
    john.choose("Query")
    expect(john.heading).to_have_text("Query")
    john.sign_in_to_file(issued.login, issued.password, "flsb")
    john.choose("Bankruptcy")
    john.reads("This account is ready for filing documents.")
    assert john.menu[:2] == ["Bankruptcy", "Adversary"]


def is_told_of_the_link(john: Visitor) -> None:
    """The register of courts knows of the link, and so does the holder of the mailbox."""
    john.goto("pacer", "/manage/courts")
    john.page.reload()
    john.reads("linked to a filing account at 1 court", "Southern District of Florida")
    john.page_ok("registered-courts")
    john.open_mail(NEW.email, "Your CM/ECF account is linked to a PACER account")
    john.page_ok("mail-linked")


def test_a_new_attorney_registers_links_and_may_file(newcomer: Callable[..., Visitor], demo: RunningDemo) -> None:
    john, issued = newcomer(), demo.people["jattorney"].logins
    register(john, NEW)
    sees_the_account_type(john)
    comes_to_the_login_page(john)
    finds_linking_under_utilities(john)
    types_the_login_of_the_court(john, issued["flsd"])
    compares_both_names(john)
    is_linked_and_has_the_filing_menus(john)
    links_only_once(john)
    goes_on_to_other_courts(john, issued["flsb"])
    is_told_of_the_link(john)


def test_the_court_account_belongs_to_one_person_for_good(newcomer: Callable[..., Visitor], demo: RunningDemo) -> None:
    person, login = demo.people["robert"], demo.people["robert"].logins["flsd"]
    other = newcomer()
    other.sign_in(demo.people["jattorney"])
    other.choose("Utilities")
    other.click(LINK)
    other.offer_to_link(login.login, person.password)
    other.reads("The CM/ECF login or password is not right.")
    other.reads("log in with the PACER account that it is linked to.")
    other.page_ok("refused-linked-to-another")
    assert other.menu == UNLINKED
