"""What docs/security/asvs.md claims and no other test shows."""

from __future__ import annotations

import ast
import html
import inspect
import re
from collections.abc import Iterator
from copy import deepcopy
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import httpx
import pytest
from django import forms
from django.test import Client
from joserfc import jwt
from joserfc.jwk import ECKey

import opencmecf
from opencmecf.central.accounts import actions as accounts
from opencmecf.central.accounts.models import Account
from opencmecf.central.second_factor import actions as second_factor
from opencmecf.central.second_factor import codes
from opencmecf.central.signon import keys, tokens
from opencmecf.central.signon.codes import Granted
from opencmecf.central.signon.models import CentralSiteKey, Session
from opencmecf.central.signon.models import Client as Site
from opencmecf.court.filers.queries import facts_in
from opencmecf.court.sessions.models import CourtSession
from opencmecf.foundation import clock, secrets
from opencmecf.foundation.access import anonymous
from opencmecf.foundation.mail.models import Message
from opencmecf.foundation.relying_party import RelyingParty, SignOnFailed
from opencmecf.foundation.sites import SiteKind
from opencmecf.testing.authenticators import App
from opencmecf.testing.people import PASSWORD, Browser, House

PACKAGE = Path(opencmecf.__file__).parent
NEW_PASSWORD = "seven umbrellas on a wet tram"
STEP = "/csologin/second-factor"


def _all_forms(base: type[forms.BaseForm] = forms.BaseForm) -> Iterator[type[forms.BaseForm]]:
    """Every form of the product, whatever site has it."""
    for kind in SiteKind:
        import_module(f"opencmecf.config.urls_{kind.value}")
    for one in base.__subclasses__():
        if one.__module__.startswith("opencmecf.") and ".tests." not in one.__module__:
            yield one
        yield from _all_forms(one)


def _fields() -> Iterator[tuple[type[forms.BaseForm], str, forms.Field]]:
    for form in _all_forms():
        for name, field in getattr(form, "base_fields", {}).items():
            yield form, name, field


# --- passwords -------------------------------------------------------------------------------------------------------


def test_every_password_box_masks_what_is_typed() -> None:
    boxes = [field for _, name, field in _fields() if "password" in name]
    assert len(boxes) > 5
    assert all(isinstance(box.widget, forms.PasswordInput) and not box.widget.render_value for box in boxes)


def test_password_managers_find_their_boxes_and_nothing_stops_pasting() -> None:
    boxes = [field.widget for _, _, field in _fields() if isinstance(field.widget, forms.PasswordInput)]
    assert {box.attrs["autocomplete"] for box in boxes} == {"current-password", "new-password"}
    scripts = [file.read_text() for file in PACKAGE.rglob("*.js")]
    assert len(scripts) > 3
    assert not [script for script in scripts if re.search(r"""["'](paste|copy|contextmenu)["']|onpaste""", script)]


@pytest.mark.parametrize("length", [64, 128])
def test_long_passwords_are_allowed(house: House, length: int) -> None:
    account = house.account("alice")
    password = ("a heron waits beside the canal " * 5)[:length]
    actor = anonymous("pacer")
    accounts.change_password(account=account, current_password=PASSWORD, password=password, actor=actor)
    account.refresh_from_db()
    assert account.check_password(password)
    assert not account.check_password(password[:-1])


def test_nothing_asks_a_security_question() -> None:
    suspect = re.compile("question|secret|hint", re.IGNORECASE)
    asked = [(form, name) for form, name, field in _fields() if suspect.search(f"{name} {field.label}")]
    of_clerks = "opencmecf.court.admissions.forms"  # what a clerk asks somebody who applies for admission
    assert [name for form, name in asked if form.__module__ != of_clerks] == []


def test_no_form_of_staff_takes_a_password_for_somebody_else() -> None:
    rooms = ("opencmecf.central.desk", "opencmecf.central.exemptions", "opencmecf.court.desk", "opencmecf.court.clerk")
    staff = [(form, name) for form, name, _ in _fields() if form.__module__.startswith(rooms)]
    assert len(staff) > 10
    assert [name for _, name in staff if "password" in name] == []


@pytest.mark.django_db
def test_a_new_deployment_has_no_accounts() -> None:
    assert not Account.objects.exists()


# --- second factors --------------------------------------------------------------------------------------------------


