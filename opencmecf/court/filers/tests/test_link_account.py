"""Linking a court-issued account to a PACER account, page by page (L4 to L11)."""

from __future__ import annotations

import os
import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db.models.functions import Now
from procrastinate.contrib.django.models import ProcrastinateJob

from opencmecf.court.filers import jobs
from opencmecf.court.filers.models import CourtAccount, CredentialAttempt, LinkRequest, Person
from opencmecf.court.profile import jobs as profile_jobs
from opencmecf.foundation import clock
from opencmecf.foundation.access import Role
from opencmecf.foundation.audit.queries import events_of
from opencmecf.foundation.mail.models import Message
from opencmecf.foundation.sites import SiteKind
from opencmecf.invariants import problems
from opencmecf.testing.people import COURT_PASSWORD, PASSWORD, Browser, House

pytestmark = pytest.mark.django_db

LINK = "/utilities/link-account"
RIGHT = {"login": "cm-john", "password": COURT_PASSWORD}
MENU_BEFORE = ["Query", "Reports", "Utilities", "Help", "Log Out"]
MENU_AFTER = ["Civil", "Criminal", "Query", "Reports", "Utilities", "Search", "Help", "Log Out"]


def text_of(page: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page.content.decode()))


def menu(page: Any) -> list[str]:
    return re.findall(r"<a [^>]*>([^<]+)</a>", page.content.decode().split('id="topmenu"')[1].split("</nav>")[0])


@pytest.fixture
def issued(house: House) -> CourtAccount:
    """The account that flsd has issued to john."""
    return house.court_account("john")


@pytest.fixture
def john(house: House, issued: CourtAccount) -> Browser:
    return house.signed_in("john", house.flsd)


def confirmation(browser: Browser, form: dict[str, str] | None = None) -> str:
    """The path of the second page, after the right login and password."""
    answer = browser.post(LINK, form or RIGHT, follow=False)
    assert answer.status_code == 302, text_of(answer)
    path: str = answer["Location"]
    return path


def linked(issued: CourtAccount) -> bool:
    issued.refresh_from_db()
    return issued.person_id is not None


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
    assert "Jonathan Attorney" in shown
    john.post(path, {})
    data = events_of(issued.chain)[0]["data"]
    assert data["names_match"] is False
    assert (data["court_name"], data["pacer_name"]) == ("Jonathan Attorney", "John Attorney")
    assert list(problems()) == []


@pytest.mark.parametrize(
    "form",
    [
        {"login": "cm-john", "password": "wrong"},
        {"login": "cm-nobody", "password": COURT_PASSWORD},
        {"login": "john", "password": PASSWORD},
        {"login": "cm-john", "password": COURT_PASSWORD.upper()},
    ],
)
def test_wrong_credentials_are_refused_alike_and_logged(
    house: House, john: Browser, issued: CourtAccount, form: dict[str, str]
) -> None:
    page = john.post(LINK, form)
    assert "The CM/ECF login or password is not right." in text_of(page)
    assert not LinkRequest.objects.exists()
    attempt = CredentialAttempt.objects.get()
    assert attempt.person is not None
    assert (attempt.succeeded, attempt.person.account_number) == (False, house.account("john").number)
    assert form["password"] not in page.content.decode()


def test_the_sixth_wrong_try_waits(john: Browser, issued: CourtAccount) -> None:
    for _ in range(5):
        john.post(LINK, {"login": "cm-john", "password": "wrong"})
    assert "Wait 5 seconds" in text_of(john.post(LINK, RIGHT))
    assert not LinkRequest.objects.exists()
    assert CredentialAttempt.objects.filter(was_heard=False, succeeded=False).count() == 1
    CredentialAttempt.objects.update(at=clock.now() - timedelta(seconds=6))
    assert confirmation(john)


