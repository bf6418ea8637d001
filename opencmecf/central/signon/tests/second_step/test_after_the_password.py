"""Signing in with a second factor, browser to court: nobody is in before it is shown."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

from django.db.models.functions import Now

from opencmecf.central.accounts.models import Account, AccountStatus
from opencmecf.central.second_factor.models import RememberedDevice, State
from opencmecf.central.signon import jobs
from opencmecf.central.signon.models import Attempt, PendingSignIn, Session, Way
from opencmecf.central.signon.tests.second_step.steps import ONE_MORE_STEP, STEP, html_of, login_host, show
from opencmecf.foundation import clock, cookies
from opencmecf.foundation.mail.models import Message
from opencmecf.foundation.sites import SiteKind
from opencmecf.testing.authenticators import App
from opencmecf.testing.people import PASSWORD, Browser, House


def test_without_a_method_the_password_is_enough(alice: Account, browser: Browser) -> None:
    assert "Manage My Account" in html_of(browser.sign_in("alice", PASSWORD))
    session = Session.objects.get()
    assert (session.methods, session.second_factor_at) == ("pwd", None)


def test_nothing_is_live_before_the_second_factor(alice: Account, app: App, browser: Browser) -> None:
    page = browser.sign_in("alice", PASSWORD)
    assert ONE_MORE_STEP in html_of(page)
    assert not Session.objects.exists()
    assert alice.name not in html_of(page)
    assert alice.email not in html_of(page)
    assert "PACER LOGIN" in html_of(browser.get("/manage"))
    done = show(browser, page, app.code())
    assert "Manage My Account" in html_of(done)
    session = Session.objects.get()
    assert (session.methods, session.second_factor_at is not None) == ("pwd otp mfa", True)
    assert not PendingSignIn.objects.exists()


def test_the_page_has_an_address_of_its_own_at_which_it_can_be_asked_for_again(
    house: House, alice: Account, app: App
) -> None:
    browser = house.browser(house.flsd)
    page = browser.sign_in("alice", PASSWORD)
    [address] = {unescape(found) for found in re.findall('(?:data-address|action)="([^"]+)"', html_of(page))}
    again = browser.get(address, host=login_host(browser))
    assert ONE_MORE_STEP in html_of(again)
    assert again.context["next"] == page.context["next"]
    assert PendingSignIn.objects.count() == 1
    assert "Alice Moreno" in html_of(show(browser, again, app.code()))


def test_one_goes_on_to_the_court_that_asked(house: House, alice: Account, app: App) -> None:
    browser = house.browser(house.flsd)
    arrived = show(browser, browser.sign_in("alice", PASSWORD), app.code())
    assert arrived.host == browser.home
    assert "Alice Moreno" in html_of(arrived)


def test_the_court_gets_its_code_with_the_answer_to_the_second_factor(
    house: House, alice: Account, app: App, django_assert_max_num_queries: Any
) -> None:
    State.objects.create(account=alice)
    browser = house.browser(house.flsd)
    page = browser.sign_in("alice", PASSWORD)
    client = browser.clients[login_host(browser)]
    # It was 19, and three more at the authorization endpoint.
    with django_assert_max_num_queries(14):
        answer = client.post(STEP, {"code": app.code(), "next": page.context["next"]})
    assert answer.status_code == 303
    assert answer["Location"].startswith(f"http://{browser.home}/signon/callback?code=")
    assert "no-store" in answer["Cache-Control"]
    assert "Alice Moreno" in html_of(browser.get(answer["Location"].removeprefix(f"http://{browser.home}")))


def test_a_wrong_code_lets_nobody_in_and_is_in_the_log(alice: Account, app: App, browser: Browser) -> None:
    page = browser.sign_in("alice", PASSWORD)
    again = show(browser, page, "000000")
    assert "This code is not right" in html_of(again)
    assert not Session.objects.exists()
    ways = list(Attempt.objects.order_by("pk").values_list("way", "succeeded"))
    assert ways == [(Way.PASSWORD, True), (Way.SECOND_FACTOR, False)]


def test_five_wrong_codes_end_the_pending_sign_in_and_the_holder_is_told(
    alice: Account, app: App, browser: Browser
) -> None:
    page = browser.sign_in("alice", PASSWORD)
    for _ in range(5):
        answer = show(browser, page, "000000")
    assert "PACER LOGIN" in html_of(answer)
    assert not PendingSignIn.objects.exists()
    assert Message.objects.order_by("-pk")[0].subject == "Somebody knows the password of your PACER account"


def test_wrong_codes_slow_down_as_wrong_passwords_do(alice: Account, app: App, browser: Browser) -> None:
    page = browser.sign_in("alice", PASSWORD)
    for _ in range(5):
        show(browser, page, "000000")
    assert "too many wrong tries" in html_of(browser.sign_in("alice", PASSWORD))


def test_the_right_code_must_wait_as_well(alice: Account, app: App, browser: Browser) -> None:
    page = browser.sign_in("alice", PASSWORD)
    for _ in range(4):
        show(browser, page, "000000")
    Attempt.objects.create(account=alice, way=Way.SECOND_FACTOR, succeeded=False, **_same_place())
    assert "too many wrong tries" in html_of(show(browser, page, app.code()))
    assert not Session.objects.exists()


def _same_place() -> dict[str, str]:
    last = Attempt.objects.order_by("-pk")[0]
    return {"username_fingerprint": last.username_fingerprint, "address": last.address}


def test_a_pending_sign_in_ends_after_ten_minutes(alice: Account, app: App, browser: Browser) -> None:
    page = browser.sign_in("alice", PASSWORD)
    PendingSignIn.objects.update(began_at=Now() - timedelta(minutes=10, seconds=1))
    assert "PACER LOGIN" in html_of(show(browser, page, app.code()))
    assert not Session.objects.exists()
    jobs.forget_pending()
    assert not PendingSignIn.objects.exists()


def test_an_account_disabled_in_the_meantime_stays_out(alice: Account, app: App, browser: Browser) -> None:
    page = browser.sign_in("alice", PASSWORD)
    Account.objects.filter(pk=alice.pk).update(status=AccountStatus.DISABLED)
    assert "not active" in html_of(show(browser, page, app.code()))
    assert not Session.objects.exists()
    assert not PendingSignIn.objects.exists(), "what was shown is used up"


def test_a_new_password_ends_what_is_pending_and_forgets_devices(alice: Account, app: App, browser: Browser) -> None:
    show(browser, browser.sign_in("alice", PASSWORD), app.code(-1), remember="on")
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
    assert "PACER LOGIN" in html_of(show(browser, page, app.code()))
    assert not Session.objects.exists()


def test_the_pending_cookie_opens_nothing_else(alice: Account, app: App, browser: Browser) -> None:
    browser.sign_in("alice", PASSWORD)
    client = browser.clients[login_host(browser)]
    client.cookies[cookies.SESSION] = client.cookies[cookies.SECOND_FACTOR_AWAITED].value
    assert client.get("/signon/passkeys/add").status_code == 302


def test_the_page_without_a_sign_in_goes_to_the_login_page(browser: Browser) -> None:
    assert "PACER LOGIN" in html_of(browser.get(STEP, host=login_host(browser)))


def test_the_way_without_a_second_factor_costs_one_query_more(
    alice: Account, browser: Browser, django_assert_max_num_queries: Any
) -> None:
    page = browser.get("/login")
    form = {"loginForm:loginName": "alice", "loginForm:password": PASSWORD, "loginForm:clientCode": ""}
    client = browser.clients[login_host(browser)]
    # Throttle and clock, account, standing; session, attempt and audit between savepoints.
    with django_assert_max_num_queries(9):
        client.post("/csologin/login.jsf", {**form, "next": page.context["next"]})


def test_cancel_begins_anew(alice: Account, app: App, browser: Browser) -> None:
    browser.sign_in("alice", PASSWORD)
    browser.get("/csologin/login.jsf?cancel", host=login_host(browser))
    assert "PACER LOGIN" in html_of(browser.get(STEP, host=login_host(browser)))


def test_a_remembered_browser_is_not_asked_again_and_says_so(alice: Account, app: App, browser: Browser) -> None:
    show(browser, browser.sign_in("alice", PASSWORD), app.code(), remember="on")
    browser.get("/logout")
    assert "Manage My Account" in html_of(browser.sign_in("alice", PASSWORD))
    session = Session.objects.order_by("-started_at")[0]
    assert (session.methods, session.is_remembered, session.second_factor_at) == ("pwd", True, None)


def test_another_browser_is_asked(alice: Account, app: App, browser: Browser) -> None:
    show(browser, browser.sign_in("alice", PASSWORD), app.code(), remember="on")
    assert ONE_MORE_STEP in html_of(Browser("", SiteKind.PACER).sign_in("alice", PASSWORD))
