"""Changes for good, and courts that ask for it, need a second factor that was shown a short while ago."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models.functions import Now

from opencmecf.central.accounts.models import Account, AccountType
from opencmecf.central.second_factor.models import State
from opencmecf.central.signon.assurance import acr_of
from opencmecf.central.signon.models import AuthorizationCode, Session
from opencmecf.central.signon.tests.second_step.steps import CONFIRM, html_of, login_host, show
from opencmecf.foundation.audit import queries as trail
from opencmecf.foundation.sites import SiteKind
from opencmecf.testing.authenticators import App
from opencmecf.testing.people import PASSWORD, Browser, House


def _old_proof() -> None:
    Session.objects.update(second_factor_at=Now() - timedelta(minutes=20))


@pytest.mark.parametrize(
    "path", ["/manage/mfa", "/manage/password", "/manage/username", "/manage/email", "/manage/mfa/codes"]
)
def test_changes_need_a_fresh_second_factor(alice: Account, app: App, browser: Browser, path: str) -> None:
    show(browser, browser.sign_in("alice", PASSWORD), app.code(-1))
    assert CONFIRM not in html_of(browser.get(path))
    _old_proof()
    page = browser.get(path)
    assert CONFIRM in html_of(page)
    back = show(browser, page, app.code())
    assert back.request["PATH_INFO"] == path
    assert Session.objects.filter(ended_at=None).count() == 1
    acts = [event["act"] for event in trail.events_of(alice.chain)]
    assert "signon:session:prove-again" in acts


def test_whoever_presses_back_after_showing_it_goes_on(alice: Account, app: App, browser: Browser) -> None:
    show(browser, browser.sign_in("alice", PASSWORD), app.code(-1))
    page = browser.get("/csologin/second-factor", host=login_host(browser))
    assert page.request["PATH_INFO"] == "/manage"
    _old_proof()
    assert CONFIRM in html_of(browser.get("/csologin/second-factor", host=login_host(browser)))


def test_the_upgrade_needs_a_fresh_second_factor(alice: Account, app: App, browser: Browser) -> None:
    Account.objects.filter(pk=alice.pk).update(account_type=AccountType.LEGACY)
    show(browser, browser.sign_in("alice", PASSWORD), app.code(-1))
    _old_proof()
    page = browser.get("/manage/upgrade/security")
    assert CONFIRM in html_of(page)
    assert "New password again" in html_of(show(browser, page, app.code()))


def test_a_change_sent_too_late_is_not_made(alice: Account, app: App, browser: Browser) -> None:
    show(browser, browser.sign_in("alice", PASSWORD), app.code(-1))
    _old_proof()
    answer = browser.post("/manage/mfa/programs", {"allowed": "yes"}, Referer=f"http://{browser.home}/manage/mfa")
    assert CONFIRM in html_of(answer)
    assert not State.objects.filter(programs_alone=True).exists()
    page = show(browser, answer, app.code())
    assert "Send your form once more" in html_of(page)
    assert not State.objects.filter(programs_alone=True).exists()
    assert page.context["sent"].page == "/manage/mfa"
    browser.post(page.context["sent"].path, page.context["sent"].fields)
    assert State.objects.filter(programs_alone=True).exists()


def test_somebody_without_a_method_is_not_stopped(house: House, alice: Account) -> None:
    browser = house.signed_in("alice", site=SiteKind.PACER)
    Session.objects.update(started_at=Now() - timedelta(hours=2))
    assert "Change Password" in html_of(browser.get("/manage/password"))


def test_a_court_can_ask_for_a_fresh_second_factor(house: House, alice: Account, app: App) -> None:
    browser = house.browser(house.flsd)
    show(browser, browser.sign_in("alice", PASSWORD), app.code(-1))
    _old_proof()
    asked = _request_of_court(browser) + "&acr_values=urn:opencmecf:fresh-second-factor"
    page = browser.get(asked, host=login_host(browser))
    assert CONFIRM in html_of(page)
    show(browser, page, app.code())
    code = AuthorizationCode.objects.select_related("session").order_by("-created_at")[0]
    assert acr_of(code.session) == "urn:opencmecf:fresh-second-factor"
    assert code.session.proved_at == code.session.second_factor_at


@pytest.mark.parametrize("wish", ["prompt=login", "max_age=0", "max_age=60"])
def test_a_court_can_ask_for_a_new_login(house: House, alice: Account, wish: str) -> None:
    browser = house.signed_in("alice", house.flsd)
    Session.objects.update(started_at=Now() - timedelta(minutes=5))
    page = browser.get(f"{_request_of_court(browser)}&{wish}", host=login_host(browser))
    assert "PACER LOGIN" in html_of(page)
    form = {"loginForm:loginName": "alice", "loginForm:password": PASSWORD, "loginForm:clientCode": ""}
    issued = AuthorizationCode.objects.count()
    browser.post("/csologin/login.jsf", {**form, "next": page.context["next"]}, host=login_host(browser))
    assert AuthorizationCode.objects.count() == issued + 1, "one login is enough"


def test_a_note_of_an_earlier_login_is_no_new_login(house: House, alice: Account) -> None:
    browser = house.signed_in("alice", house.flsd)
    Session.objects.update(started_at=Now() - timedelta(minutes=5))
    for forged in ("1", "x:y:z"):
        page = browser.get(f"{_request_of_court(browser)}&prompt=login&again={forged}", host=login_host(browser))
        assert "PACER LOGIN" in html_of(page)


@pytest.mark.parametrize("wish", ["max_age=60", "acr_values=urn:opencmecf:fresh-second-factor"])
def test_without_a_page_the_court_is_told_that_one_is_needed(house: House, alice: Account, wish: str) -> None:
    browser = house.signed_in("alice", house.flsd)
    Session.objects.update(started_at=Now() - timedelta(minutes=30))
    asked = f"{_request_of_court(browser)}&prompt=none&{wish}"
    answer = browser.clients[login_host(browser)].get(asked)
    assert answer.status_code == 302
    assert "error=login_required" in answer["Location"]
    assert "state=abc" in answer["Location"]
    assert answer["Location"].startswith(f"http://{browser.home}/signon/callback?")


def _request_of_court(browser: Browser) -> str:
    return (
        "/signon/authorize?response_type=code&client_id=court-flsd&scope=openid&state=abc&nonce=n"
        f"&redirect_uri=http://{browser.home}/signon/callback&code_challenge={'c' * 43}&code_challenge_method=S256"
    )
