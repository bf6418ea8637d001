"""One PACER account at courts of three kinds (S1); a court that has not moved (S2), and one that has (S3, S12)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, expect
from test_9_file_a_document import pdf
from visitor import Visitor

from opencmecf.testing.running import DemoPerson, RunningDemo

pytestmark = pytest.mark.journey

STOPPED = ("inline event handler", "script-src")  # rows call goDLS for programs; browsers follow the links
LINK = "Link a CM/ECF account to my PACER account"


@pytest.fixture
def moving_court(tmp_path_factory: pytest.TempPathFactory, demo: RunningDemo) -> Iterator[RunningDemo]:
    """A demonstration of this journey's own: what is filed after a go-live keeps it from being undone."""
    assert demo  # which skips where there is no Chromium
    running = RunningDemo(tmp_path_factory.mktemp("moving"))
    try:
        yield running
        running.check()
    finally:
        running.stop()


def next_page(visitor: Visitor, heading: str) -> None:
    """Press Next and see where it leads."""
    visitor.click("Next")
    expect(visitor.heading).to_have_text(heading)


def find_case(visitor: Visitor, typed: str, title: str) -> None:
    """Name the case on the first step."""
    visitor.fill(Case_number=typed)
    visitor.click("Find This Case")
    visitor.reads(title)
    next_page(visitor, "Is this the right case?")


def upload(visitor: Visitor, name: str) -> None:
    """Give the main document and confirm that it is redacted."""
    visitor.page.locator("#id_main").set_input_files(pdf(name))
    visitor.tick("I understand that I must comply")


def test_one_login_files_at_two_courts_and_reads_at_a_third(
    newcomer: Callable[..., Visitor], demo: RunningDemo
) -> None:
    alice = newcomer()
    alice.sign_in(demo.people["alice"])
    file_at_the_district_court(alice)

    # Another kind of court, without a password: its own menu, its own words.
    alice.goto("ca11", "/cgi-bin/login.pl")
    assert alice.menu == ["Filing", "Query", "Reports", "Utilities", "Search", "Help", "Log Out"]
    file_at_the_court_of_appeals(alice)
    read_the_appeal(alice)

    # A third court, which has not moved to NextGen: reading needs no other password either.
    alice.goto("flsb", "/cgi-bin/login.pl?pacer")
    alice.reads("Welcome, Alice Moreno.")
    alice.goto("flsb", "/cgi-bin/DktRpt.pl")
    alice.fill(Case_number="20-10017")
    alice.page.locator("main").get_by_role("button", name="Run Report").first.click()
    alice.reads("Bankruptcy Petition #: 20-10017-CLC", "Disclosure Statement Filed by Debtor Coral Reach Towing, LLC.")


def file_at_the_district_court(alice: Visitor) -> None:
    alice.choose("Civil")
    alice.goto("flsd", "/civil/notices?event=notice-of-unavailability")
    alice.click("Next")
    find_case(alice, "20-20001", "Harbor Pilots Association, Inc. v. Coral Reach Towing, LLC et al")
    next_page(alice, "Select the filer")
    alice.tick("Harbor Pilots Association, Inc.")
    next_page(alice, "Documents")
    upload(alice, "unavailable.pdf")
    next_page(alice, "Docket text: modify as appropriate")
    next_page(alice, "Docket text: final text")
    alice.click("Submit")
    alice.reads("Notice of Electronic Filing", "NOTICE of Unavailability by Harbor Pilots Association, Inc.")


