"""A court's home page, the menu bar of each kind of court, and what the items open."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from opencmecf.court.menus import utilities
from opencmecf.court.profile.queries import HostedCourt, hosted_court
from opencmecf.foundation.access import Actor, Role
from opencmecf.testing.pages import text_of
from opencmecf.testing.people import COURT_PASSWORD, Browser, House

pytestmark = pytest.mark.django_db

VIEWER = ["Query", "Reports", "Utilities", "Help", "Log Out"]


def menu(page: Any) -> list[str]:
    return re.findall(r"<a [^>]*>([^<]+)</a>", page.content.decode().split('id="topmenu"')[1].split("</nav>")[0])


def menu_links(page: Any) -> list[str]:
    return re.findall(r'<a href="([^"]+)"', page.content.decode().split('id="topmenu"')[1].split("</nav>")[0])


def court_login(house: House, username: str, role: Role = Role.FILER) -> Browser:
    house.court_account(username, house.flsb, role=role)
    browser = house.browser(house.flsb)
    browser.post("/cgi-bin/login.pl", {"login": f"cm-{username}", "key": COURT_PASSWORD})
    return browser


@pytest.mark.parametrize("court", ["flsd", "flsb", "ca11"])
def test_whoever_only_views_sees_the_classic_five_at_every_court(house: House, court: str) -> None:
    page = house.signed_in("charlie", getattr(house, court)).get("/cgi-bin/iquery.pl")
    assert menu(page) == VIEWER


@pytest.mark.parametrize(("court", "filing"), [("flsd", ["Civil", "Criminal"]), ("ca11", ["Filing"])])
@pytest.mark.parametrize("role", [Role.FILER, Role.CLERK, Role.JUDGE])
def test_whoever_files_sees_the_filing_menus_of_the_kind_of_court_and_search(
    house: House, court: str, filing: list[str], role: Role
) -> None:
    house.linked("alice", getattr(house, court), role=role)
    page = house.signed_in("alice", getattr(house, court)).get("/")
    assert menu(page) == [*filing, "Query", "Reports", "Utilities", "Search", "Help", "Log Out"]


def test_a_name_that_ends_with_a_dot_is_welcomed_with_one(house: House) -> None:
    account = house.account("john")
    account.generation = "Jr."
    account.save(update_fields=["generation"])
    page = text_of(house.signed_in("john", house.flsd).get("/"))
    assert "Welcome, John Attorney Jr." in page
    assert "Jr.." not in page


def test_a_court_login_sees_the_filing_menus_of_a_bankruptcy_court(house: House) -> None:
    page = court_login(house, "john").get("/")
    assert menu(page) == ["Bankruptcy", "Adversary", *VIEWER[:3], "Search", *VIEWER[3:]]


def test_a_court_login_finds_events_by_the_search_of_the_menu_bar(house: House) -> None:
    page = court_login(house, "john").get("/search?q=363(f)").content.decode()
    assert '<a href="/bankruptcy/motions?event=motion-sell-free-and-clear">' in page


def test_a_stranger_sees_help_and_the_way_in(house: House) -> None:
    assert menu(house.browser(house.flsd).get("/")) == ["Help", "Log In"]


def test_every_item_of_the_bar_opens_a_page(house: House) -> None:
    house.linked("alice", role=Role.COURT_ADMIN)
    alice = house.signed_in("alice", house.flsd)
    links = menu_links(alice.get("/"))
    assert links[-1] == "/cgi-bin/login.pl?logout"
    for link in links[:-1]:
        page = alice.get(link)
        assert page.status_code == 200, link
        assert "aria-current" in page.content.decode(), link


@pytest.mark.parametrize(
    ("court", "heading"),
    [
        ("flsd", "U.S. District Court Southern District of Florida · CM/ECF"),
        ("flsb", "U.S. Bankruptcy Court Southern District of Florida · CM/ECF"),
        ("ca11", "United States Court of Appeals for the Eleventh Circuit CM/ECF"),
    ],
)
def test_the_header_names_the_court_once(house: House, court: str, heading: str) -> None:
    page = house.browser(getattr(house, court)).get("/")
    header = re.sub(r"<[^>]*>", " ", page.content.decode().split('<span class="court">')[1].split("</span>")[0])
    assert " ".join(header.split()) == heading


def test_the_home_page_has_the_link_to_document_filing(house: House) -> None:
    for court, name in ((house.flsd, "Southern District of Florida"), (house.ca11, "Eleventh Circuit")):
        page = house.browser(court).get("/")
        assert f"{name} – Document Filing System" in text_of(page)
        assert 'href="/cgi-bin/login.pl"' in page.content.decode()


@pytest.mark.parametrize("path", ["/", "/cgi-bin/ShowIndex.pl"])
def test_the_home_page_says_what_somebody_can_do_next(house: House, path: str) -> None:
    john = house.signed_in("john", house.flsd)
    assert "To file, link the CM/ECF account that this court issued to you" in text_of(john.get(path))
    house.linked("alice")
    assert "You can file documents in this court." in text_of(house.signed_in("alice", house.flsd).get(path))
    viewer = house.signed_in("john", house.flsb)
    assert "To file, log in with the login that this court issued to you" in text_of(viewer.get(path))


@pytest.mark.parametrize(
    ("who", "why", "way_out"),
    [
        ("office", "This PACER account is shared by a group.", "Register an individual PACER account"),
        ("leonard", "Your PACER account is a Legacy account.", "Upgrade my PACER account"),
    ],
)
def test_whoever_cannot_link_is_told_why_and_not_to_link(house: House, who: str, why: str, way_out: str) -> None:
    browser = house.signed_in(who, house.flsd)
    for path in ("/", "/utilities/pacer-account"):
        page = text_of(browser.get(path))
        assert why in page
        assert way_out in page
        assert "link the" not in page


def test_the_home_page_helps_with_linking_those_alone_who_cannot_file_yet(house: House) -> None:
    linking, filing = "How to link a CM/ECF account to a PACER account", "How to file a document"
    assert linking in text_of(house.browser(house.flsd).get("/"))
    unlinked = text_of(house.signed_in("john", house.flsd).get("/"))
    house.linked("alice")
    linked = text_of(house.signed_in("alice", house.flsd).get("/"))
    assert (linking in unlinked, filing in unlinked) == (True, False)
    assert (linking in linked, filing in linked) == (False, True)


def test_the_home_page_of_a_currentgen_court_tells_the_date(house: House) -> None:
    assert "This court moves to NextGen CM/ECF on 01/27/2099" in text_of(house.browser(house.flsb).get("/"))
    type(house.flsb).objects.update(go_live_on=None)
    assert "This court has not moved to NextGen CM/ECF yet." in text_of(house.browser(house.flsb).get("/"))


@pytest.mark.parametrize("path", ["/bankruptcy", "/adversary", "/filing"])
def test_the_filing_menus_of_another_kind_of_court_are_not_here(house: House, path: str) -> None:
    house.linked("alice")
    assert house.signed_in("alice", house.flsd).get(path).status_code == 404


def test_the_filing_page_has_the_events_of_the_kind_of_court(house: House) -> None:
    house.linked("alice", house.ca11)
    page = text_of(house.signed_in("alice", house.ca11).get("/filing"))
    assert "This account is ready for filing documents." in page
    assert "Briefs and Appendices" in page
    john = court_login(house, "john")
    assert "Motions and Applications" in text_of(john.get("/bankruptcy"))
    assert "Summons and Service" in text_of(john.get("/adversary"))


@pytest.mark.parametrize("name", ["", "Nothing", "reports", "Reports&x=1", "%3Cscript%3E"])
def test_a_menu_of_another_name_is_refused_with_status_200(house: House, name: str) -> None:
    page = house.signed_in("john", house.flsd).get(f"/cgi-bin/DisplayMenu.pl?{name}")
    assert page.status_code == 200
    assert "There is no menu of that name." in text_of(page)
    assert b"<script>" not in page.content
    assert b"/cgi-bin/login.pl?logout" in page.content


def test_utilities_are_those_of_the_person(house: House) -> None:
    john = text_of(house.signed_in("john", house.flsd).get("/cgi-bin/DisplayMenu.pl?Utilities"))
    assert "Move to NextGen" not in john
    house.linked("adele", role=Role.COURT_ADMIN)
    adele = text_of(house.signed_in("adele", house.flsd).get("/cgi-bin/DisplayMenu.pl?Utilities"))
    assert "Court Administration Court Accounts" in adele
    assert "Move to NextGen" in adele
    appellate = text_of(house.signed_in("john", house.ca11).get("/cgi-bin/DisplayMenu.pl?Utilities"))
    assert "Link my filer account to my PACER account" in appellate


def test_utilities_of_a_court_login_say_that_the_pacer_account_has_more(house: House) -> None:
    page = court_login(house, "john").get("/cgi-bin/DisplayMenu.pl?Utilities")
    assert "Your PACER account has more." in text_of(page)
    assert "Change Client Code" not in text_of(page)


def test_every_utility_opens(house: House) -> None:
    house.linked("adele", role=Role.COURT_ADMIN)
    adele = house.signed_in("adele", house.flsd)
    page = adele.get("/cgi-bin/DisplayMenu.pl?Utilities").content.decode()
    links = re.findall(r'<li>\s*<a href="([^"]+)">', page.split('id="main"')[1])
    assert set(links) >= {"/utilities/client-code", "/utilities/billing-history", "/court/go-live", "/filing/drafts"}
    for link in links:
        assert adele.get(link).status_code == 200, link


@pytest.fixture
def flsd(house: House) -> HostedCourt:
    assert house.flsd
    found = hosted_court("flsd")
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("query", ["Query"]),
        ("CLIENT code", ["Change Client Code"]),
        ("code client", ["Change Client Code"]),
        ("link pacer", ["Link a CM/ECF account to my PACER account"]),
        ("cost", ["Review Billing History"]),
        ("nextgen", []),
        ("nothing like it", []),
    ],
)
def test_search_finds_the_persons_own_items_by_all_words(flsd: HostedCourt, text: str, labels: list[str]) -> None:
    viewer = Actor(label="account:1234567", site="flsd", roles=frozenset({Role.PACER_USER}))
    assert [item.label for item in utilities.search(text, flsd, viewer)] == labels


def test_search_shows_what_it_found_and_what_it_did_not(house: House) -> None:
    house.linked("alice")
    alice = house.signed_in("alice", house.flsd)
    found = alice.get("/search?q=client+code").content.decode()
    assert '<a href="/utilities/client-code">Change Client Code</a>' in found
    nothing = alice.get("/search?q=<script>alert(1)</script>").content.decode()
    assert "Nothing on your menus has the words" in nothing
    assert "<script>alert" not in nothing
    assert "Found" not in text_of(alice.get("/search?q=++"))


def test_search_is_for_those_who_have_it_on_their_bar(house: House) -> None:
    assert house.signed_in("john", house.flsd).get("/search?q=x").status_code == 403


def test_the_menus_need_somebody_signed_in(house: House) -> None:
    assert house.flsd
    stranger = Client(HTTP_HOST="ecf.flsd.localhost:8000")
    for path in ("/civil", "/search", "/cgi-bin/iquery.pl", "/cgi-bin/DisplayMenu.pl?Reports", "/court/go-live"):
        assert stranger.get(path)["Location"].startswith("http://login.localhost:8000/signon/authorize?"), path