def test_a_new_password_by_mail_does_not_pass_by_the_second_factor(house: House) -> None:
    alice = house.account("alice")
    app = App.of(alice)
    accounts.request_password_reset(email=alice.email, username="alice", actor=anonymous("pacer"))
    found = re.search(r"/reset-password/\S+", Message.objects.latest("pk").text)
    assert found
    typed = {"password": NEW_PASSWORD, "password_again": NEW_PASSWORD}
    browser = house.browser(site=SiteKind.PACER)
    browser.post(found.group(), typed)
    assert not Session.objects.exists()
    page = browser.sign_in("alice", NEW_PASSWORD)
    assert "One more step" in page.text
    assert not Session.objects.exists()
    _show(browser, page, app.code())
    assert Session.objects.count() == 1


def test_nothing_is_drawn_from_a_guessable_source() -> None:
    guessable = {"random", "numpy.random"}
    users = [
        file.relative_to(PACKAGE).as_posix()
        for file in PACKAGE.rglob("*.py")
        if "tests" not in file.parts and "demo" not in file.parts and guessable & set(_imports(file))
    ]
    assert users == []


def _imports(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield str(node.module)


def test_codes_are_long_enough() -> None:
    (backup,) = codes.new_backup_codes(1)
    _, secret = codes.parts_of(backup)
    assert len(codes.LETTERS) ** len(secret) >= 2**20
    assert re.fullmatch(r"\d{8}", codes.new_enrolment_code())
    assert len(codes.new_secret()) * 5 == 160
    assert len({codes.parts_of(code)[1] for _ in range(100) for code in codes.new_backup_codes(10)}) == 1000


@pytest.mark.django_db
def test_challenges_of_passkeys_are_long_and_new_each_time(house: House) -> None:
    client = Client(HTTP_HOST=house.browser(site=SiteKind.LOGIN).home)
    asked = [client.post("/csologin/passkey/options", {"anybody": "1"}).json() for _ in range(3)]
    challenges = {one["publicKey"]["challenge"] for one in asked}
    assert len(challenges) == 3
    assert all(len(challenge) * 6 >= 128 for challenge in challenges)


# --- sessions --------------------------------------------------------------------------------------------------------


def test_a_session_key_has_256_random_bits(house: House) -> None:
    browsers = [house.signed_in("alice", house.flsd) for _ in range(2)]
    found = [one.clients[host].cookies["session"].value for one in browsers for host in one.clients]
    assert len(set(found)) == len(found) == 4
    assert all(len(key) * 6 >= 256 for key in found)
    assert inspect.signature(secrets.new_token).parameters["characters"].default == 43


def test_showing_the_second_factor_again_changes_the_key_of_the_session(house: House) -> None:
    app = App.of(house.account("alice"))
    browser = house.browser(site=SiteKind.PACER)
    _show(browser, browser.sign_in("alice", PASSWORD), app.code(-1))
    hosts = (browser.names.host(SiteKind.LOGIN), browser.home)
    before = [browser.clients[host].cookies["session"].value for host in hosts]
    Session.objects.update(second_factor_at=None)
    page = browser.get("/manage/mfa")
    assert "Confirm that it is you" in page.text
    assert _show(browser, page, app.code()).request["PATH_INFO"] == "/manage/mfa"
    after = [browser.clients[host].cookies["session"].value for host in hosts]
    assert not set(before) & set(after)
    known = {Session.objects.get().key_fingerprint, CentralSiteKey.objects.get().key_fingerprint}
    assert known == {secrets.fingerprint(key) for key in after}


def test_a_key_of_the_accounts_site_does_not_profit_from_a_second_factor_shown_for_a_court(house: House) -> None:
    alice = house.account("alice")
    app = App.of(alice)
    browser = house.browser(site=SiteKind.PACER)
    _show(browser, browser.sign_in("alice", PASSWORD), app.code(-1))
    stolen = Client(HTTP_HOST=browser.home)
    stolen.cookies = deepcopy(browser.clients[browser.home].cookies)
    assert stolen.get("/manage").status_code == 200
    browser.post("/csologin/second-factor", {"code": app.code()}, host=browser.names.host(SiteKind.LOGIN))
    assert stolen.get("/manage").status_code == 302
    assert "Multifactor Authentication Methods" in browser.get("/manage/mfa").text, "it signs on anew by itself"


def test_after_a_change_of_methods_one_is_led_to_ones_sessions(house: House) -> None:
    alice = house.account("alice")
    App.of(alice)
    browser = house.browser(site=SiteKind.PACER)
    page = browser.sign_in("alice", PASSWORD)
    (code, *_) = second_factor.make_backup_codes(account=alice, actor=_trusted(alice))
    _show(browser, page, code)
    done = browser.get("/manage/mfa?done=app")
    assert 'href="/manage/sessions"' in done.text
    assert "End your other sessions" in html.unescape(done.text)


# --- tokens and sites ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("member", ["jku", "x5u", "jwk"])
def test_a_token_cannot_say_where_its_key_is(house: House, member: str) -> None:
    theirs = ECKey.generate_key("P-256")
    place = "https://evil.example/keys"
    named = {"jku": place, "x5u": place, "jwk": theirs.as_dict(private=False)}
    header = {"alg": "ES256", "kid": keys.signing_key("ES256").kid, "typ": "logout+jwt", member: named[member]}
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        return httpx.Response(200, json=keys.published())

    site = RelyingParty("court-flsd", "", keys.issuer(), httpx.Client(transport=httpx.MockTransport(answer)))
    with pytest.raises(SignOnFailed, match="signature"):
        site.read_logout_token(jwt.encode(header, {"iss": keys.issuer(), "aud": "court-flsd"}, theirs, ["ES256"]))
    assert set(asked) <= {f"{keys.issuer()}/signon/jwks"}


def test_no_token_reaches_the_browser(house: House) -> None:
    browser = house.signed_in("alice", house.flsd)
    (kept,) = CourtSession.objects.values_list("id_token", flat=True)
    assert kept.count(".") == 2
    held = [cookie.value for client in browser.clients.values() for cookie in client.cookies.values()]
    assert held
    assert not [value for value in held if kept in value or value.startswith("eyJhbGci")]
    assert kept not in browser.get("/help/").text


def test_a_site_asks_for_no_more_than_it_needs(house: House) -> None:
    assert _scope_asked_by(house.browser(site=SiteKind.PACER), "/login") == "openid"
    asked = _scope_asked_by(house.browser(house.flsd), "/cgi-bin/login.pl")
    assert asked == "openid profile email court"
    claims = {**house.account("alice").claims(), "account_class": "attorney-filer"}
    for word in asked.split()[1:]:  # a court keeps what each of them tells
        without = {name: "" if name in tokens.CLAIMS_OF_SCOPE[word] else value for name, value in claims.items()}
        assert facts_in(without) != facts_in(claims), word


def test_a_central_site_is_told_no_more_than_who_it_is(house: House) -> None:
    assert house.flsd
    central = Site.objects.filter(court_id="")
    assert {site.client_id for site in central} == {"pacer", "pcl"}
    assert {site.allowed_scope for site in central} == {"openid"}


@pytest.mark.parametrize("mode", ["fragment", "form_post", "query.jwt"])
def test_the_answer_is_in_the_query_whatever_is_asked(house: House, mode: str) -> None:
    browser = house.signed_in("alice", house.flsd)
    begun = browser.clients[browser.home].get("/cgi-bin/login.pl")["Location"]
    parts = urlsplit(begun)
    query = urlencode([*parse_qsl(parts.query), ("response_mode", mode)])
    login = browser.clients[browser.names.host(SiteKind.LOGIN)]
    back = urlsplit(login.get(f"{parts.path}?{query}")["Location"])
    assert back.fragment == ""
    assert {"code", "state", "iss"} == {name for name, _ in parse_qsl(back.query)}


def test_an_id_token_for_another_site_is_refused(house: House) -> None:
    assert house.flsd
    assert house.ca11
    granted = Granted(scope="openid", nonce="nonce", claims={"sub": house.account("alice").number, "sid": "s"})
    token = tokens.id_token(granted, "court-ca11", "ES256", "access")

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/signon/jwks":
            return httpx.Response(200, json=keys.published())
        return httpx.Response(200, json={"id_token": token})

    site = RelyingParty("court-flsd", "", keys.issuer(), httpx.Client(transport=httpx.MockTransport(answer)))
    target, cookie = site.begin(sign_on_url=keys.issuer(), callback_url="http://c/cb", return_to="/")
    state = dict(parse_qsl(urlsplit(target).query))["state"]
    with pytest.raises(SignOnFailed, match="audience"):
        site.finish(cookie=cookie, query={"code": "c", "state": state, "iss": keys.issuer()})


def _scope_asked_by(browser: Browser, path: str) -> str:
    begun = Client(HTTP_HOST=browser.home).get(path)["Location"]
    return dict(parse_qsl(urlsplit(begun).query))["scope"]


def _trusted(account: Account) -> Any:
    """The holder, who has typed the code from the mail a moment ago."""
    from opencmecf.central.second_factor.models import Enrolment
    from opencmecf.testing.people import central_actor

    actor = central_actor(account)
    Enrolment.objects.create(account=account, session_id=actor.session_id, code_hash="", confirmed_at=clock.now())
    return actor


def _show(browser: Browser, page: Any, code: str) -> Any:
    form = {"code": code, "next": page.context["next"]}
    return browser.post(STEP, form, host=browser.names.host(SiteKind.LOGIN))
