"""What people do on other days: client codes, charges, forgotten passwords, operations, and looking around."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect
from visitor import Visitor

from opencmecf.testing.running import RunningDemo

pytestmark = pytest.mark.journey

NEW_PASSWORD = "nine-lanterns-on-the-quay"


def test_client_code_and_billing_history(newcomer: Callable[..., Visitor], demo: RunningDemo) -> None:
    charlie = newcomer()
    charlie.sign_in(demo.people["charlie"], client_code="4410-02")
    expect(charlie.page.locator(".who")).to_contain_text("Client code 4410-02")
    charlie.choose("Utilities")
    charlie.click("Change Client Code")
    charlie.fill(New_client_code="7001-15")
    charlie.click("Submit")
    expect(charlie.fact("Client code now")).to_have_text("7001-15")
    charlie.choose("Query")
    expect(charlie.page.locator(".who")).to_contain_text("Client code 7001-15")

    charlie.choose("Utilities")
    charlie.click("Review Billing History")
    costs = [float(cost) for cost in charlie.page.locator("td[data-label=Cost]").all_inner_texts()]
    assert sorted(costs) == [0.10, 0.20, 0.70, 3.00]  # a document of 31 pages stops at 30
    charlie.reads("4 charges, together $4.00", "Image4-0", "LName: harbor")
    charlie.page_ok("billing-history")
    with charlie.page.expect_download() as download:
        charlie.click("Download as CSV")
    assert download.value.suggested_filename == "billing-history-flsd.csv"
    rows = list(csv.DictReader(Path(download.value.path()).read_text().splitlines()))
    assert sum(float(row["Cost"]) for row in rows) == pytest.approx(4.00)
    assert {row["Client Code"] for row in rows} == {"4410-02", ""}

    charlie.fill(From="1/2/2031", To="1/1/2031")
    charlie.click("Submit")
    charlie.reads("The last day is before the first.")
    charlie.page_ok("billing-history-errors")
    charlie.fill(From="1/1/2019", To="1/2/2019")
    charlie.click("Submit")
    charlie.reads("No charges from 01/01/2019 to 01/02/2019.")
    charlie.page_ok("billing-history-empty")


def test_forgotten_password_and_username(newcomer: Callable[..., Visitor], demo: RunningDemo) -> None:
    robert, person = newcomer(), demo.people["robert"]
    robert.goto("flsd", "/cgi-bin/login.pl")
    robert.click("Forgot User Name?")
    robert.page_ok("forgot-username")
    robert.field("E-mail address").fill(person.email)
    robert.click("Send the username")
    expect(robert.heading).to_have_text("Check your e-mail")
    robert.page_ok("forgot-sent")
    robert.open_mail(person.email, "Your PACER username")
    robert.reads(f"Username: {person.username}")

    robert.goto("flsd", "/cgi-bin/login.pl")
    robert.click("Forgot Your Password?")
    robert.page_ok("forgot-password")
    robert.fill(Username=person.username)
    robert.field("E-mail address").fill(person.email)
    robert.click("Send the link")
    robert.open_mail(person.email, "Set a new password for PACER")
    link = robert.page.get_by_role("link", name="/reset-password/")
    address = link.get_attribute("href") or ""
    link.click()
    robert.page_ok("reset-password")
    for label in ("New password", "New password again"):
        robert.field(label).fill(NEW_PASSWORD)
    robert.click("Set the password")
    expect(robert.heading).to_have_text("Your password is changed")
    robert.page_ok("password-changed")
    person.password = NEW_PASSWORD
    robert.sign_in(person)
    robert.page.goto(address)
    expect(robert.heading).to_have_text("This link does not work any more")
    robert.page_ok("reset-expired")


def test_forgotten_login_at_a_court(newcomer: Callable[..., Visitor], demo: RunningDemo) -> None:
    john, person = newcomer(), demo.people["jattorney"]
    issued = person.logins["flsb"]
    john.goto("flsb", "/cgi-bin/login.pl")
    john.click("Forgot login/password")
    john.page_ok("forgot-login")
    john.reads("1-888-555-0107")
    john.field("E-mail address").fill(person.email)
    john.click("Submit")
    john.page_ok("forgot-login-sent")
    john.open_mail(person.email, "Your CM/ECF login at United States Bankruptcy Court")
    john.reads(f"Your login is: {issued.login}")
    john.page.get_by_role("link", name="/reset-login").click()
    john.page_ok("reset-login")
    john.field("New CM/ECF password").fill(NEW_PASSWORD)
    john.field("The same password again").fill(NEW_PASSWORD)
    john.click("Submit")
    expect(john.heading).to_have_text("Your CM/ECF password is changed")
    john.page_ok("reset-login-done")
    issued.password = NEW_PASSWORD
    john.sign_in_to_file(issued.login, issued.password, "flsb")
    john.reads("You can file documents in this court.")
    john.choose("Query")
    john.reads("Viewing in this court needs a PACER account.")
    john.page_ok("refused-viewing-with-court-login")


def test_the_service_center_sees_what_the_system_works_on(newcomer: Callable[..., Visitor], demo: RunningDemo) -> None:
    sasha, charlie = newcomer(), newcomer()
    for visitor, username in ((sasha, "sasha"), (charlie, "charlie")):
        visitor.goto("pacer", "/login")
        visitor.answer_pacer_login(demo.people[username])
        expect(visitor.heading).to_have_text("Manage My Account")
    sasha.choose("Operations")
    expect(sasha.fact("Failed")).to_have_text("0")
    sasha.page_ok("operations-jobs")
    assert "Operations" not in charlie.menu
    charlie.goto("pacer", "/operations/jobs")
    charlie.reads("Your account may not do this here.")
    charlie.page_ok("refused-not-allowed")


def test_manage_my_account_page_by_page(newcomer: Callable[..., Visitor], demo: RunningDemo) -> None:
    mary = newcomer()
    mary.goto("pacer", "/manage")
    mary.answer_pacer_login(demo.people["jones"])
    for item, name in (
        ("Change Username", "change-username"),
        ("Change Password", "change-password"),
        ("Update Address Information", "change-address"),
        ("Update E-mail Address", "change-email"),
        ("Display Registered Courts", "registered-courts-judge"),
        ("View Detailed Transactions", "usage-empty"),
        ("View Quarterly Invoice/Statement of Account", "statements-empty"),
        ("Exemptions", "exemptions-empty"),
        ("What happened to this account", "account-history"),
    ):
        mary.goto("pacer", "/manage")
        mary.click(item)
        expect(mary.heading).to_have_text(item)
        mary.page_ok(name)


def test_the_sites_that_need_no_login(newcomer: Callable[..., Visitor], demo: RunningDemo) -> None:
    anybody = newcomer()
    for site, path, name in (
        ("demo", "/", "front-door"),
        ("mail", "/", "mailbox"),
        ("mail", "/?to=nobody@example.com", "mailbox-empty"),
        ("pcl", "/", "case-locator"),
        ("pacer", "/courts", "court-directory"),
        ("pacer", "/nothing-here", "not-found"),
        ("pacer", "/register/firm", "register-firm"),
        ("pacer", "/register/resend", "register-resend"),
        ("flsd", "/help/", "help"),
    ):
        anybody.goto(site, path)
        anybody.page_ok(name)
    anybody.goto("flsd", "/help/")
    topics = [link.get_attribute("href") or "" for link in anybody.page.locator("main a[href*='/help/']").all()]
    for topic in sorted(set(topics)):
        anybody.goto("flsd", topic)
        anybody.page_ok("help-" + topic.rstrip("/").rsplit("/", 1)[-1])


def test_what_is_on_the_menus(newcomer: Callable[..., Visitor], demo: RunningDemo) -> None:
    carla = newcomer()
    carla.sign_in(demo.people["carla"])
    carla.choose("Search")
    carla.field("Words of the menu item").fill("billing")
    carla.page.locator("main").get_by_role("button", name="Search").click()
    expect(carla.page.locator("main").get_by_role("link", name="Review Billing History")).to_be_visible()
    carla.page_ok("search")
    carla.choose("Reports")
    carla.page_ok("reports")
