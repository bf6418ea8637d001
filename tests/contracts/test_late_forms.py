"""Who gets to see a form that was sent too late, and what becomes of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db.models import F
from django.test import Client

from opencmecf.central.signon.models import Session
from opencmecf.court.sessions.models import CourtSession
from opencmecf.foundation.sites import SiteKind
from opencmecf.foundation.unsent import actions, rules
from opencmecf.foundation.unsent.models import UnsentForm
from opencmecf.testing.people import COURT_PASSWORD, PASSWORD, Browser, House

ADDRESS = {
    "address": "1 Late Street",
    "city": "Key West",
    "state": "FL",
    "zip_code": "33040",
    "country": "United States of America",
    "telephone": "305-555-0100",
}
LATE = "/manage/address"


def ended(*, hours: int = 2) -> None:
    """Everybody's sessions have been idle for too long."""
    idle = F("last_seen_at") - timedelta(hours=hours)
    Session.objects.update(last_seen_at=idle)
    CourtSession.objects.update(last_seen_at=idle)


def sign_in_again(browser: Browser, page: Any, username: str) -> Any:
    """Fill in the login page that somebody was sent to; returns where they arrive."""
    form = {"loginForm:loginName": username, "loginForm:password": PASSWORD, "loginForm:clientCode": ""}
    form["next"] = page.context["next"]
    return browser.post("/csologin/login.jsf", form, host=browser.names.host(SiteKind.LOGIN))


def test_what_was_typed_at_a_central_site_is_sent_once_more_by_its_sender(house: House) -> None:
    browser = house.signed_in("charlie", site=SiteKind.PACER)
    browser.get(LATE)
    ended()
    login = browser.post(LATE, ADDRESS)
    page = sign_in_again(browser, login, "charlie")
    assert "Send your form once more" in page.text
    assert "1 Late Street" in page.text
    assert "<dt>ZIP or postal code</dt>" in page.text
    assert house.account("charlie").address != "1 Late Street"  # it is not sent by itself
    sent = page.context["sent"]
    browser.post(sent.path, sent.fields)
    account = house.account("charlie")
    account.refresh_from_db()
    assert account.address == "1 Late Street"


def test_what_was_typed_at_a_court_is_sent_once_more_by_its_sender(house: House) -> None:
    browser = house.signed_in("charlie", house.flsd)
    browser.get("/utilities/client-code")
    ended()
    login = browser.post("/utilities/client-code", {"client_code": "late 17"})
    page = sign_in_again(browser, login, "charlie")
    assert "late 17" in page.text
    assert not CourtSession.objects.filter(client_code="late 17").exists()
    sent = page.context["sent"]
    assert "late 17" in browser.post(sent.path, sent.fields).text


def test_a_password_is_not_kept_and_is_asked_for_again(house: House) -> None:
    house.court_account("john")
    browser = house.signed_in("john", house.flsd)
    browser.get("/utilities/link-account")
    ended()
    login = browser.post("/utilities/link-account", {"login": "cm-john", "password": COURT_PASSWORD})
    page = sign_in_again(browser, login, "john")
    assert "cm-john" in page.text
    assert "Passwords, one-time codes and files are not kept" in page.text
    assert COURT_PASSWORD not in page.text
    sent = page.context["sent"]
    form = browser.post(sent.path, sent.fields)
    assert 'value="cm-john"' in form.text
    assert "Fill in" in form.text


def test_a_page_whose_button_was_pressed_too_late_says_so(house: House) -> None:
    browser = house.signed_in("charlie", site=SiteKind.PACER)
    assert "Nothing has been done yet" not in browser.get("/manage").text
    ended()
    page_of_the_button = browser.names.url(SiteKind.PACER, "/manage/mfa")
    login = browser.post("/manage/mfa/codes/delete", {}, Referer=page_of_the_button)
    page = sign_in_again(browser, login, "charlie")
    assert page.request["PATH_INFO"] == "/manage/mfa"
    assert "Nothing has been done yet" in page.text


def test_somebody_else_at_the_same_browser_finds_nothing(house: House) -> None:
    browser = house.signed_in("charlie", site=SiteKind.PACER)
    browser.get(LATE)
    ended()
    login = browser.post(LATE, ADDRESS)
    page = sign_in_again(browser, login, _known(house, "alice"))
    assert page.status_code == 404
    assert "1 Late Street" not in page.text


def test_the_same_person_in_another_browser_finds_nothing(house: House) -> None:
    browser = house.signed_in("charlie", site=SiteKind.PACER)
    browser.get(LATE)
    ended()
    browser.post(LATE, ADDRESS)
    elsewhere = house.signed_in("charlie", site=SiteKind.PACER)
    page = elsewhere.get(f"/signon/unsent/{UnsentForm.objects.get().pk}")
    assert page.status_code == 404
    assert "1 Late Street" not in page.text


def test_a_form_of_a_stranger_is_not_kept(house: House) -> None:
    browser = house.browser(site=SiteKind.PACER)
    browser.post(LATE, ADDRESS)
    browser.clients[browser.home].cookies["unsent"] = "made up"
    browser.post(LATE, ADDRESS)
    assert not UnsentForm.objects.exists()


@pytest.mark.parametrize("path", [LATE, "/manage/mfa/app"])
def test_a_form_without_its_token_is_not_kept(house: House, path: str) -> None:
    client = _late_client(house, SiteKind.PACER)
    assert client.post(path, ADDRESS).status_code == 403
    assert not UnsentForm.objects.exists()


def test_a_form_with_files_and_without_its_token_is_not_kept(house: House) -> None:
    house.linked("alice")
    browser = house.signed_in("alice", house.flsd)
    browser.get("/help/")
    client = browser.clients[browser.home]
    ended()
    client.post("/filing/uploads", {"note": "kept"})
    assert UnsentForm.objects.count() == 1
    client.handler.enforce_csrf_checks = True
    client.post("/filing/uploads", {"note": "not kept"})
    assert UnsentForm.objects.count() == 1


def test_what_a_script_sends_in_the_background_is_not_kept(house: House) -> None:
    client = _late_client(house, SiteKind.PACER, checks=False)
    client.post(LATE, ADDRESS, headers={"Sec-Fetch-Dest": "empty"})
    assert not UnsentForm.objects.exists()


def test_a_form_has_bounds_and_does_not_wait_for_ever(house: House) -> None:
    client = _late_client(house, SiteKind.PACER, checks=False)
    client.post(LATE, {"address": "x" * (rules.LONGEST + 1)})
    assert not UnsentForm.objects.exists()
    for _ in range(rules.MOST_AT_ONCE + 2):
        client.post(LATE, ADDRESS)
    assert UnsentForm.objects.count() == rules.MOST_AT_ONCE
    UnsentForm.objects.update(at=F("at") - rules.KEPT_FOR)
    actions.forget_old()
    assert not UnsentForm.objects.exists()


def test_what_waits_too_long_is_not_shown(house: House) -> None:
    browser = house.signed_in("charlie", site=SiteKind.PACER)
    browser.get(LATE)
    ended()
    login = browser.post(LATE, ADDRESS)
    UnsentForm.objects.update(at=F("at") - rules.KEPT_FOR)
    assert "Nothing waits here" in sign_in_again(browser, login, "charlie").text


def _known(house: House, username: str) -> str:
    house.account(username)
    return username


def _late_client(house: House, site: SiteKind, *, checks: bool = True) -> Client:
    browser = house.signed_in("charlie", site=site)
    browser.get(LATE)
    ended()
    client = browser.clients[browser.home]
    client.handler.enforce_csrf_checks = checks
    return client
