"""Who must have a second factor, and how programs of cso-auth send it."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from django.db.models.functions import Now

from opencmecf.central.accounts.models import Account
from opencmecf.central.second_factor.models import Passkey, State
from opencmecf.central.signon.models import ProgramToken, Session
from opencmecf.central.signon.tests.second_step.steps import ONE_MORE_STEP, html_of, login_host
from opencmecf.foundation.audit import queries as trail
from opencmecf.foundation.sites import SiteKind
from opencmecf.testing.authenticators import App
from opencmecf.testing.people import PASSWORD, Browser, House


def test_who_files_may_put_it_off_three_times(house: House, alice: Account, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED_FROM = date(2999, 1, 1)
    for left in (3, 2, 1):
        browser = house.browser(house.flsd)
        page = browser.sign_in("alice", PASSWORD)
        assert f"put it off {left} more" in html_of(page)
        assert "Set up a second factor" in html_of(browser.get("/cgi-bin/login.pl?pacer")), "no way round it"
        arrived = browser.post(
            "/csologin/set-up-second-factor", {"next": page.context["next"]}, host=login_host(browser)
        )
        assert arrived.host == browser.home
    browser = house.browser(house.flsd)
    assert "Not now" not in html_of(browser.sign_in("alice", PASSWORD))


def test_where_it_is_required_only_setting_it_up_is_open(house: House, alice: Account, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED_FROM = date(2020, 1, 1)
    browser = house.browser(site=SiteKind.PACER)
    browser.sign_in("alice", PASSWORD)
    set_up = "Until then nothing else is open to you"
    for path in ("/manage", "/manage/password", "/manage/courts"):
        assert set_up in html_of(browser.get(path))
    assert "Multifactor Authentication Methods" in html_of(browser.get("/manage/mfa"))
    answer = browser.post("/csologin/set-up-second-factor", {}, host=login_host(browser))
    assert "cannot be put off" in html_of(answer)
    App.of(alice)
    Session.objects.update(second_factor_at=Now())
    assert "Change Password" in html_of(browser.get("/manage"))
    assert Session.objects.get().enrolment == ""


def test_viewers_choose_for_themselves(house: House, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED_FROM = date(2020, 1, 1)
    browser = house.signed_in("charlie", site=SiteKind.PACER)
    assert "Multifactor" in html_of(browser.get("/manage/mfa"))
    assert Session.objects.get().enrolment == ""


def _cso_auth(browser: Browser, **fields: str) -> dict[str, str]:
    told = {"loginId": "alice", "password": PASSWORD, "redactFlag": "1", **fields}
    client = browser._client(login_host(browser))
    answer = client.post("/services/cso-auth", json.dumps(told), content_type="application/json")
    result: dict[str, str] = answer.json()
    return result


WRONG = {
    "nextGenCSO": "",
    "loginResult": "13",
    "errorDescription": "Invalid username, password, or one-time passcode.",
}


@pytest.mark.parametrize("name", ["otpCode", "twoFactorCode"])
def test_a_program_sends_the_code(alice: Account, app: App, browser: Browser, name: str) -> None:
    assert _cso_auth(browser) == WRONG
    assert _cso_auth(browser, **{name: "000000"}) == WRONG
    code = app.code()
    assert _cso_auth(browser, **{name: code})["loginResult"] == "0"
    assert _cso_auth(browser, **{name: code}) == WRONG, "a code is taken once"
    assert ProgramToken.objects.count() == 1


def test_a_filer_who_does_not_redact_keeps_the_code(alice: Account, app: App, browser: Browser) -> None:
    code = app.code()
    assert _cso_auth(browser, redactFlag="0", otpCode=code)["loginResult"] == "1"
    assert _cso_auth(browser, otpCode=code)["loginResult"] == "0"


def test_the_switch_lets_programs_in_and_each_time_is_recorded(alice: Account, app: App, browser: Browser) -> None:
    State.objects.create(account=alice, programs_alone=True)
    assert _cso_auth(browser)["loginResult"] == "0"
    assert trail.events_of(alice.chain)[0]["act"] == "signon:second-factor:waive"
    assert ONE_MORE_STEP in html_of(browser.sign_in("alice", PASSWORD)), "browsers are asked all the same"


def test_a_program_of_somebody_who_must_have_a_method_is_refused(
    alice: Account, browser: Browser, settings: Any
) -> None:
    settings.SECOND_FACTOR_REQUIRED_FROM = date(2020, 1, 1)
    assert _cso_auth(browser) == WRONG
    assert not Passkey.objects.exists()


def test_wrong_codes_of_programs_are_slowed_down(alice: Account, app: App, browser: Browser) -> None:
    for _ in range(5):
        assert _cso_auth(browser, otpCode="000000") == WRONG
    assert "too many wrong tries" in _cso_auth(browser, otpCode=app.code())["errorDescription"]
