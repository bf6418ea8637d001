"""Signing in with a second factor, browser to court: nobody is in before it is shown."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.db.models.functions import Now

from opencmecf.central.accounts.models import Account, AccountStatus, AccountType
from opencmecf.central.directory.models import CourtListing, RegisteredFiler
from opencmecf.central.second_factor.models import Enrolment, Passkey, RememberedDevice, State
from opencmecf.central.signon import jobs
from opencmecf.central.signon.assurance import acr_of
from opencmecf.central.signon.models import Attempt, AuthorizationCode, PendingSignIn, ProgramToken, Session, Way
from opencmecf.foundation import clock, cookies, secrets
from opencmecf.foundation.audit import queries as trail
from opencmecf.foundation.mail.models import Message
from opencmecf.foundation.sites import SiteKind
from opencmecf.testing.authenticators import App, SecurityKey
from opencmecf.testing.people import PASSWORD, Browser, House

STEP = "/csologin/second-factor"
ONE_MORE_STEP, CONFIRM = "One more step", "Confirm that it is you"


@pytest.fixture
def alice(house: House) -> Account:
    """Counsel, linked at flsd, as the court has told."""
    house.linked("alice")
    account = house.account("alice")
    court, _ = CourtListing.objects.get_or_create(court_id="flsd", defaults={"name": "Florida Southern"})
    RegisteredFiler.objects.create(
        court=court, account_number=account.number, filer_name="Alice", role="attorney", linked_at=Now()
    )
    return account


@pytest.fixture
def app(alice: Account) -> App:
    """Her authenticator app."""
    return App.of(alice)


@pytest.fixture
def browser(house: House) -> Browser:
    """A browser at the accounts site."""
    return house.browser(site=SiteKind.PACER)


def _login_host(browser: Browser) -> str:
    return browser.names.host(SiteKind.LOGIN)


def _show(browser: Browser, page: Any, code: str, **more: str) -> Any:
    form = {"code": code, "next": page.context["next"], **more}
    return browser.post(STEP, form, host=_login_host(browser))


def _text(answer: Any) -> str:
    return str(answer.content.decode())


# --- the ordinary way ------------------------------------------------------------------------------------------------


def test_without_a_method_the_password_is_enough(alice: Account, browser: Browser) -> None:
    assert "Manage My Account" in _text(browser.sign_in("alice", PASSWORD))
    session = Session.objects.get()
    assert (session.methods, session.second_factor_at) == ("pwd", None)


def test_nothing_is_live_before_the_second_factor(alice: Account, app: App, browser: Browser) -> None:
    page = browser.sign_in("alice", PASSWORD)
    assert ONE_MORE_STEP in _text(page)
    assert not Session.objects.exists()
    assert alice.name not in _text(page)
    assert alice.email not in _text(page)
    assert "PACER LOGIN" in _text(browser.get("/manage"))
    done = _show(browser, page, app.code())
    assert "Manage My Account" in _text(done)
    session = Session.objects.get()
    assert (session.methods, session.second_factor_at is not None) == ("pwd otp mfa", True)
    assert not PendingSignIn.objects.exists()


def test_one_goes_on_to_the_court_that_asked(house: House, alice: Account, app: App) -> None:
    browser = house.browser(house.flsd)
    arrived = _show(browser, browser.sign_in("alice", PASSWORD), app.code())
    assert arrived.host == browser.home
    assert "Alice Moreno" in _text(arrived)


def test_the_court_gets_its_code_with_the_answer_to_the_second_factor(
    house: House, alice: Account, app: App, django_assert_max_num_queries: Any
) -> None:
    State.objects.create(account=alice)
    browser = house.browser(house.flsd)
    page = browser.sign_in("alice", PASSWORD)
    client = browser.clients[_login_host(browser)]
    # It was 19, and three more at the authorization endpoint.
    with django_assert_max_num_queries(15):
        answer = client.post(STEP, {"code": app.code(), "next": page.context["next"]})
    assert answer.status_code == 303
    assert answer["Location"].startswith(f"http://{browser.home}/signon/callback?code=")
    assert "no-store" in answer["Cache-Control"]
    assert "Alice Moreno" in _text(browser.get(answer["Location"].removeprefix(f"http://{browser.home}")))


def test_a_wrong_code_lets_nobody_in_and_is_in_the_log(alice: Account, app: App, browser: Browser) -> None:
    page = browser.sign_in("alice", PASSWORD)
    again = _show(browser, page, "000000")
    assert "This code is not right" in _text(again)
    assert not Session.objects.exists()
    ways = list(Attempt.objects.order_by("pk").values_list("way", "succeeded"))
    assert ways == [(Way.PASSWORD, True), (Way.SECOND_FACTOR, False)]


def test_five_wrong_codes_end_the_pending_sign_in_and_the_holder_is_told(
    alice: Account, app: App, browser: Browser
) -> None:
    page = browser.sign_in("alice", PASSWORD)
    for _ in range(5):
        answer = _show(browser, page, "000000")
    assert "PACER LOGIN" in _text(answer)
    assert not PendingSignIn.objects.exists()
    assert Message.objects.order_by("-pk")[0].subject == "Somebody knows the password of your PACER account"


def test_wrong_codes_slow_down_as_wrong_passwords_do(alice: Account, app: App, browser: Browser) -> None:
    page = browser.sign_in("alice", PASSWORD)
    for _ in range(5):
        _show(browser, page, "000000")
    assert "too many wrong tries" in _text(browser.sign_in("alice", PASSWORD))


def test_the_right_code_must_wait_as_well(alice: Account, app: App, browser: Browser) -> None:
    page = browser.sign_in("alice", PASSWORD)
    for _ in range(4):
        _show(browser, page, "000000")
    Attempt.objects.create(account=alice, way=Way.SECOND_FACTOR, succeeded=False, **_same_place())
    assert "too many wrong tries" in _text(_show(browser, page, app.code()))
    assert not Session.objects.exists()


def _same_place() -> dict[str, str]:
    last = Attempt.objects.order_by("-pk")[0]
    return {"username_fingerprint": last.username_fingerprint, "address": last.address}


def test_a_pending_sign_in_ends_after_ten_minutes(alice: Account, app: App, browser: Browser) -> None:
    page = browser.sign_in("alice", PASSWORD)
    PendingSignIn.objects.update(began_at=Now() - timedelta(minutes=10, seconds=1))
    assert "PACER LOGIN" in _text(_show(browser, page, app.code()))
    assert not Session.objects.exists()
    jobs.forget_pending()
    assert not PendingSignIn.objects.exists()


def test_an_account_disabled_in_the_meantime_stays_out(alice: Account, app: App, browser: Browser) -> None:
    page = browser.sign_in("alice", PASSWORD)
    Account.objects.filter(pk=alice.pk).update(status=AccountStatus.DISABLED)
    assert "not active" in _text(_show(browser, page, app.code()))
    assert not Session.objects.exists()
    assert not PendingSignIn.objects.exists(), "what was shown is used up"


def test_a_new_password_ends_what_is_pending_and_forgets_devices(alice: Account, app: App, browser: Browser) -> None:
    _show(browser, browser.sign_in("alice", PASSWORD), app.code(-1), remember="on")
    Browser("", SiteKind.PACER).sign_in("alice", PASSWORD)
    assert (PendingSignIn.objects.count(), RememberedDevice.objects.count()) == (1, 1)
    jobs.end_sessions(account_number=alice.number, until=clock.moment().isoformat())
    assert (PendingSignIn.objects.count(), RememberedDevice.objects.count()) == (0, 0)


def test_what_waits_for_its_second_factor_is_void_with_a_new_password_before_any_job_runs(
    alice: Account, app: App, browser: Browser
) -> None:
    page = browser.sign_in("alice", PASSWORD)
    alice.set_password("another-password-altogether")
    alice.save(update_fields=["password"])
    assert "PACER LOGIN" in _text(_show(browser, page, app.code()))
    assert not Session.objects.exists()


def test_the_pending_cookie_opens_nothing_else(alice: Account, app: App, browser: Browser) -> None:
    browser.sign_in("alice", PASSWORD)
    client = browser.clients[_login_host(browser)]
    client.cookies[cookies.SESSION] = client.cookies[cookies.SECOND_FACTOR_AWAITED].value
    assert client.get("/signon/passkeys/add").status_code == 302


def test_the_page_without_a_sign_in_goes_to_the_login_page(browser: Browser) -> None:
    assert "PACER LOGIN" in _text(browser.get(STEP, host=_login_host(browser)))


def test_the_way_without_a_second_factor_costs_one_query_more(
    alice: Account, browser: Browser, django_assert_max_num_queries: Any
) -> None:
    page = browser.get("/login")
    form = {"loginForm:loginName": "alice", "loginForm:password": PASSWORD, "loginForm:clientCode": ""}
    client = browser.clients[_login_host(browser)]
    # Throttle and clock, account, standing; session, attempt and audit between savepoints.
    with django_assert_max_num_queries(9):
        client.post("/csologin/login.jsf", {**form, "next": page.context["next"]})


def test_cancel_begins_anew(alice: Account, app: App, browser: Browser) -> None:
    browser.sign_in("alice", PASSWORD)
    browser.get("/csologin/login.jsf?cancel", host=_login_host(browser))
    assert "PACER LOGIN" in _text(browser.get(STEP, host=_login_host(browser)))


# --- remembered browsers ---------------------------------------------------------------------------------------------


def test_a_remembered_browser_is_not_asked_again_and_says_so(alice: Account, app: App, browser: Browser) -> None:
    _show(browser, browser.sign_in("alice", PASSWORD), app.code(), remember="on")
    browser.get("/logout")
    assert "Manage My Account" in _text(browser.sign_in("alice", PASSWORD))
    session = Session.objects.order_by("-started_at")[0]
    assert (session.methods, session.is_remembered, session.second_factor_at) == ("pwd", True, None)


def test_another_browser_is_asked(alice: Account, app: App, browser: Browser) -> None:
    _show(browser, browser.sign_in("alice", PASSWORD), app.code(), remember="on")
    assert ONE_MORE_STEP in _text(Browser("", SiteKind.PACER).sign_in("alice", PASSWORD))


# --- passkeys --------------------------------------------------------------------------------------------------------


@pytest.fixture
def key(house: House, alice: Account) -> SecurityKey:
    """A security key of alice, made through the pages."""
    browser = house.signed_in("alice", site=SiteKind.PACER)
    host = _login_host(browser)
    session = Session.objects.get()
    Enrolment.objects.create(
        account=alice,
        session_id=str(session.pk),
        code_hash="",
        confirmed_at=Now(),
        sealed_secret=secrets.seal("A"),
    )
    made = SecurityKey(browser.names.url(SiteKind.LOGIN, ""))
    options = browser.post("/signon/passkeys/options", {}, host=host).json()
    form = {"name": "Blue key", "credential": made.make(options)}
    arrived = browser.post("/signon/passkeys/add", form, host=host)
    assert "The passkey was added" in _text(arrived)
    Session.objects.all().delete()
    return made


def _options(browser: Browser, **form: str) -> dict[str, Any]:
    told: dict[str, Any] = browser.post("/csologin/passkey/options", form, host=_login_host(browser)).json()
    return told


def test_a_passkey_alone_signs_in(alice: Account, key: SecurityKey, browser: Browser) -> None:
    page = browser.get("/login")
    form = {"credential": key.use(_options(browser, anybody="1")), "next": page.context["next"], "clientCode": "77"}
    assert "Manage My Account" in _text(browser.post("/csologin/passkey", form, host=_login_host(browser)))
    session = Session.objects.get()
    assert (session.methods, session.client_code) == ("hwk user mfa", "77")
    assert session.second_factor_at is not None


def test_a_passkey_after_the_password(alice: Account, key: SecurityKey, browser: Browser) -> None:
    page = browser.sign_in("alice", PASSWORD)
    options = _options(browser)
    assert len(options["publicKey"]["allowCredentials"]) == 1
    form = {"credential": key.use(options), "next": page.context["next"]}
    assert "Manage My Account" in _text(browser.post(STEP, form, host=_login_host(browser)))
    assert Session.objects.get().methods == "pwd hwk mfa"


def test_a_strange_passkey_is_refused_and_in_the_log(alice: Account, browser: Browser) -> None:
    stranger = SecurityKey(browser.names.url(SiteKind.LOGIN, ""))
    form = {"credential": stranger.use(_options(browser, anybody="1"))}
    assert "could not be used" in _text(browser.post("/csologin/passkey", form, host=_login_host(browser)))
    assert not Session.objects.exists()
    assert Attempt.objects.get().way == Way.PASSKEY


@pytest.mark.parametrize("raw_id", ["\\ud800", "\\u0000", "a b", "", "\\u00e9"])
def test_the_name_of_a_passkey_that_no_database_takes_is_refused_as_any_other(
    alice: Account, browser: Browser, raw_id: str
) -> None:
    _options(browser, anybody="1")
    form = {"credential": f'{{"rawId": "{raw_id}"}}'}
    assert "could not be used" in _text(browser.post("/csologin/passkey", form, host=_login_host(browser)))


def test_a_passkey_of_an_account_that_is_not_active_is_refused(
    alice: Account, key: SecurityKey, browser: Browser
) -> None:
    Account.objects.filter(pk=alice.pk).update(status=AccountStatus.DISABLED)
    form = {"credential": key.use(_options(browser, anybody="1"))}
    assert "not active" in _text(browser.post("/csologin/passkey", form, host=_login_host(browser)))
    assert not Session.objects.exists()


def test_an_answer_carried_to_another_browser_is_refused(alice: Account, key: SecurityKey, browser: Browser) -> None:
    form = {"credential": key.use(_options(browser, anybody="1"))}
    other = Browser("", SiteKind.PACER)
    assert "could not be used" in _text(other.post("/csologin/passkey", form, host=_login_host(other)))


# --- showing it again ------------------------------------------------------------------------------------------------


def _old_proof() -> None:
    Session.objects.update(second_factor_at=Now() - timedelta(minutes=20))


@pytest.mark.parametrize(
    "path", ["/manage/mfa", "/manage/password", "/manage/username", "/manage/email", "/manage/mfa/codes"]
)
def test_changes_need_a_fresh_second_factor(alice: Account, app: App, browser: Browser, path: str) -> None:
    _show(browser, browser.sign_in("alice", PASSWORD), app.code(-1))
    assert CONFIRM not in _text(browser.get(path))
    _old_proof()
    page = browser.get(path)
    assert CONFIRM in _text(page)
    back = _show(browser, page, app.code())
    assert back.request["PATH_INFO"] == path
    assert Session.objects.filter(ended_at=None).count() == 1
    acts = [event["act"] for event in trail.events_of(alice.chain)]
    assert "signon:session:prove-again" in acts


def test_the_upgrade_needs_a_fresh_second_factor(alice: Account, app: App, browser: Browser) -> None:
    Account.objects.filter(pk=alice.pk).update(account_type=AccountType.LEGACY)
    _show(browser, browser.sign_in("alice", PASSWORD), app.code(-1))
    _old_proof()
    page = browser.get("/manage/upgrade/security")
    assert CONFIRM in _text(page)
    assert "New password again" in _text(_show(browser, page, app.code()))


def test_a_change_sent_too_late_is_not_made(alice: Account, app: App, browser: Browser) -> None:
    _show(browser, browser.sign_in("alice", PASSWORD), app.code(-1))
    _old_proof()
    answer = browser.post("/manage/mfa/programs", {"allowed": "yes"}, Referer=f"http://{browser.home}/manage/mfa")
    assert CONFIRM in _text(answer)
    assert not State.objects.filter(programs_alone=True).exists()
    page = _show(browser, answer, app.code())
    assert "Send your form once more" in _text(page)
    assert not State.objects.filter(programs_alone=True).exists()
    assert page.context["sent"].page == "/manage/mfa"
    browser.post(page.context["sent"].path, page.context["sent"].fields)
    assert State.objects.filter(programs_alone=True).exists()


def test_somebody_without_a_method_is_not_stopped(house: House, alice: Account) -> None:
    browser = house.signed_in("alice", site=SiteKind.PACER)
    Session.objects.update(started_at=Now() - timedelta(hours=2))
    assert "Change Password" in _text(browser.get("/manage/password"))


def test_a_court_can_ask_for_a_fresh_second_factor(house: House, alice: Account, app: App) -> None:
    browser = house.browser(house.flsd)
    _show(browser, browser.sign_in("alice", PASSWORD), app.code(-1))
    _old_proof()
    asked = _request_of_court(browser) + "&acr_values=urn:opencmecf:fresh-second-factor"
    page = browser.get(asked, host=_login_host(browser))
    assert CONFIRM in _text(page)
    _show(browser, page, app.code())
    code = AuthorizationCode.objects.select_related("session").order_by("-created_at")[0]
    assert acr_of(code.session) == "urn:opencmecf:fresh-second-factor"
    assert code.session.proved_at == code.session.second_factor_at


@pytest.mark.parametrize("wish", ["prompt=login", "max_age=0", "max_age=60"])
def test_a_court_can_ask_for_a_new_login(house: House, alice: Account, wish: str) -> None:
    browser = house.signed_in("alice", house.flsd)
    Session.objects.update(started_at=Now() - timedelta(minutes=5))
    page = browser.get(f"{_request_of_court(browser)}&{wish}", host=_login_host(browser))
    assert "PACER LOGIN" in _text(page)
    form = {"loginForm:loginName": "alice", "loginForm:password": PASSWORD, "loginForm:clientCode": ""}
    issued = AuthorizationCode.objects.count()
    browser.post("/csologin/login.jsf", {**form, "next": page.context["next"]}, host=_login_host(browser))
    assert AuthorizationCode.objects.count() == issued + 1, "one login is enough"


def test_a_note_of_an_earlier_login_is_no_new_login(house: House, alice: Account) -> None:
    browser = house.signed_in("alice", house.flsd)
    Session.objects.update(started_at=Now() - timedelta(minutes=5))
    for forged in ("1", "x:y:z"):
        page = browser.get(f"{_request_of_court(browser)}&prompt=login&again={forged}", host=_login_host(browser))
        assert "PACER LOGIN" in _text(page)


@pytest.mark.parametrize("wish", ["max_age=60", "acr_values=urn:opencmecf:fresh-second-factor"])
def test_without_a_page_the_court_is_told_that_one_is_needed(house: House, alice: Account, wish: str) -> None:
    browser = house.signed_in("alice", house.flsd)
    Session.objects.update(started_at=Now() - timedelta(minutes=30))
    asked = f"{_request_of_court(browser)}&prompt=none&{wish}"
    answer = browser.clients[_login_host(browser)].get(asked)
    assert answer.status_code == 302
    assert "error=login_required" in answer["Location"]
    assert "state=abc" in answer["Location"]
    assert answer["Location"].startswith(f"http://{browser.home}/signon/callback?")


def _request_of_court(browser: Browser) -> str:
    return (
        "/signon/authorize?response_type=code&client_id=court-flsd&scope=openid&state=abc&nonce=n"
        f"&redirect_uri=http://{browser.home}/signon/callback&code_challenge={'c' * 43}&code_challenge_method=S256"
    )


# --- policy ----------------------------------------------------------------------------------------------------------


def test_who_files_may_put_it_off_three_times(house: House, alice: Account, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED_FROM = date(2999, 1, 1)
    for left in (3, 2, 1):
        browser = house.browser(house.flsd)
        page = browser.sign_in("alice", PASSWORD)
        assert f"put it off {left} more" in _text(page)
        assert "Set up a second factor" in _text(browser.get("/cgi-bin/login.pl?pacer")), "no way round it"
        arrived = browser.post(
            "/csologin/set-up-second-factor", {"next": page.context["next"]}, host=_login_host(browser)
        )
        assert arrived.host == browser.home
    browser = house.browser(house.flsd)
    assert "Not now" not in _text(browser.sign_in("alice", PASSWORD))


def test_where_it_is_required_only_setting_it_up_is_open(house: House, alice: Account, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED_FROM = date(2020, 1, 1)
    browser = house.browser(site=SiteKind.PACER)
    browser.sign_in("alice", PASSWORD)
    set_up = "Until then nothing else is open to you"
    for path in ("/manage", "/manage/password", "/manage/courts"):
        assert set_up in _text(browser.get(path))
    assert "Multifactor Authentication Methods" in _text(browser.get("/manage/mfa"))
    answer = browser.post("/csologin/set-up-second-factor", {}, host=_login_host(browser))
    assert "cannot be put off" in _text(answer)
    App.of(alice)
    Session.objects.update(second_factor_at=Now())
    assert "Change Password" in _text(browser.get("/manage"))
    assert Session.objects.get().enrolment == ""


def test_viewers_choose_for_themselves(house: House, settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED_FROM = date(2020, 1, 1)
    browser = house.signed_in("charlie", site=SiteKind.PACER)
    assert "Multifactor" in _text(browser.get("/manage/mfa"))
    assert Session.objects.get().enrolment == ""


# --- programs --------------------------------------------------------------------------------------------------------


def _cso_auth(browser: Browser, **fields: str) -> dict[str, str]:
    told = {"loginId": "alice", "password": PASSWORD, "redactFlag": "1", **fields}
    client = browser._client(_login_host(browser))
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
    assert ONE_MORE_STEP in _text(browser.sign_in("alice", PASSWORD)), "browsers are asked all the same"


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
