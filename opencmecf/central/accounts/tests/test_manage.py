from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from opencmecf.central.accounts import actions, history
from opencmecf.central.accounts.models import AccountClass
from opencmecf.central.accounts.tests.people import (
    ALICES_OFFICE,
    PASSWORD,
    TYPED,
    a_legacy_account,
    acting,
    an_account,
    browser,
)
from opencmecf.central.directory import actions as directory
from opencmecf.foundation.access import system
from opencmecf.foundation.audit import queries as trail
from opencmecf.foundation.errors import Refused
from opencmecf.foundation.mail.models import Message

pytestmark = pytest.mark.django_db

FLSD = "United States District Court for the Southern District of Florida"


def link_alice(number: str) -> None:
    directory.update_listing(court_id="flsd", name=FLSD, kind="district", is_nextgen=True, actor=system("tests"))
    directory.record_filer(
        court_id="flsd",
        account_number=number,
        filer_name="Alice Attorney",
        role="filer",
        linked_at=datetime(2020, 1, 28, 15, tzinfo=UTC),
        actor=system("tests"),
    )


def test_the_header_says_what_the_account_is() -> None:
    account = an_account()
    page = browser(account).get("/manage").content.decode()
    for told in (account.number, "alice.attorney", "Upgraded PACER Account", "Active", "alice@example.com"):
        assert told in page
    assert "/manage/upgrade" not in page


def test_the_start_page_helps_those_alone_who_are_not_logged_in() -> None:
    stranger, alice = browser().get("/").content.decode(), browser(an_account()).get("/").content.decode()
    assert ("Cannot log in?" in stranger, "Forgot Your Password?" in stranger) == (True, True)
    assert ("Cannot log in?" in alice, "Manage My Account" in alice) == (False, True)


def test_a_legacy_account_has_the_upgrade_link() -> None:
    page = browser(a_legacy_account()).get("/manage").content.decode()
    assert re.search(r'Legacy PACER Account \(<a href="/manage/upgrade">Upgrade</a>\)', page)


def test_a_firm_neither_searches_nor_files() -> None:
    page = browser(an_account(account_class=AccountClass.FIRM)).get("/manage").content.decode()
    assert "neither searches nor files" in page


@pytest.mark.parametrize(
    "path",
    [
        "/manage",
        "/manage/password",
        "/manage/username",
        "/manage/address",
        "/manage/email",
        "/manage/email/sent",
        "/manage/courts",
        "/manage/email-noticing",
        "/manage/billing-preferences",
        "/manage/usage",
        "/manage/history",
        "/manage/upgrade",
    ],
)
def test_own_pages_open_to_the_holder_and_ask_others_to_log_in(path: str) -> None:
    assert browser(an_account()).get(path).status_code == 200
    stranger = browser().get(path)
    assert stranger.status_code == 302
    assert "/login" in stranger["Location"]


# These say that the account must be upgraded first, and lead there.
NOT_FOR_LEGACY_ACCOUNTS = (
    "/manage/attorney-admissions",
    "/manage/non-attorney-registration",
    "/developer/programs/register",
)


def test_no_link_of_the_site_is_dead() -> None:
    account = a_legacy_account()
    client = browser(account)
    seen: set[str] = set()
    ahead = {"/", "/manage", "/register", "/courts"}
    while ahead:
        path = ahead.pop()
        seen.add(path)
        answer = client.get(path)
        if path.startswith(NOT_FOR_LEGACY_ACCOUNTS):
            assert (answer.status_code, "Upgrade" in answer.content.decode()) == (409, True), path
            continue
        assert answer.status_code in (200, 302), path
        found = re.findall(r'href="(/[^"#]*)', answer.content.decode())
        ahead |= {link for link in found if not link.startswith(("/static", "/login", "/logout"))} - seen
    assert "/manage/history" in seen


def test_changing_the_address_is_one_event_and_the_same_again_none() -> None:
    account = an_account()
    moved = replace(ALICES_OFFICE, city="Key West", zip_code="33040")
    for _ in range(2):
        actions.change_address(account=account, address=moved, actor=acting(account))
    account.refresh_from_db()
    assert account.city == "Key West"
    acts = [event["act"] for event in trail.events_of(account.chain)]
    assert acts.count("account:address:change") == 1
    assert trail.events_of(account.chain)[0]["data"]["fields"] == ["city", "zip_code"]


def test_the_address_page_says_what_it_did() -> None:
    client = browser(an_account())
    assert "400 North Miami Avenue" in client.get("/manage/address").content.decode()
    done = client.post("/manage/address", {**TYPED, "city": "Key West"})
    assert "The address or the telephone numbers were changed." in client.get(done["Location"]).content.decode()


