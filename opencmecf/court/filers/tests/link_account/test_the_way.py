"""Linking a court-issued account to a PACER account, page by page (L4 to L11)."""

from __future__ import annotations

import re

import pytest
from django.apps import apps
from procrastinate.contrib.django.models import ProcrastinateJob

from opencmecf.court.filers import jobs
from opencmecf.court.filers.models import CourtAccount
from opencmecf.court.filers.tests.link_account.linking import (
    LINK,
    MENU_AFTER,
    MENU_BEFORE,
    RIGHT,
    confirmation,
    linked,
    menu,
)
from opencmecf.court.profile import jobs as profile_jobs
from opencmecf.foundation.audit.queries import events_of
from opencmecf.foundation.mail.models import Message
from opencmecf.invariants import problems
from opencmecf.testing.pages import text_of
from opencmecf.testing.people import COURT_PASSWORD, Browser, House

pytestmark = pytest.mark.django_db


def test_the_whole_way_from_utilities_to_the_filing_menus(john: Browser, issued: CourtAccount) -> None:
    assert menu(john.get("/")) == MENU_BEFORE
    utilities = text_of(john.get("/cgi-bin/DisplayMenu.pl?Utilities"))
    assert "Your Account" in utilities
    for item in ("Change Client Code", "Link a CM/ECF account to my PACER account", "Review Billing History"):
        assert item in utilities
    first = john.get(LINK)
    for words in ("CM/ECF login", "CM/ECF password", "Submit", "Clear", "Forgot login/password"):
        assert words in text_of(first)
    assert "Initials and bar number." in text_of(first)
    second = john.post(LINK, RIGHT)
    shown = text_of(second)
    assert "Do you want to link these accounts?" in shown
    assert re.search(r"CM/ECF\s+John Attorney\s+PACER\s+John Attorney", shown)
    assert (
        "your old e-filing credentials for the CM/ECF account will be permanently linked to your upgraded PACER "
        "account. Use your upgraded PACER account to e-file in this court."
    ) in shown
    assert "Ensure that the CM/ECF name and the PACER name match, and that both are yours. Then click Submit." in shown
    assert "The names differ" not in shown
    assert not linked(issued)
    done = john.post(second.request["PATH_INFO"], {})
    assert "The CM/ECF account for John Attorney is now linked to your CSO account." in text_of(done)
    assert "You will now use your PACER account for electronic filings in the CM/ECF system." in text_of(done)
    assert linked(issued)
    assert menu(john.get("/cgi-bin/iquery.pl")) == MENU_AFTER
    assert "This account is ready for filing documents." in text_of(john.get("/civil"))
    assert list(problems()) == []


def test_after_linking_the_court_issued_password_is_gone_and_nobody_learns_why(
    house: House, john: Browser, issued: CourtAccount
) -> None:
    john.post(confirmation(john), {})
    issued.refresh_from_db()
    assert issued.password == ""
    assert not issued.has_password(COURT_PASSWORD)
    assert not issued.has_password("")
    charlie = house.signed_in("charlie", house.flsd)
    told, unknown = (
        text_of(charlie.post(LINK, {**RIGHT, "login": login})).partition("Local time")[0]
        for login in ("cm-john", "cm-nobody")
    )
    assert "The CM/ECF login or password is not right." in told
    assert told.replace("cm-john", "") == unknown.replace("cm-nobody", "")


def test_a_link_is_on_the_record_of_the_account_and_in_two_mailboxes(
    house: House, john: Browser, issued: CourtAccount
) -> None:
    CourtAccount.objects.update(email="john.attorney@court.example")
    john.post(confirmation(john), {})
    number = house.account("john").number
    (event,) = [event for event in events_of(issued.chain) if event["act"] == "filer:account:link"]
    assert (event["by"], event["site"], event["target"]) == (f"account:{number}", "flsd", f"account:{number}")
    assert event["data"] == {"login": "cm-john", "account_number": number, "names_match": True}
    mails = {mail.recipient: mail.text for mail in Message.objects.filter(subject__contains="is linked")}
    assert set(mails) == {"john@example.com", "john.attorney@court.example"}
    for text in mails.values():
        assert "The CM/ECF account for John Attorney (login cm-john, court flsd) is now linked" in text
        assert "1-888-555-0106" in text


def test_one_mailbox_gets_one_mail(john: Browser, issued: CourtAccount) -> None:
    CourtAccount.objects.update(email="John@Example.com")
    john.post(confirmation(john), {})
    assert Message.objects.filter(subject__contains="is linked").count() == 1


def test_the_national_register_is_told(house: House, john: Browser, issued: CourtAccount) -> None:
    john.post(confirmation(john), {})
    job = ProcrastinateJob.objects.filter(task_name="filer:tell-register").latest("id")
    assert job.args == {"court_id": "flsd", "account_number": house.account("john").number}
    profile_jobs.tell_directory("flsd")
    jobs.tell_register(**job.args)
    jobs.tell_register(**job.args)
    registered = apps.get_model("directory", "RegisteredFiler")._default_manager.get()
    assert (registered.court_id, registered.account_number) == ("flsd", house.account("john").number)
    assert (registered.filer_name, registered.role) == ("John Attorney", "filer")


def test_nothing_is_told_of_an_account_that_is_not_linked(house: House, issued: CourtAccount) -> None:
    profile_jobs.tell_directory("flsd")
    jobs.tell_register(court_id="flsd", account_number=house.account("john").number)
    assert not apps.get_model("directory", "RegisteredFiler")._default_manager.exists()


def test_names_that_differ_are_warned_of_and_recorded(house: House, issued: CourtAccount) -> None:
    CourtAccount.objects.update(first_name="Jonathan")
    john = house.signed_in("john", house.flsd)
    path = confirmation(john)
    shown = text_of(john.get(path))
    assert "The names differ" in shown
    assert "Ensure that" not in shown
    assert "Jonathan Attorney" in shown
    john.post(path, {})
    data = events_of(issued.chain)[0]["data"]
    assert data["names_match"] is False
    assert (data["court_name"], data["pacer_name"]) == ("Jonathan Attorney", "John Attorney")
    assert list(problems()) == []