def test_many_strangers_do_not_keep_the_owner_out(john: Browser, issued: CourtAccount) -> None:
    confirmation(john)
    mine = CredentialAttempt.objects.get()
    CredentialAttempt.objects.bulk_create(
        CredentialAttempt(
            court_id="flsd", login_fingerprint=mine.login_fingerprint, address=f"198.51.100.{n}", succeeded=False
        )
        for n in range(100)
    )
    assert confirmation(john)


@pytest.mark.parametrize("login", ["CM-JOHN", " cm-john "])
def test_a_login_is_found_in_any_case(john: Browser, login: str) -> None:
    assert confirmation(john, {**RIGHT, "login": login})


def test_an_empty_form_is_no_attempt(john: Browser) -> None:
    page = text_of(john.post(LINK, {"login": "", "password": ""}))
    assert "Fill in “CM/ECF login”." in page
    assert "Fill in “CM/ECF password”." in page
    assert not CredentialAttempt.objects.exists()


def test_an_account_that_the_court_has_closed_cannot_be_linked(john: Browser, issued: CourtAccount) -> None:
    CourtAccount.objects.update(is_active=False)
    assert "This CM/ECF account is not active." in text_of(john.post(LINK, RIGHT))


def test_the_account_of_another_court_is_not_known_here(house: House, john: Browser) -> None:
    house.court_account("charlie", house.ca11)
    page = john.post(LINK, {"login": "cm-charlie", "password": COURT_PASSWORD})
    assert "The CM/ECF login or password is not right." in text_of(page)


def test_before_go_live_linking_is_refused_with_the_date(house: House) -> None:
    house.court_account("john", house.flsb)
    page = house.signed_in("john", house.flsb).get(LINK)
    assert page.status_code == 409
    assert "moves to NextGen on 01/27/2099" in text_of(page)


def test_before_go_live_without_a_date_linking_is_refused_too(house: House) -> None:
    house.court_account("john", house.flsb)
    type(house.flsb).objects.update(go_live_on=None)
    page = house.signed_in("john", house.flsb).post(LINK, RIGHT)
    assert page.status_code == 409
    assert "no date is set" in text_of(page)
    assert not LinkRequest.objects.exists()


def test_a_legacy_account_is_sent_to_the_upgrade(house: House) -> None:
    page = house.signed_in("leonard", house.flsd).get(LINK)
    assert page.status_code == 409
    assert "Your PACER account is a Legacy account." in text_of(page)
    assert 'href="http://pacer.localhost:8000/manage/upgrade"' in page.content.decode()


def test_a_legacy_account_cannot_be_linked_by_sending_the_form_either(house: House) -> None:
    house.court_account("leonard")
    leonard = house.signed_in("leonard", house.flsd)
    assert leonard.post(LINK, {"login": "cm-leonard", "password": COURT_PASSWORD}).status_code == 409
    assert not LinkRequest.objects.exists()


def test_an_account_that_was_upgraded_a_minute_ago_can_be_linked_without_logging_in_again(house: House) -> None:
    house.court_account("leonard")
    leonard = house.signed_in("leonard", house.flsd)
    assert leonard.get(LINK).status_code == 409
    account = house.account("leonard")
    account.account_type = "upgraded"
    account.save()
    page = leonard.get(LINK)
    assert page.status_code == 200
    assert "CM/ECF password" in text_of(page)
    assert Person.objects.get(account_number=account.number).account_type == "upgraded"


def test_a_shared_account_views_and_is_never_linked(house: House) -> None:
    house.court_account("office")
    office = house.signed_in("office", house.flsd)
    assert menu(office.get("/cgi-bin/iquery.pl")) == MENU_BEFORE
    for page in (office.get(LINK), office.post(LINK, {"login": "cm-office", "password": COURT_PASSWORD})):
        assert page.status_code == 409
        assert "Shared accounts can view, and cannot file or be linked." in text_of(page)
        assert 'href="http://pacer.localhost:8000/register"' in page.content.decode()


