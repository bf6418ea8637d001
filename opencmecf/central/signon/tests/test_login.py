"""The PACER LOGIN page (L2)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from urllib.parse import urlencode

import pytest
from django.db.models.functions import Now
from django.test import Client

from opencmecf.central.accounts.models import Account, AccountStatus
from opencmecf.central.signon import rules
from opencmecf.central.signon.models import Attempt, CentralSiteKey, Session
from opencmecf.central.signon.tests.flow import LOGIN_HOST, LOGIN_PAGE, Asking, is_login_page, log_in, machine
from opencmecf.foundation import clock, secrets
from opencmecf.foundation.audit.queries import events_of
from opencmecf.foundation.passwords import Argon2
from opencmecf.foundation.sites import SiteKind
from opencmecf.testing.pages import text_of
from opencmecf.testing.people import PASSWORD, House

pytestmark = pytest.mark.django_db

MANAGE = "http://pacer.localhost:8000/login"


def test_the_page_has_the_labels_of_the_courts_procedure(stranger: Client) -> None:
    page = stranger.get(LOGIN_PAGE)
    html, text = page.content.decode(), text_of(page)
    assert "<h1>PACER LOGIN</h1>" in html
    for label in ("Username", "Password", "Client Code"):
        assert re.search(rf"<label[^>]*>\s*{label}", html)
    for button in ("Login", "Clear"):
        assert re.search(rf"<button[^>]*>{button}</button>", html)
    for link in ("Cancel", "Need an Account?", "Forgot Your Password?", "Forgot User Name?"):
        assert re.search(rf'<a[^>]*href="http://pacer\.localhost:8000/[^"]*"[^>]*>{re.escape(link)}</a>', html)
    assert "Your browser must be set to accept cookies in order to log in to this site." in text
    assert "delete the stored cookie file in your PC. Close and reopen your browser before trying again." in text
    assert "This is a restricted government web site for official PACER use only." in text
    assert "Unauthorized entry is prohibited and subject to prosecution under Title 18 of the U.S. Code." in text
    assert "All activities and access attempts are logged." in text


def test_clear_empties_a_page_that_came_back_and_keeps_the_way(stranger: Client, asking: Asking) -> None:
    page = log_in(stranger, loginForm__password="wrong", next=asking.url())
    assert 'value="john"' in page.content.decode()
    (clear,) = re.findall(r'<a [^>]*href="([^"]*)">Clear</a>', page.content.decode())
    emptied = stranger.get(unescape(clear))
    assert 'value="john"' not in emptied.content.decode()
    assert emptied.context["next"] == asking.url()


@pytest.mark.parametrize(
    "redirect_uri", ["http://[", "https://[::1", "https://\u2100/", "http://a:99999999/", "//x", ""]
)
def test_a_page_to_go_on_to_that_names_no_address_is_no_fault(stranger: Client, redirect_uri: str) -> None:
    wanted = f"/signon/authorize?{urlencode({'redirect_uri': redirect_uri, 'client_id': 'court-flsd'})}"
    page = stranger.get(LOGIN_PAGE, {"next": wanted})
    assert is_login_page(page)
    sent_on_to = re.findall(r"form-action ([^;]*)", page["Content-Security-Policy"])
    assert sent_on_to == [f"'self' http://{LOGIN_HOST} http://pacer.localhost:8000"]


def test_required_boxes_are_marked_and_the_client_code_is_not(stranger: Client) -> None:
    html = stranger.get(LOGIN_PAGE).content.decode()
    boxes = {name: tag for tag, name in re.findall(r'(<input[^>]*name="loginForm:(\w+)"[^>]*>)', html)}
    assert "required" in boxes["loginName"]
    assert "required" in boxes["password"]
    assert "required" not in boxes["clientCode"]


def test_existing_browser_programs_find_their_way(stranger: Client) -> None:
    html = stranger.get(LOGIN_PAGE).content.decode()
    assert 'id="loginForm"' in html
    assert 'name="javax.faces.ViewState"' in html
    assert 'name="loginForm:fbtnLogin"' in html
    assert re.search(r'<input[^>]*type="password"[^>]*name="loginForm:password"', html)


def test_the_right_password_begins_a_session_that_is_kept_as_a_hash(stranger: Client) -> None:
    answer = log_in(stranger, loginForm__clientCode=" 4410-02 ")
    assert answer["Location"] == MANAGE
    session = Session.objects.get()
    assert session.key_fingerprint == secrets.fingerprint(stranger.cookies["session"].value)
    assert session.client_code == "4410-02"
    (event,) = [event for event in events_of(session.account.chain) if event["act"] == "signon:session:begin"]
    assert event["target"] == f"session:{session.pk}"


@pytest.mark.parametrize("typed", ["john", "JOHN", " John "])
def test_a_username_is_found_in_any_case(stranger: Client, typed: str) -> None:
    assert log_in(stranger, loginForm__loginName=typed).status_code == 303


@pytest.mark.parametrize("password", [PASSWORD.upper(), PASSWORD + " ", " " + PASSWORD, PASSWORD[:-1]])
def test_a_password_is_taken_letter_by_letter(stranger: Client, password: str) -> None:
    assert log_in(stranger, loginForm__password=password).status_code == 200
    assert not Session.objects.exists()


def test_a_long_password_is_compared_to_its_end(stranger: Client) -> None:
    password = ("a heron waits beside the canal " * 5)[:128]
    john = Account.objects.get()
    john.set_password(password)
    john.save()
    assert log_in(stranger, loginForm__password=f"{password[:-1]}x").status_code == 200
    assert log_in(stranger, loginForm__password=password).status_code == 303


def test_a_stranger_does_not_learn_which_usernames_there_are(stranger: Client) -> None:
    known = log_in(stranger, loginForm__password="wrong")
    unknown = log_in(stranger, loginForm__loginName="nobody", loginForm__password="wrong")
    assert rules.WRONG in text_of(known)

    def without_the_name(page: object, name: str) -> str:
        html = page.content.decode()  # type: ignore[attr-defined]
        return re.sub(r'csrfmiddlewaretoken" value="\w+"|datetime="[^"]*"', "", html).replace(name, "NAME")

    assert (known.status_code, unknown.status_code) == (200, 200)
    assert without_the_name(known, "john") == without_the_name(unknown, "nobody")


def test_an_unknown_username_costs_as_many_hashes_as_a_wrong_password(
    stranger: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[str] = []

    def counting(name: str) -> Callable[..., object]:
        real = getattr(Argon2, name)

        def counted(*given: object) -> object:
            hashed.append(name)
            return real(*given)

        return counted

    for name in ("encode", "verify"):
        monkeypatch.setattr(Argon2, name, counting(name))
    counts = []
    for username in ("john", "nobody"):
        log_in(stranger, loginForm__loginName=username, loginForm__password="wrong")
        counts.append(len(hashed))
        hashed.clear()
    assert counts[0] == counts[1] > 0


def test_every_attempt_is_in_the_security_log_for_names_that_exist_and_for_others(stranger: Client) -> None:
    log_in(stranger, loginForm__password="wrong")
    log_in(stranger, loginForm__loginName="nobody", loginForm__password="wrong")
    log_in(stranger)
    john = Account.objects.by_username("john")
    assert list(Attempt.objects.order_by("id").values_list("account", "succeeded", "way", "address")) == [
        (None if john is None else john.pk, False, "login page", "127.0.0.1"),
        (None, False, "login page", "127.0.0.1"),
        (None if john is None else john.pk, True, "login page", "127.0.0.1"),
    ]


def test_the_sixth_wrong_try_waits_and_the_owner_elsewhere_does_not(stranger: Client) -> None:
    for _ in range(5):
        assert rules.WRONG in text_of(log_in(stranger, loginForm__password="wrong"))
    slowed = log_in(stranger)
    assert "There were too many wrong tries. Wait 5 seconds, then try again." in text_of(slowed)
    assert not Session.objects.exists()
    assert Attempt.objects.filter(was_heard=False, succeeded=False).count() == 1
    owner = Client(HTTP_HOST=LOGIN_HOST, REMOTE_ADDR="198.51.100.9")
    assert log_in(owner).status_code == 303
    Attempt.objects.filter(succeeded=False).update(at=clock.now() - timedelta(seconds=6))
    assert log_in(stranger).status_code == 303


def test_an_address_that_guesses_at_many_accounts_waits_at_all_of_them(stranger: Client) -> None:
    Attempt.objects.bulk_create(
        Attempt(username_fingerprint=f"{number:064}", address="127.0.0.1", succeeded=False, way="cso-auth")
        for number in range(50)
    )
    assert "too many wrong tries" in text_of(log_in(stranger))


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (AccountStatus.PENDING, "Your e-mail address is not confirmed yet."),
        (AccountStatus.INACTIVE, "This account is not active."),
        (AccountStatus.DISABLED, "This account is not active."),
    ],
)
def test_an_account_that_may_not_sign_in_is_told_why_to_its_owner_alone(
    stranger: Client, status: AccountStatus, told: str
) -> None:
    Account.objects.update(status=status)
    assert told in text_of(log_in(stranger))
    guessed = text_of(log_in(stranger, loginForm__password="wrong"))
    assert told not in guessed
    assert rules.WRONG in guessed
    assert not Session.objects.exists()
    assert Attempt.objects.filter(succeeded=False).count() == 2


def test_a_client_code_of_33_characters_is_sent_back(stranger: Client) -> None:
    page = log_in(stranger, loginForm__clientCode="x" * 33)
    assert page.status_code == 200
    assert "at most 32 characters" in text_of(page)
    assert not Session.objects.exists()
    assert log_in(stranger, loginForm__clientCode="x" * 32).status_code == 303


@pytest.mark.parametrize("name", ["loginForm__loginName", "loginForm__password"])
def test_an_empty_box_is_named(stranger: Client, name: str) -> None:
    page = text_of(log_in(stranger, **{name: ""}))
    assert "There is a problem" in page
    assert re.search("Fill in “(Username|Password)”", page)
    assert not Attempt.objects.exists()


@pytest.mark.parametrize(
    "foreign",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "/signon/logout",
        "http://login.localhost:8000/signon/authorize?x",
        "/signon/authorize?\r\nSet-Cookie: a=b",
        " /signon/authorize?x",
    ],
)
def test_after_login_one_never_arrives_at_a_foreign_place(stranger: Client, foreign: str) -> None:
    page = stranger.get(LOGIN_PAGE, {"next": foreign})
    assert page.status_code == 200
    answer = log_in(stranger, next=foreign)
    assert answer.status_code == 303
    assert answer["Location"] == MANAGE or answer["Location"].startswith("/signon/authorize?%0D%0A")
    assert "a" not in answer.cookies


def test_a_browser_without_cookies_is_told_so(stranger: Client) -> None:
    strict = Client(HTTP_HOST=LOGIN_HOST, enforce_csrf_checks=True)
    page = log_in(strict)
    assert page.status_code == 403
    assert "Your browser sent no cookie" in text_of(page)
    assert not Attempt.objects.exists()


def test_a_form_from_elsewhere_is_refused_and_ones_own_is_taken(stranger: Client) -> None:
    strict = Client(HTTP_HOST=LOGIN_HOST, enforce_csrf_checks=True)
    page = strict.get(LOGIN_PAGE).content.decode()
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert found
    assert log_in(strict).status_code == 403
    assert log_in(strict, csrfmiddlewaretoken="x" * 64).status_code == 403
    assert log_in(strict, csrfmiddlewaretoken=found[1]).status_code == 303


def test_no_page_of_somebody_not_signed_in_holds_the_log_out_bytes(stranger: Client) -> None:
    for page in (stranger.get(LOGIN_PAGE), log_in(stranger, loginForm__password="wrong")):
        assert b"/cgi-bin/login.pl?logout" not in page.content


def form_targets(page: object) -> set[str]:
    policy: str = page["Content-Security-Policy"]  # type: ignore[index]
    (directive,) = (part.split() for part in policy.split(";") if part.split()[0] == "form-action")
    return set(directive[1:])


def test_the_form_may_lead_on_to_the_site_that_asked_and_to_no_other(stranger: Client, asking: Asking) -> None:
    always = form_targets(stranger.get(LOGIN_PAGE))
    assert always <= {"'self'", "http://login.localhost:8000", "http://pacer.localhost:8000"}
    there = form_targets(stranger.get(LOGIN_PAGE, {"next": asking.url()}))
    assert there == always | {"http://ecf.flsd.localhost:8000"}
    for other in ("http://evil.example/cb", "http://evil.example/\x00", "javascript:alert(1)"):
        page = stranger.get(LOGIN_PAGE, {"next": asking.url(redirect_uri=other)})
        assert page.status_code == 200
        assert form_targets(page) == always


def test_whoever_signs_in_as_somebody_else_leaves_the_former_session_behind(house: House, john: Client) -> None:
    house.account("charlie")
    former = Session.objects.get()
    assert log_in(john, loginForm__loginName="charlie").status_code == 303
    former.refresh_from_db()
    assert former.ended_at is not None
    assert Session.objects.get(ended_at__isnull=True).account.username == "charlie"


@pytest.mark.parametrize(
    "change",
    [
        {"last_seen_at": Now() - timedelta(minutes=61)},
        {"started_at": Now() - timedelta(hours=12, minutes=1)},
        {"ended_at": Now()},
    ],
)
def test_a_session_ends_by_itself(john: Client, asking: Asking, change: dict[str, object]) -> None:
    Session.objects.update(**change)
    assert is_login_page(john.get(asking.url()))


def test_a_sign_of_life_keeps_a_session(john: Client, asking: Asking) -> None:
    Session.objects.update(last_seen_at=Now() - timedelta(minutes=59))
    john.get(LOGIN_PAGE)
    assert (Session.objects.annotate(now=Now()).get().now - Session.objects.get().last_seen_at).total_seconds() < 1


def test_the_front_of_the_login_site_leads_to_the_accounts_site(house: House) -> None:
    assert machine().get("/")["Location"] == "http://pacer.localhost:8000/"


def test_one_login_opens_the_accounts_site_with_a_cookie_of_its_own(house: House) -> None:
    john = house.signed_in("john", site=SiteKind.PACER)
    assert b"Manage My Account" in john.get("/manage").content
    here, there = (john.clients[host].cookies["session"].value for host in ("pacer.localhost:8000", LOGIN_HOST))
    assert here != there
    assert CentralSiteKey.objects.get().key_fingerprint == secrets.fingerprint(here)


def test_the_cookie_of_one_central_site_is_nobody_at_another(house: House) -> None:
    john = house.signed_in("john", site=SiteKind.PACER)
    for key in (john.clients["pacer.localhost:8000"].cookies["session"].value, "made-up"):
        for host in (LOGIN_HOST, "pcl.localhost:8000"):
            elsewhere = Client(HTTP_HOST=host)
            elsewhere.cookies["session"] = key
            assert b"John Attorney" not in elsewhere.get("/help/").content


@pytest.mark.parametrize("wanted", ["/manage/usage", "/manage/history?x=1"])
def test_after_login_one_is_where_one_wanted_to_be(house: House, wanted: str) -> None:
    house.account("john")
    browser = house.browser(site=SiteKind.PACER)
    page = browser.get(wanted)
    assert page.host == LOGIN_HOST
    form = {"loginForm:loginName": "john", "loginForm:password": PASSWORD, "next": page.context["next"]}
    arrived = browser.post(LOGIN_PAGE, form, host=LOGIN_HOST)
    assert arrived.host == "pacer.localhost:8000"
    assert arrived.request["PATH_INFO"] == wanted.partition("?")[0]


def test_the_accounts_site_does_not_lead_to_a_foreign_place_either(house: House) -> None:
    house.account("john")
    browser = house.browser(site=SiteKind.PACER)
    page = browser.get("/login?next=//evil.example/")
    form = {"loginForm:loginName": "john", "loginForm:password": PASSWORD, "next": page.context["next"]}
    assert browser.post(LOGIN_PAGE, form, host=LOGIN_HOST).request["PATH_INFO"] == "/manage"


@pytest.mark.parametrize(
    ("query", "told"),
    [("code=x&state=y", "Your browser sent no cookie"), ("", "Your browser sent no cookie")],
)
def test_a_callback_without_its_cookie_says_so(house: House, query: str, told: str) -> None:
    answer = Client(HTTP_HOST="pacer.localhost:8000").get(f"/signon/callback?{query}")
    assert answer.status_code == 403
    assert told in text_of(answer)


def test_whoever_is_logged_in_and_comes_back_to_the_callback_goes_on(house: House) -> None:
    house.account("john")
    john = house.signed_in("john", site=SiteKind.PACER)
    (keys,) = CentralSiteKey.objects.values_list("key_fingerprint")
    arrived = john.get("/signon/callback?code=x&state=y")
    assert arrived.request["PATH_INFO"] == "/manage"
    assert CentralSiteKey.objects.values_list("key_fingerprint").get() == keys


def test_a_callback_with_another_state_opens_nothing(house: House) -> None:
    browser = Client(HTTP_HOST="pacer.localhost:8000")
    browser.get("/login")
    answer = browser.get("/signon/callback?code=x&state=y")
    assert answer.status_code == 403
    assert "The login was not completed" in text_of(answer)
    assert "session" not in browser.cookies


def test_without_the_client_code_of_the_firm_the_right_password_is_logged_and_not_counted(stranger: Client) -> None:
    rule = {"is_required": True, "shape": "####-##", "example": "4410-02"}
    Account.objects.update(told_to_courts={"client_code_rule": rule})
    for code in ("", "Smith"):
        assert "Your firm’s codes look like 4410-02." in text_of(log_in(stranger, loginForm__clientCode=code))
    assert "4410-02" not in text_of(log_in(stranger, loginForm__password="wrong"))
    heard = Attempt.objects.order_by("pk").values_list("succeeded", "was_heard")
    assert list(heard) == [(False, False), (False, False), (False, True)]
    assert log_in(stranger, loginForm__clientCode="4410-77")["Location"] == MANAGE
