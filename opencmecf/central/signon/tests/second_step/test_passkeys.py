"""Signing in with a passkey, alone or after the password."""

from __future__ import annotations

from typing import Any

import pytest
from django.db.models.functions import Now

from opencmecf.central.accounts.models import Account, AccountStatus
from opencmecf.central.second_factor.models import Enrolment
from opencmecf.central.signon import queries
from opencmecf.central.signon.models import Attempt, Session, Way
from opencmecf.central.signon.tests.second_step.steps import STEP, html_of, login_host
from opencmecf.foundation import secrets
from opencmecf.foundation.sites import SiteKind
from opencmecf.testing.authenticators import SecurityKey
from opencmecf.testing.people import PASSWORD, Browser, House


@pytest.fixture
def key(house: House, alice: Account) -> SecurityKey:
    """A security key of alice, made through the pages."""
    browser = house.signed_in("alice", site=SiteKind.PACER)
    host = login_host(browser)
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
    assert "The passkey was added" in html_of(arrived)
    Session.objects.all().delete()
    return made


def _options(browser: Browser, **form: str) -> dict[str, Any]:
    told: dict[str, Any] = browser.post("/csologin/passkey/options", form, host=login_host(browser)).json()
    return told


def test_a_passkey_alone_signs_in(alice: Account, key: SecurityKey, browser: Browser) -> None:
    page = browser.get("/login")
    form = {"credential": key.use(_options(browser, anybody="1")), "next": page.context["next"], "clientCode": "77"}
    assert "Manage My Account" in html_of(browser.post("/csologin/passkey", form, host=login_host(browser)))
    session = Session.objects.get()
    assert (session.methods, session.client_code) == ("hwk user mfa", "77")
    assert session.second_factor_at is not None


def test_a_passkey_after_the_password(alice: Account, key: SecurityKey, browser: Browser) -> None:
    page = browser.sign_in("alice", PASSWORD)
    options = _options(browser)
    assert len(options["publicKey"]["allowCredentials"]) == 1
    form = {"credential": key.use(options), "next": page.context["next"]}
    assert "Manage My Account" in html_of(browser.post(STEP, form, host=login_host(browser)))
    assert Session.objects.get().methods == "pwd hwk mfa"


def test_a_strange_passkey_is_refused_and_in_the_log(alice: Account, browser: Browser) -> None:
    stranger = SecurityKey(browser.names.url(SiteKind.LOGIN, ""))
    form = {"credential": stranger.use(_options(browser, anybody="1"))}
    assert "could not be used" in html_of(browser.post("/csologin/passkey", form, host=login_host(browser)))
    assert not Session.objects.exists()
    assert Attempt.objects.get().way == Way.PASSKEY


def test_a_copy_of_a_passkey_is_refused_and_its_holder_reads_that(
    alice: Account, key: SecurityKey, browser: Browser
) -> None:
    key.count = 7
    browser.post("/csologin/passkey", {"credential": key.use(_options(browser, anybody="1"))}, host=login_host(browser))
    thief, key.count = Browser("", SiteKind.PACER), 3  # the copy was made before
    form = {"credential": key.use(_options(thief, anybody="1"))}
    assert "seems to have been copied" in html_of(thief.post("/csologin/passkey", form, host=login_host(thief)))
    newest = queries.attempts_at(alice).first()
    assert newest is not None
    assert (newest.way, newest.succeeded) == (Way.PASSKEY, False)


@pytest.mark.parametrize("raw_id", ["\\ud800", "\\u0000", "a b", "", "\\u00e9"])
def test_the_name_of_a_passkey_that_no_database_takes_is_refused_as_any_other(
    alice: Account, browser: Browser, raw_id: str
) -> None:
    _options(browser, anybody="1")
    form = {"credential": f'{{"rawId": "{raw_id}"}}'}
    assert "could not be used" in html_of(browser.post("/csologin/passkey", form, host=login_host(browser)))


def test_a_passkey_of_an_account_that_is_not_active_is_refused(
    alice: Account, key: SecurityKey, browser: Browser
) -> None:
    Account.objects.filter(pk=alice.pk).update(status=AccountStatus.DISABLED)
    form = {"credential": key.use(_options(browser, anybody="1"))}
    assert "not active" in html_of(browser.post("/csologin/passkey", form, host=login_host(browser)))
    assert not Session.objects.exists()


def test_an_answer_carried_to_another_browser_is_refused(alice: Account, key: SecurityKey, browser: Browser) -> None:
    form = {"credential": key.use(_options(browser, anybody="1"))}
    other = Browser("", SiteKind.PACER)
    assert "could not be used" in html_of(other.post("/csologin/passkey", form, host=login_host(other)))
