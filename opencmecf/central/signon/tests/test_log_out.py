"""Logging out: at the login site by a site's wish, everywhere at once, and never by a stranger's link."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from opencmecf.central.accounts.models import Account
from opencmecf.central.signon import actions, jobs
from opencmecf.central.signon.models import ProgramToken, Session, SiteSession
from opencmecf.central.signon.tests.flow import LOGIN_HOST, OPERATOR, Asking, code_for, machine
from opencmecf.foundation import clock
from opencmecf.foundation.audit.queries import events_of
from opencmecf.foundation.sites import SiteKind
from opencmecf.testing.people import House

pytestmark = pytest.mark.django_db

BACK = "http://ecf.flsd.localhost:8000/logged-out"


def tell_sites() -> int:
    """Do the jobs that tell sites; returns how many there were."""
    waiting = ProcrastinateJob.objects.filter(task_name="signon:tell-site", status="todo").order_by("id")
    told = [job.args for job in waiting]
    for arguments in told:
        jobs.tell_site(**arguments)
    return len(told)


def log_out(browser: Client, method: str = "get", **query: str) -> Any:
    return getattr(browser, method)(f"/signon/logout?{urlencode(query)}")


def is_over() -> bool:
    return not Session.objects.filter(ended_at__isnull=True).exists()


def id_token(browser: Client, asking: Asking, **changes: str) -> str:
    token: str = asking.exchange(code_for(browser, asking, **changes)).json()["id_token"]
    return token


def test_a_site_that_proves_itself_ends_the_session_and_gets_the_browser_back(john: Client, asking: Asking) -> None:
    token = id_token(john, asking)
    answer = log_out(john, id_token_hint=token, post_logout_redirect_uri=BACK, client_id="court-flsd")
    assert answer["Location"] == BACK
    assert is_over()
    assert john.cookies["session"].value == ""


@pytest.mark.parametrize("hint", ["", "made-up", "e30.e30.e30"])
def test_without_proof_the_person_is_asked_first(john: Client, asking: Asking, hint: str) -> None:
    page = log_out(john, id_token_hint=hint, post_logout_redirect_uri=BACK)
    assert b"Do you want to log out?" in page.content
    assert not is_over()
    answer = log_out(john, "post", id_token_hint=hint, post_logout_redirect_uri=BACK)
    assert answer["Location"] == BACK
    assert is_over()


def test_the_token_of_another_persons_session_is_no_proof(house: House, john: Client, asking: Asking) -> None:
    house.account("charlie")
    charlie = machine()
    charlie.post(
        "/csologin/login.jsf",
        {"loginForm:loginName": "charlie", "loginForm:password": "correct-horse-battery-staple"},
    )
    token = id_token(charlie, asking)
    assert b"Do you want to log out?" in log_out(john, id_token_hint=token).content
    assert Session.objects.filter(ended_at__isnull=True).count() == 2


def test_the_token_of_another_site_is_no_proof(john: Client, asking: Asking) -> None:
    token = id_token(john, asking)
    assert b"Do you want to log out?" in log_out(john, id_token_hint=token, client_id="court-ca11").content
    assert not is_over()
    answer = log_out(john, id_token_hint=token, client_id=asking.client_id, post_logout_redirect_uri=BACK)
    assert answer["Location"] == BACK
    assert is_over()


def test_a_site_can_end_the_session_of_a_browser_that_lost_its_cookie(john: Client, asking: Asking) -> None:
    token = id_token(john, asking)
    answer = log_out(machine(), id_token_hint=token, post_logout_redirect_uri=BACK)
    assert answer["Location"] == BACK
    assert is_over()


@pytest.mark.parametrize("target", ["https://evil.example/", BACK + "/", BACK + "?x", "//evil.example", "/manage", ""])
def test_the_browser_is_sent_to_registered_addresses_alone(john: Client, asking: Asking, target: str) -> None:
    answer = log_out(john, id_token_hint=id_token(john, asking), post_logout_redirect_uri=target)
    assert answer.status_code == 200
    assert b"You have logged out" in answer.content
    assert is_over()


def test_logging_out_twice_is_one_event(john: Client, asking: Asking) -> None:
    session = Session.objects.get()
    log_out(john, "post")
    log_out(john, "post")
    actions.end_session(session=session, by=OPERATOR)
    ends = [event for event in events_of(session.account.chain) if event["act"] == "signon:session:end"]
    assert len(ends) == 1
    assert ends[0]["data"] == {"reason": "logged out"}


def test_logging_out_at_one_court_ends_the_session_at_every_site(house: House) -> None:
    john = house.signed_in("john", house.flsd)
    elsewhere = john.at(house.ca11)
    assert b"Welcome, John Attorney" in elsewhere.get("/cgi-bin/login.pl").content
    assert john.get("/login", host="pacer.localhost:8000").request["PATH_INFO"] == "/manage"
    page = john.get("/cgi-bin/login.pl?logout")
    assert b"You have logged out" in page.content
    assert page.host == john.home
    assert tell_sites() == 2
    for browser in (john, elsewhere):
        assert b"Welcome" not in browser.get("/").content
        assert b"/cgi-bin/login.pl?logout" not in browser.get("/").content
    assert b"Log In" in john.get("/help/", host="pacer.localhost:8000").content
    assert SiteSession.objects.filter(told_at__isnull=False).count() == 2


def test_logging_out_at_the_accounts_site_ends_the_session_at_the_courts(house: House) -> None:
    john = house.signed_in("john", house.flsd)
    john.get("/login", host="pacer.localhost:8000")
    assert b"You have logged out" in john.get("/logout", host="pacer.localhost:8000").content
    assert tell_sites() == 1
    assert b"Welcome" not in john.get("/").content


def test_a_strangers_link_does_not_log_out_of_the_accounts_site(house: House) -> None:
    john = house.signed_in("john", site=SiteKind.PACER)
    page = john.get("/logout", **{"Sec-Fetch-Site": "cross-site"})
    assert b"Do you want to log out?" in page.content
    assert not is_over()


def test_a_court_that_was_told_is_not_told_again(house: House) -> None:
    house.signed_in("john", house.flsd)
    actions.end_session(session=Session.objects.get(), by=OPERATOR)
    site = SiteSession.objects.select_related("session__account", "client").get()
    jobs.tell_site(site_session_id=site.pk)
    told_at = SiteSession.objects.get().told_at
    assert told_at is not None
    jobs.tell_site(site_session_id=site.pk)
    assert SiteSession.objects.get().told_at == told_at


def test_a_court_that_does_not_answer_is_told_later(house: House) -> None:
    house.signed_in("john", house.flsd)
    actions.end_session(session=Session.objects.get(), by=OPERATOR)
    site = SiteSession.objects.select_related("client").get()
    right = site.client.backchannel_logout_uri
    site.client.backchannel_logout_uri = "http://ecf.nysd.localhost:8000/signon/backchannel-logout"
    site.client.save()
    with pytest.raises(httpx.HTTPError):
        jobs.tell_site(site_session_id=site.pk)
    assert SiteSession.objects.get().told_at is None
    site.client.backchannel_logout_uri = right
    site.client.save()
    jobs.tell_site(site_session_id=site.pk)
    assert SiteSession.objects.get().told_at is not None


def test_a_changed_password_ends_every_session_and_every_programs_token(house: House) -> None:
    house.signed_in("john", house.flsd)
    john = house.signed_in("john", house.ca11)
    account = Account.objects.get(username="john")
    ProgramToken.objects.create(token_fingerprint="f" * 64, account=account)
    jobs.end_sessions(account_number=account.number, until=clock.moment().isoformat())
    assert tell_sites() == 2
    assert is_over()
    assert b"Welcome" not in john.get("/").content
    assert not ProgramToken.objects.filter(ended_at__isnull=True).exists()
    reasons = [event["data"]["reason"] for event in events_of(account.chain) if event["act"] == "signon:session:end"]
    assert reasons == ["password changed"] * 2


def test_the_login_site_says_that_it_is_done_to_whoever_has_no_session(house: House) -> None:
    answer = log_out(machine())
    assert answer.status_code == 200
    assert b"You have logged out" in answer.content


def test_the_question_before_logging_out_needs_its_token(john: Client) -> None:
    strict = Client(HTTP_HOST=LOGIN_HOST, enforce_csrf_checks=True)
    strict.cookies["session"] = john.cookies["session"].value
    assert log_out(strict, "post").status_code == 403
    assert not is_over()