def test_nobody_can_be_told_of_a_change_that_was_not_made() -> None:
    page = browser(an_account()).get("/manage?done=account:address:change").content.decode()
    assert "were changed" not in page


def test_the_email_changes_when_the_new_mailbox_has_confirmed_it() -> None:
    account = an_account()
    client = browser(account)
    typed = {"email": "alice@new.example", "email_again": "alice@new.example", "current_password": PASSWORD}
    assert client.post("/manage/email", typed)["Location"] == "/manage/email/sent"
    assert "alice@new.example" in client.get("/manage/email/sent").content.decode()
    account.refresh_from_db()
    assert account.email == "alice@example.com"
    to_new, to_old = Message.objects.order_by("pk")
    assert (to_new.recipient, to_old.recipient) == ("alice@new.example", "alice@example.com")
    found = re.search(r"http://pacer\.localhost:8000(/manage/email/confirm\?token=\S+)", to_new.text)
    assert found
    anywhere = browser()
    page = anywhere.get(found[1]).content.decode()
    token = re.search(r'name="token" value="([^"]+)"', page)
    assert token
    assert "is changed" in anywhere.post("/manage/email/confirm", {"token": token[1]}).content.decode()
    account.refresh_from_db()
    assert (account.email, account.new_email) == ("alice@new.example", "")
    assert anywhere.post("/manage/email/confirm", {"token": token[1]}).status_code == 409
    assert "does not work any more" in anywhere.get(found[1]).content.decode()


def test_a_later_change_of_email_makes_the_earlier_link_useless() -> None:
    account = an_account()
    for email in ("one@example.com", "two@example.com"):
        actions.request_email_change(account=account, current_password=PASSWORD, email=email, actor=acting(account))
    first = Message.objects.get(recipient="one@example.com")
    found = re.search(r"(/manage/email/confirm\?token=\S+)", first.text)
    assert found
    assert "does not work any more" in browser().get(found[1]).content.decode()


def test_the_same_email_is_no_change() -> None:
    account = an_account()
    with pytest.raises(Refused):
        actions.request_email_change(
            account=account, current_password=PASSWORD, email="ALICE@example.com", actor=acting(account)
        )


def test_registered_courts_come_from_the_directory() -> None:
    account = an_account()
    client = browser(account)
    assert "not linked" in client.get("/manage/courts").content.decode()
    link_alice(account.number)
    page = client.get("/manage/courts").content.decode()
    assert FLSD in page
    assert "Alice Attorney" in page
    assert "01/28/2020" in page
    assert "http://ecf.flsd.localhost:8000/" in page


def test_history_in_plain_words() -> None:
    account = an_account()
    link_alice(account.number)
    actions.change_address(account=account, address=replace(ALICES_OFFICE, city="Key West"), actor=acting(account))
    told = [(one.what, one.who) for one in history.of_account(account)]
    assert told == [
        (f"A change was sent to the {FLSD}.", "You"),
        ("The address or the telephone numbers were changed.", "You"),
        (f"The filing account of Alice Attorney at the {FLSD} was linked to this account.", "The system"),
        ("The account was set up.", "The system"),
    ]
    assert "was linked to this account" in browser(account).get("/manage/history").content.decode()


@pytest.mark.parametrize(
    ("label", "who"),
    [
        ("account:1234567", "You"),
        ("account:7654321", "PACER account 7654321"),
        ("anonymous", "Somebody who had not logged in"),
        ("court:flsd", "The United States District Court for the Southern District of Florida"),
        ("court:moon", "The court moon"),
        ("system:demo", "The system"),
    ],
)
def test_who_did_it(label: str, who: str) -> None:
    assert history.doer(label, "account:1234567") == who


def test_acts_without_words_are_named_as_recorded_and_missing_data_as_a_dash() -> None:
    assert history.sentence("some:new:act", {}) == "Recorded as “some:new:act”."
    assert history.sentence("account:email:confirm", {}).startswith("The e-mail address — was confirmed")


def test_courts_are_called_by_their_names() -> None:
    answered = history.sentence("account:contact-change:answer", {"court": "flsd", "answer": "applied"})
    assert answered == f"The {FLSD} was told of a change: applied."
    granted = {"kind": "CJA", "courts": "every court", "first": "1", "last": "2", "reason": "panel"}
    assert history.sentence("account:exemption:grant", granted).startswith("Exemption: CJA, every court, 1 to 2")


def test_every_sentence_reads_without_its_data() -> None:
    assert all(history.sentence(act, {}).endswith(".") for act in history.SENTENCES)