def test_a_firms_account_does_not_even_come_in(house: House) -> None:
    house.account("firm")
    firm = house.browser(house.flsd)
    page = firm.sign_in("firm", PASSWORD)
    assert "neither searches nor files" in text_of(page)
    assert "session" not in firm.clients[firm.home].cookies


def test_one_pacer_account_is_linked_once(house: House) -> None:
    house.linked("john")
    john = house.signed_in("john", house.flsd)
    for page in (john.get(LINK), john.post(LINK, RIGHT)):
        assert page.status_code == 409
        assert "already linked to the CM/ECF account for John Attorney" in text_of(page)


def test_somebody_else_was_quicker_with_the_court_account(house: House, issued: CourtAccount) -> None:
    john, charlie = house.signed_in("john", house.flsd), house.signed_in("charlie", house.flsd)
    mine, theirs = confirmation(john), confirmation(charlie)
    charlie.post(theirs, {})
    late = john.post(mine, {})
    assert late.status_code == 409
    assert "has been linked to another PACER account in the meantime" in text_of(late)
    issued.refresh_from_db()
    assert issued.person is not None
    assert issued.person.account_number == house.account("charlie").number
    assert list(problems()) == []


def test_a_person_with_two_court_accounts_links_one_of_them(house: House, john: Browser, issued: CourtAccount) -> None:
    house.court_account("alice", first_name="John", last_name="Attorney")
    first = confirmation(john)
    second = confirmation(john, {"login": "cm-alice", "password": COURT_PASSWORD})
    john.post(first, {})
    late = john.post(second, {})
    assert late.status_code == 409
    assert "linked to another CM/ECF account of this court in the meantime" in text_of(late)
    assert CourtAccount.objects.filter(person__isnull=False).count() == 1


@pytest.mark.parametrize("suffix", ["", "/done"])
def test_a_link_request_of_somebody_else_is_not_there(house: House, john: Browser, suffix: str) -> None:
    path = confirmation(john)
    charlie = house.signed_in("charlie", house.flsd)
    assert charlie.get(path + suffix).status_code == 404
    if not suffix:
        assert charlie.post(path, {}).status_code == 404
    assert john.get(path).status_code == 200
    assert john.get(f"{LINK}/{uuid.uuid4()}{suffix}").status_code == 404
    assert not CourtAccount.objects.filter(person__isnull=False).exists()


def test_a_link_request_is_not_there_for_its_own_person_at_another_court(house: House, john: Browser) -> None:
    path = confirmation(john)
    assert house.signed_in("john", house.ca11).get(path).status_code == 404


def test_a_page_that_was_open_too_long_links_nothing(john: Browser, issued: CourtAccount) -> None:
    path = confirmation(john)
    LinkRequest.objects.update(created_at=Now() - timedelta(minutes=15, seconds=1))
    page = john.post(path, {})
    assert page.status_code == 409
    assert "open for too long, and nothing has been linked" in text_of(page)
    assert f'href="{LINK}"' in page.content.decode()
    assert not linked(issued)


def test_a_page_of_fourteen_minutes_still_links(john: Browser, issued: CourtAccount) -> None:
    path = confirmation(john)
    LinkRequest.objects.update(created_at=Now() - timedelta(minutes=14))
    john.post(path, {})
    assert linked(issued)


def test_submitting_twice_is_one_link_and_shows_the_message_again(john: Browser, issued: CourtAccount) -> None:
    path = confirmation(john)
    first, second, reloaded = john.post(path, {}), john.post(path, {}), john.get(path)
    for page in (first, second, reloaded):
        assert page.request["PATH_INFO"] == f"{path}/done"
        assert "is now linked to your CSO account" in text_of(page)
    assert [event["act"] for event in events_of(issued.chain)].count("filer:account:link") == 1
    assert Message.objects.filter(subject__contains="is linked").count() == 1