def file_at_the_court_of_appeals(alice: Visitor) -> None:
    alice.choose("Filing")
    alice.reads("Briefs and Appendices", "Motions and Responses", "Petitions")
    alice.page_ok("appeal-filing-menu")
    alice.page.get_by_label("Search for an event").fill("ext brief")
    alice.page.locator("#found").get_by_role("link", name="Extension of Time to File a Brief").click()
    alice.page_ok("appeal-events")
    alice.click("Next")
    alice.reads("For example 24-10001")
    find_case(alice, "21-10417", "Harbor Pilots Association, Inc. v. Coral Reach Towing, LLC, et al")
    alice.tick("appellant's brief")
    alice.page_ok("appeal-questions")
    next_page(alice, "Select the party filer")
    alice.reads("Plaintiff - Appellant, you appear for this party")
    alice.tick("HARBOR PILOTS ASSOCIATION, INC.")
    alice.page_ok("appeal-filers")
    next_page(alice, "Documents")
    alice.reads("Fed. R. App. P. 25(a)(5)")
    upload(alice, "extension.pdf")
    next_page(alice, "Refer to existing docket entries")
    alice.tick("BRIEFING NOTICE issued.")
    alice.page_ok("appeal-references")
    next_page(alice, "Details")
    alice.fill(New_date_asked_for="6/2/2021")
    next_page(alice, "Docket text: modify as appropriate")
    alice.page.get_by_label("Words before the event").select_option("UNOPPOSED")
    next_page(alice, "Docket text: final text")
    text = (
        "UNOPPOSED MOTION for extension of time to file appellant's brief to 6/2/2021 filed by Appellant HARBOR PILOTS "
        "ASSOCIATION, INC. Re: [4] BRIEFING NOTICE issued. [21-10417] (ECF: Alice Moreno)"
    )
    alice.reads(text)
    alice.page_ok("appeal-review")
    alice.click("Submit")
    expect(alice.heading).to_have_text("Notice of Docket Activity")
    alice.reads("Your filing was accepted", text, "Notice will be electronically mailed to:", "acecfStamp_ID")
    expect(alice.page.locator("main")).not_to_contain_text("Document Number")
    alice.page_ok("appeal-notice")


def read_the_appeal(alice: Visitor) -> None:
    """The docket sheet of that kind of court has the entry, and the mail is the one of that kind."""
    alice.goto("ca11", "/cmecf/servlet/TransportRoom?servlet=CaseSummary.jsp&caseNum=21-10417&incDktEntries=Y")
    row = alice.page.locator("tr", has_text="UNOPPOSED MOTION for extension of time").last
    expect(row).to_contain_text("(ECF: Alice Moreno)")
    expect(row.get_by_role("link", name="5")).to_be_visible()
    alice.noise = [line for line in alice.noise if not any(words in line for words in STOPPED)]
    alice.page_ok("appeal-docket")
    alice.open_mail("alice@example.com", "21-10417 Harbor Pilots Association, Inc. v. Coral Reach Towing, LLC, et al")
    expect(alice.page.frame_locator("iframe").locator("body")).to_contain_text("Notice of Docket Activity")


def test_a_court_that_has_not_moved_takes_filings_under_its_own_login_alone(
    newcomer: Callable[..., Visitor], demo: RunningDemo
) -> None:
    john, clerk = newcomer(), newcomer()
    issued = demo.people["jattorney"].logins["flsb"]
    john.sign_in_to_file(issued.login, issued.password, "flsb")
    file_in_bankruptcy(john)

    # The PACER account views there and files nothing, neither from the menu nor by an address.
    viewer = newcomer()
    viewer.sign_in_to_view(demo.people["alice"], "flsb")
    assert viewer.menu[0] == "Query"
    viewer.goto("flsb", "/bankruptcy/motions?event=motion-sell")
    viewer.reads("You are not logged in for filing.")

    bsalas = demo.people["beatriz"].logins["flsb"]
    clerk.sign_in_to_file(bsalas.login, bsalas.password, "flsb")
    rule_in_bankruptcy(clerk)


def file_in_bankruptcy(john: Visitor) -> None:
    john.choose("Bankruptcy")
    john.reads("Motions and Applications", "Plan and Disclosure Statement", "Claim Actions")
    john.page_ok("bankruptcy-filing-menu")
    john.page.get_by_label("Search for an event").fill("363(f)")
    john.page.locator("#found").get_by_role("link", name="Sell Property Free and Clear of Liens").click()
    john.click("Next")
    john.fill(Case_number="20-01003")
    john.click("Find This Case")
    john.reads("20-01003 is an adversary proceeding. Choose Adversary on the menu bar to file in it.")
    john.page_ok("bankruptcy-wrong-menu")
    find_case(john, "1:20-bk-10017", "Coral Reach Towing, LLC")
    john.reads("Chapter 11")
    next_page(john, "Select the party")
    john.tick("Coral Reach Towing, LLC")
    next_page(john, "Documents")
    john.reads("Fed. R. Bankr. P. 9037")
    upload(john, "sale.pdf")
    next_page(john, "Refer to existing docket entries")
    john.tick("Chapter 11 Plan of Reorganization")
    next_page(john, "Details")
    john.fill(**{"Which_property?": "the tug Marigold"})
    next_page(john, "Docket text: modify as appropriate")
    next_page(john, "Docket text: final text")
    john.reads(
        "Motion to Sell the tug Marigold Free and Clear of Liens under 11 U.S.C. 363(f) Filed by Debtor Coral Reach "
        "Towing, LLC. (Re: [6] Chapter 11 Plan of Reorganization) (Attorney, John)",
        "Fee for a motion to sell free and clear of liens: $199.00",
    )
    john.page_ok("bankruptcy-review")
    john.click("Submit")
    expect(john.heading).to_have_text("Notice of Electronic Filing")
    john.reads("The following transaction was received from Attorney, John entered on")
    john.page_ok("bankruptcy-notice")


