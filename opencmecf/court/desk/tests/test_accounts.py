"""The accounts desk: issuing, inviting, changing, disabling, unlinking."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from django.apps import apps
from django.db.models.functions import Now

from opencmecf.court.desk import actions, queries
from opencmecf.court.filers import actions as filers
from opencmecf.court.filers import jobs
from opencmecf.court.filers.models import CourtAccount
from opencmecf.court.filers.tokens import account_of_token, reset_token
from opencmecf.court.filing.tests.cases import actor_of
from opencmecf.court.notices.actions import set_notice_address
from opencmecf.court.notices.models import NoticeAddress
from opencmecf.court.profile import jobs as profile_jobs
from opencmecf.foundation.access import Role
from opencmecf.foundation.audit.queries import events_of
from opencmecf.foundation.errors import NotAllowed, NotFound, Refused
from opencmecf.foundation.mail.models import Message
from opencmecf.invariants import problems
from opencmecf.testing.pages import text_of
from opencmecf.testing.people import COURT_PASSWORD, SYSTEM, Browser, House

pytestmark = pytest.mark.django_db

ACCOUNTS = "/court/accounts"
NEW = {
    "role": "filer",
    "login": "cs512584",
    "first_name": "Nadia",
    "last_name": "Farouk",
    "filer_kind": "attorney",
    "email": "nadia@example.com",
}


@pytest.fixture
def carla(house: House) -> Browser:
    """A clerk of flsd."""
    house.linked("carla", role=Role.CLERK)
    return house.signed_in("carla", house.flsd)


@pytest.fixture
def adele(house: House) -> Browser:
    """The court administrator of flsd."""
    house.linked("adele", role=Role.COURT_ADMIN)
    return house.signed_in("adele", house.flsd)


def mailed_path() -> str:
    found = re.search(
        r"http://ecf\.\w+\.localhost:8000(/account-invitation\?token=\S+)", Message.objects.latest("id").text
    )
    assert found
    return found[1]


def test_a_clerk_issues_an_account_and_its_holder_links_it_with_the_invitation(house: House, carla: Browser) -> None:
    page = carla.post(f"{ACCOUNTS}/issue", NEW)
    assert "The account has been issued, and the invitation is on its way." in text_of(page)
    account = CourtAccount.objects.get(login="cs512584")
    assert account.password == ""
    mail = Message.objects.latest("id")
    assert (mail.recipient, "cs512584" in mail.text) == ("nadia@example.com", True)
    john = house.signed_in("john", house.flsd)
    path = mailed_path()
    assert "Nadia Farouk" in text_of(john.get(path))
    both = john.post(path.replace("?", "/accept?"), {})
    assert "The names differ" in text_of(both)
    confirm = both.wsgi_request.path
    assert "is now linked to your CSO account" in text_of(john.post(confirm, {}))
    account.refresh_from_db()
    assert account.person is not None
    assert account.person.account_number == house.account("john").number
    assert "This link is not good any more." in text_of(john.get(path))
    assert list(problems()) == []


def test_at_a_currentgen_court_the_invitation_sets_a_password(house: House) -> None:
    account = filers.issue_account(
        court=house.flsb,
        login="nf1",
        first_name="Nadia",
        last_name="Farouk",
        email="nadia@example.com",
        actor=replace(SYSTEM, site="flsb"),
    )
    filers.invite(account=account, actor=replace(SYSTEM, site="flsb"))
    browser, path = house.browser(house.flsb), mailed_path()
    weak = {"password": "southerndistrictofflorida1", "again": "southerndistrictofflorida1"}
    assert "too common" in text_of(browser.post(path, weak))
    chosen = "four-new-words-in-a-row"
    assert "is changed" in text_of(browser.post(path, {"password": chosen, "again": chosen}))
    browser.post("/cgi-bin/login.pl", {"login": "nf1", "key": chosen})
    assert "Welcome, Nadia Farouk" in text_of(browser.get("/"))
    assert "not good any more" in text_of(browser.get(path))


def test_an_account_for_one_pacer_account_is_refused_to_every_other(house: House) -> None:
    account = house.court_account("john")
    CourtAccount.objects.update(reserved_for=house.account("alice").number)
    refused = house.signed_in("john", house.flsd).post(
        "/utilities/link-account", {"login": account.login, "password": COURT_PASSWORD}
    )
    assert "issued this account for the PACER account" in text_of(refused)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"login": "CM-JOHN"}, "The login CM-JOHN is taken at this court."),
        ({"email": "nowhere"}, "whole e-mail address"),
        ({"last_name": ""}, "Fill in “Last name”."),
        ({"role": "clerk"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_issued_comes_back_with_all_that_was_typed(
    house: House, carla: Browser, change: dict[str, str], told: str
) -> None:
    house.court_account("john")
    page = carla.post(f"{ACCOUNTS}/issue", {**NEW, **change})
    assert told in text_of(page)
    assert 'value="Nadia"' in page.content.decode()
    assert not CourtAccount.objects.filter(first_name="Nadia").exists()


def test_staff_are_issued_by_the_administrator_for_a_pacer_account_that_is_named(house: House, adele: Browser) -> None:
    staff = {**NEW, "role": "clerk"}
    assert "Fill in the PACER account number" in text_of(adele.post(f"{ACCOUNTS}/issue", staff))
    number = house.account("charlie").number
    adele.post(f"{ACCOUNTS}/issue", {**staff, "reserved_for": number})
    path = mailed_path()
    john = house.signed_in("john", house.flsd)
    assert "alone" in text_of(john.post(path.replace("?", "/accept?"), {}))
    charlie = house.signed_in("charlie", house.flsd)
    both = charlie.post(path.replace("?", "/accept?"), {})
    charlie.post(both.wsgi_request.path, {})
    assert "Court Accounts" in text_of(charlie.get("/cgi-bin/DisplayMenu.pl?Utilities"))


def test_a_clerk_changes_no_account_of_staff_and_nobody_of_another_court(house: House, carla: Browser) -> None:
    jones = house.linked("jones", role=Role.JUDGE)
    dora = house.linked("dora", house.ca11, role=Role.CLERK)
    assert carla.get(f"{ACCOUNTS}/{jones.pk}").status_code == 200
    assert carla.post(f"{ACCOUNTS}/{jones.pk}/disable", {"reason": "x"}).status_code == 403
    assert carla.get(f"{ACCOUNTS}/{dora.pk}").status_code == 404
    assert carla.post(f"{ACCOUNTS}/{dora.pk}/unlink", {"reason": "x"}).status_code == 404
    actor = replace(SYSTEM, site="ca11")
    with pytest.raises(NotAllowed):
        filers.issue_account(court=house.flsd, login="x", actor=actor)
    with pytest.raises(NotFound):
        queries.account(actor, jones.pk)


@pytest.mark.parametrize("username", ["john", "charlie"])
def test_nobody_without_the_permission_issues_or_adds(house: House, username: str) -> None:
    actor = house.actor(username)
    with pytest.raises(NotAllowed):
        filers.issue_account(court=house.flsd, login="x", actor=actor)
    with pytest.raises(NotAllowed):
        actions.disable_account(account=house.court_account("alice"), reason="x", actor=actor)


def test_accounts_are_found_by_parts_of_what_is_known(house: House, carla: Browser) -> None:
    house.linked("alice")
    house.court_account("john")
    number = house.account("alice").number
    for words in ("moreno", "Moreno, Alice", "cm-ali", "alice@example", number):
        found = text_of(carla.get(f"{ACCOUNTS}?q={words}"))
        assert "1 account" in found, words
        assert "Moreno" in found
    assert "No account fits" in text_of(carla.get(f"{ACCOUNTS}?q=nobody"))
    assert "Attorney" in text_of(carla.get(f"{ACCOUNTS}?state=unlinked"))
    assert "Moreno" not in text_of(carla.get(f"{ACCOUNTS}?role=judge"))


def test_a_changed_email_is_told_to_both_addresses_and_a_change_of_nothing_is_no_event(
    house: House, carla: Browser
) -> None:
    account = house.court_account("john")
    form = {"first_name": "John", "last_name": "Attorney", "filer_kind": "attorney", "email": "new@example.com"}
    assert "has been changed" in text_of(carla.post(f"{ACCOUNTS}/{account.pk}/change", form))
    assert {"john@example.com", "new@example.com"} <= set(Message.objects.values_list("recipient", flat=True))
    before = len(events_of(account.chain))
    carla.post(f"{ACCOUNTS}/{account.pk}/change", form)
    assert len(events_of(account.chain)) == before
    assert events_of(account.chain)[0]["data"]["before"] == {"email": "john@example.com"}


def test_a_disabled_account_files_no_more_until_it_is_enabled(house: House, carla: Browser) -> None:
    alice, account = house.signed_in("alice", house.flsd), house.linked("alice")
    assert alice.get("/civil").status_code == 200
    carla.post(f"{ACCOUNTS}/{account.pk}/disable", {"reason": "retired"})
    assert alice.get("/civil").status_code == 403
    assert "The account was disabled (retired)." in text_of(carla.get(f"{ACCOUNTS}/{account.pk}"))
    carla.post(f"{ACCOUNTS}/{account.pk}/enable", {"reason": "came back"})
    assert alice.get("/civil").status_code == 200


def test_nobody_disables_the_own_account(house: House, adele: Browser) -> None:
    own = CourtAccount.objects.get(login="cm-adele")
    assert "This is your own account." in text_of(adele.post(f"{ACCOUNTS}/{own.pk}/disable", {"reason": "x"}))
    assert "This is your own account." in text_of(adele.post(f"{ACCOUNTS}/{own.pk}/unlink", {"reason": "x"}))


def test_unlinking_ends_filing_here_tells_both_and_leaves_other_courts_alone(house: House, carla: Browser) -> None:
    alice = house.signed_in("alice", house.flsd)
    account, other = house.linked("alice"), house.linked("alice", house.ca11)
    number = house.account("alice").number
    CourtAccount.objects.filter(pk=account.pk).update(email="alice@firm.example")
    for court in ("flsd", "ca11"):
        profile_jobs.tell_directory(court)
        jobs.tell_register(court, number)
    stale = reset_token(account)
    page = carla.post(f"{ACCOUNTS}/{account.pk}/unlink", {"reason": "Linked to the wrong person."})
    assert "has been unlinked" in text_of(page)
    assert alice.get("/civil").status_code == 403
    told = Message.objects.order_by("-id")[:2]
    assert {mail.recipient for mail in told} == {"alice@example.com", "alice@firm.example"}
    assert all("Linked to the wrong person." in mail.text for mail in told)
    account.refresh_from_db()
    assert (account.password, account_of_token(stale, court_id="flsd")) == ("", None)
    assert not account.has_password(COURT_PASSWORD)
    jobs.tell_register("flsd", number, reason="Linked to the wrong person.")
    jobs.tell_register("flsd", number, reason="Linked to the wrong person.")
    registered = apps.get_model("directory", "RegisteredFiler")._default_manager
    assert list(registered.values_list("court_id", flat=True)) == ["ca11"]
    event = events_of(f"account:{number}")[0]
    assert (event["act"], event["data"]["reason"]) == ("directory:filer:remove", "Linked to the wrong person.")
    other.refresh_from_db()
    assert other.person is not None
    before = len(events_of(account.chain))
    filers.unlink_account(account=account, reason="again", actor=replace(SYSTEM, site="flsd"))
    assert len(events_of(account.chain)) == before
    assert list(problems()) == []


def test_the_clerk_sees_where_notices_go_on_to_when_a_link_is_undone(house: House, carla: Browser) -> None:
    account = house.linked("alice")
    set_notice_address(address="stranger@example.net", actor=actor_of(account))
    pages = [f"{ACCOUNTS}/{account.pk}", f"{ACCOUNTS}/{account.pk}/unlink"]
    for page in map(carla.get, pages):
        assert "alice@example.com" in text_of(page)
        assert "alice@example.com, stranger@example.net" not in text_of(page)
    assert "How stranger@example.net is told of filings was set." in text_of(carla.get(pages[0]))
    NoticeAddress.objects.filter(address="stranger@example.net").update(confirmed_at=Now())
    for page in map(carla.get, pages):
        assert "alice@example.com, stranger@example.net" in text_of(page)
    assert "Filing agents and staff end with the link" in text_of(carla.get(pages[1]))


def test_after_unlinking_the_court_login_works_again_once_reset(house: House, carla: Browser) -> None:
    account = house.linked("alice")
    carla.post(f"{ACCOUNTS}/{account.pk}/unlink", {"reason": "wrong"})
    account.refresh_from_db()
    chosen = "four-new-words-in-a-row"
    filers.reset_password(account=account, password=chosen, actor=SYSTEM)
    begun = house.signed_in("alice", house.flsd).post(
        "/utilities/link-account", {"login": "cm-alice", "password": chosen}
    )
    assert "Do you want to link these accounts?" in text_of(begun)


def test_a_linked_or_disabled_account_gets_no_invitation(house: House) -> None:
    actor = replace(SYSTEM, site="flsd")
    with pytest.raises(Refused, match="linked"):
        filers.invite(account=house.linked("alice"), actor=actor)
    john = house.court_account("john")
    actions.disable_account(account=john, reason="x", actor=actor)
    with pytest.raises(Refused, match="disabled"):
        filers.invite(account=john, actor=actor)
