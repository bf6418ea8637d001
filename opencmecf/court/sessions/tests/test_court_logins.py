"""The login that a CurrentGen court has issued, alone and beside a PACER account."""

from __future__ import annotations

import re
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from opencmecf.court.filers import actions as filers
from opencmecf.court.filers.models import CourtAccount
from opencmecf.court.sessions import actions, jobs
from opencmecf.court.sessions.models import CourtSession
from opencmecf.court.sessions.tests.visits import LOG_OUT
from opencmecf.foundation.audit.queries import events_of
from opencmecf.foundation.errors import Refused
from opencmecf.testing.pages import text_of
from opencmecf.testing.people import PASSWORD, SYSTEM, Browser, House

pytestmark = pytest.mark.django_db

NEW = "entirely-different-words-now"


def currentgen(house: House, username: str = "john", **form: str) -> tuple[Browser, Any]:
    """A browser, and what it sees after the court's own login form at flsb."""
    browser = house.browser(house.flsb)
    page = browser.post("/cgi-bin/login.pl", {"login": f"cm-{username}", "key": "issued-by-the-court-itself", **form})
    return browser, page


def test_a_currentgen_court_has_both_ways_in_on_one_page(house: House) -> None:
    page = house.browser(house.flsb).get("/cgi-bin/login.pl")
    html, text = page.content.decode(), text_of(page)
    assert 'name="login"' in html
    assert re.search(r'<input[^>]*type="password"[^>]*name="key"', html)
    assert re.search(r'<input type="submit"[^>]*value="Login">', html)
    assert 'href="/cgi-bin/login.pl?pacer"' in html
    assert "Forgot login/password" in text
    assert "This court moves to NextGen CM/ECF on 01/27/2099" in text


def test_clear_empties_a_page_that_came_back(house: House) -> None:
    browser, page = currentgen(house)
    assert 'value="cm-john"' in page.content.decode()
    (clear,) = re.findall(r'<a [^>]*href="([^"]*)">Clear</a>', page.content.decode())
    assert 'value="cm-john"' not in browser.get(clear).content.decode()


def test_a_court_login_files_and_does_not_view(house: House) -> None:
    account = house.court_account("john", house.flsb)
    john, page = currentgen(house)
    assert page.request["PATH_INFO"] == "/"
    assert "You can file documents in this court." in text_of(page)
    assert "This account is ready for filing documents." in text_of(john.get("/bankruptcy"))
    viewing = john.get("/cgi-bin/iquery.pl")
    assert viewing.status_code == 200
    assert "Viewing in this court needs a PACER account." in text_of(viewing)
    assert events_of(account.chain)[0]["act"] == "court:session:begin"


def test_a_court_login_and_a_pacer_account_live_in_one_session(house: House) -> None:
    house.court_account("john", house.flsb)
    house.account("john")
    john, _ = currentgen(house)
    john.sign_in("john", PASSWORD)
    assert CourtSession.objects.count() == 1
    assert "Search by case number" in text_of(john.get("/cgi-bin/iquery.pl"))
    assert "ready for filing" in text_of(john.get("/adversary"))
    john.get("/cgi-bin/login.pl?logout")
    assert not CourtSession.objects.exists()


def test_a_pacer_user_views_at_a_currentgen_court_and_does_not_file(house: House) -> None:
    house.court_account("john", house.flsb)
    john = house.signed_in("john", house.flsb)
    assert "Search by case number" in text_of(john.get("/cgi-bin/iquery.pl"))
    assert john.get("/bankruptcy").status_code == 403


@pytest.mark.parametrize("form", [{"key": "wrong"}, {"login": "cm-nobody"}])
def test_wrong_court_credentials_are_refused_alike(house: House, form: dict[str, str]) -> None:
    house.court_account("john", house.flsb)
    _, page = currentgen(house, **form)
    assert "The CM/ECF login or password is not right." in text_of(page)
    assert not CourtSession.objects.exists()


def test_the_sixth_wrong_try_at_a_court_waits(house: House) -> None:
    house.court_account("john", house.flsb)
    for _ in range(5):
        currentgen(house, key="wrong")
    _, page = currentgen(house)
    assert "Wait 5 seconds" in text_of(page)
    assert not CourtSession.objects.exists()


def test_a_closed_court_account_does_not_sign_in_and_a_running_session_is_nobody(house: House) -> None:
    house.court_account("john", house.flsb)
    john, _ = currentgen(house)
    CourtAccount.objects.update(is_active=False)
    assert LOG_OUT not in john.get("/").content
    _, page = currentgen(house)
    assert "This CM/ECF account is not active." in text_of(page)


def test_a_linked_account_whose_court_closes_it_can_view_and_not_file(house: House) -> None:
    house.linked("john")
    john = house.signed_in("john", house.flsd)
    assert john.get("/civil").status_code == 200
    CourtAccount.objects.update(is_active=False)
    assert john.get("/civil").status_code == 403
    assert "Search by case number" in text_of(john.get("/cgi-bin/iquery.pl"))


def test_logging_out_of_a_court_login_stays_at_the_court(house: House) -> None:
    house.court_account("john", house.flsb)
    john, _ = currentgen(house)
    page = john.get("/cgi-bin/login.pl?logout")
    assert (page.host, page.request["PATH_INFO"]) == ("ecf.flsb.localhost:8000", "/logged-out")
    assert not CourtSession.objects.exists()


def test_a_new_court_password_ends_the_sessions_of_the_old_one(house: House) -> None:
    account = house.court_account("john", house.flsb)
    thief, _ = currentgen(house)
    filers.reset_password(account=account, password=NEW, actor=SYSTEM)
    assert LOG_OUT not in thief.get("/").content  # at once, though the worker has done nothing yet
    john, _ = currentgen(house, key=NEW)
    jobs.end_login_sessions(**ProcrastinateJob.objects.get(task_name="court:end-login-sessions").args)
    assert CourtSession.objects.count() == 1
    assert LOG_OUT in john.get("/").content


def test_a_password_that_was_right_a_moment_ago_begins_no_session_at_a_court(house: House) -> None:
    account = house.court_account("john", house.flsb)
    proved = CourtAccount.objects.get(pk=account.pk)
    filers.reset_password(account=account, password=NEW, actor=SYSTEM)
    with pytest.raises(Refused, match="changed at this very moment"):
        actions._begin_for_account(house.flsb, proved)


def test_a_court_account_that_was_disabled_a_moment_ago_begins_no_session(house: House) -> None:
    account = house.court_account("john", house.flsb)
    CourtAccount.objects.update(is_active=False)
    with pytest.raises(Refused, match="changed at this very moment"):
        actions._begin_for_account(house.flsb, account)


def test_a_court_login_at_a_nextgen_court_is_refused_by_the_act_itself(house: House) -> None:
    house.court_account("john")
    with pytest.raises(Refused, match="This court has moved to NextGen"):
        actions.begin_by_court_login(
            court=house.flsd, login="cm-john", password="issued-by-the-court-itself", address="192.0.2.7"
        )