def rule_in_bankruptcy(clerk: Visitor) -> None:
    clerk.goto("flsb", "/bankruptcy/orders?event=order-on-motion")
    clerk.click("Next")
    find_case(clerk, "20-10017", "Coral Reach Towing, LLC")
    next_page(clerk, "Documents")
    upload(clerk, "order.pdf")
    next_page(clerk, "Refer to existing docket entries")
    clerk.tick("Motion to Sell the tug Marigold")
    next_page(clerk, "Details")
    clerk.page.get_by_label("[8] Motion to Sell Property Free and Clear of Liens").select_option("Granted")
    next_page(clerk, "Docket text: modify as appropriate")
    next_page(clerk, "Docket text: final text")
    clerk.reads("Order granting [8] Motion to Sell Property Free and Clear of Liens. (Salas, Beatriz)")
    clerk.click("Submit")
    expect(clerk.heading).to_have_text("Notice of Electronic Filing")


def test_after_the_move_nobody_files_before_linking(browser: Browser, moving_court: RunningDemo) -> None:
    def come() -> Visitor:
        return Visitor(moving_court, browser.new_context(viewport={"width": 1280, "height": 900}))

    alice, adele = come(), come()
    person = moving_court.people["alice"]
    issued, hers = person.logins["flsb"], moving_court.people["adele"].logins["flsb"]
    alice.sign_in_to_file(issued.login, issued.password, "flsb")
    draft = begin_an_answer(alice)

    adele.sign_in_to_file(hers.login, hers.password, "flsb")
    adele.goto("flsb", "/court/go-live")
    adele.click("Move to NextGen now")

    see_every_door_closed(alice, person, draft)
    alice.goto("flsb", "/bankruptcy")
    alice.click(LINK)
    alice.offer_to_link(issued.login, issued.password)
    alice.click("Submit")
    alice.choose("Adversary")
    alice.reads("This account is ready for filing documents.")
    begin_an_answer(alice)
    next_page(alice, "Documents")
    upload(alice, "answer.pdf")
    next_page(alice, "Refer to existing docket entries")
    alice.tick("Complaint by Coral Reach Towing, LLC")
    next_page(alice, "Docket text: modify as appropriate")
    next_page(alice, "Docket text: final text")
    alice.click("Submit")
    expect(alice.heading).to_have_text("Notice of Electronic Filing")
    alice.reads("Answer to Complaint Filed by Defendant Harbor Pilots Association, Inc. (Re: [1] Complaint)")


def begin_an_answer(alice: Visitor) -> str:
    """Prepare an answer as far as the filers; returns the address of the draft."""
    alice.goto("flsb", "/adversary/adversary-pleadings?event=answer")
    alice.click("Next")
    find_case(alice, "20-01003-CLC", "20-01003-CLC Coral Reach Towing, LLC")
    next_page(alice, "Select the party")
    alice.tick("Harbor Pilots Association, Inc.")
    return "/filing/" + alice.page.url.split("/filing/")[1].split("/")[0]


def see_every_door_closed(alice: Visitor, person: DemoPerson, draft: str) -> None:
    """Neither the court's login nor a PACER account that is not linked reaches the menu, an event or a draft."""
    alice.click("Next")  # the page was open while the court moved
    alice.is_asked_to_sign_in()
    alice.answer_pacer_login(person)
    alice.reads("You cannot file in this court yet.")
    for path in ("/bankruptcy", "/adversary/adversary-pleadings?event=answer", draft, f"{draft}/review"):
        alice.goto("flsb", path)
        alice.reads("You cannot file in this court yet.")
    alice.page_ok("after-the-move-not-linked")