class Killed(BaseException):
    """Stands for the end of the process, which a test outlives."""


def test_a_crash_between_the_writes_links_nothing_and_submitting_again_links(
    john: Browser, issued: CourtAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    def kill(pid: int, number: int) -> None:
        raise Killed

    path = confirmation(john)
    monkeypatch.setattr(os, "kill", kill)
    monkeypatch.setenv("CMECF_FAILPOINT", "link:between-writes")
    with pytest.raises(Killed):
        john.post(path, {})
    assert not linked(issued)
    assert issued.has_password(COURT_PASSWORD)
    assert list(problems()) == []
    monkeypatch.delenv("CMECF_FAILPOINT")
    assert "is now linked to your CSO account" in text_of(john.post(path, {}))
    assert list(problems()) == []


def test_submitting_in_two_tabs_is_one_link_and_shows_the_message_in_both(john: Browser, issued: CourtAccount) -> None:
    one, other = confirmation(john), confirmation(john)
    assert one != other
    for path in (one, other):
        page = john.post(path, {})
        assert "is now linked to your CSO account" in text_of(page)
        assert page.request["PATH_INFO"] == f"{path}/done"
    assert [event["act"] for event in events_of(issued.chain)].count("filer:account:link") == 1


def test_the_message_is_not_shown_before_the_link(john: Browser) -> None:
    path = confirmation(john)
    page = john.get(f"{path}/done")
    assert page.request["PATH_INFO"] == path
    assert "Do you want to link these accounts?" in text_of(page)


def log_in_again(john: Browser, page: Any) -> Any:
    """Where john arrives after logging in again on the login page he was sent to."""
    host = john.names.host(SiteKind.LOGIN)
    assert page.host == host
    form = {"loginForm:loginName": "john", "loginForm:password": PASSWORD, "next": page.context["next"]}
    return john.post("/csologin/login.jsf", form, host=host)


def forget_session(john: Browser) -> None:
    for client in john.clients.values():
        client.cookies.clear()


def test_a_session_that_ended_on_the_first_page_comes_back_to_it(john: Browser, issued: CourtAccount) -> None:
    forget_session(john)
    page = log_in_again(john, john.post(LINK, RIGHT))
    assert page.request["PATH_INFO"] == LINK
    assert "Nothing has been done yet" in text_of(page)
    assert "CM/ECF password" in text_of(page)


def test_a_session_that_ended_on_the_second_page_comes_back_to_it(john: Browser, issued: CourtAccount) -> None:
    path = confirmation(john)
    forget_session(john)
    page = log_in_again(john, john.post(path, {}))
    assert page.request["PATH_INFO"] == path
    assert "Nothing has been done yet" in text_of(page)
    assert "Do you want to link these accounts?" in text_of(page)
    assert not linked(issued)
    john.post(path, {})
    assert linked(issued)


def test_nobody_links_without_signing_in(house: House, issued: CourtAccount) -> None:
    for path in (LINK, f"{LINK}/{uuid.uuid4()}", f"{LINK}/{uuid.uuid4()}/done"):
        page = house.browser(house.flsd).get(path)
        assert page.host.startswith("login.")


@pytest.mark.parametrize("role", [Role.CLERK, Role.JUDGE, Role.COURT_ADMIN])
def test_staff_of_a_court_link_as_filers_do(house: House, role: Role) -> None:
    house.court_account("carla", role=role)
    carla = house.signed_in("carla", house.flsd)
    carla.post(confirmation(carla, {"login": "cm-carla", "password": COURT_PASSWORD}), {})
    assert menu(carla.get("/")) == MENU_AFTER
    assert list(problems()) == []


def test_linking_at_one_court_changes_nothing_at_another(house: House, john: Browser) -> None:
    john.post(confirmation(john), {})
    elsewhere = house.signed_in("john", house.ca11)
    assert "Filing" not in menu(elsewhere.get("/"))
