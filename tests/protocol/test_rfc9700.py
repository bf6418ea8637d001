"""RFC 9700, Best Current Practice for OAuth 2.0 Security: what it demands of the provider and of its clients."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
from django.core import signing
from django.db.models.functions import Now
from django.test import Client
from musts import Musts

from opencmecf.central.programs import rules
from opencmecf.central.programs.tests.makers import Calling, allowed, approved, asked, known, sent_back
from opencmecf.central.signon import keys
from opencmecf.central.signon.models import Attempt, AuthorizationCode, RefreshToken
from opencmecf.central.signon.tests.flow import LOGIN_PAGE, Asking, code_for, is_login_page, log_in, machine
from opencmecf.foundation.relying_party import RelyingParty, SignOnFailed, internal_http
from opencmecf.foundation.relying_party.client import SALT
from opencmecf.testing.people import House

pytestmark = pytest.mark.django_db

RFC9700 = Musts(
    {
        "2.1 exact": "Redirect addresses are compared letter by letter, but for the port of a program's own computer.",
        "2.1 open redirectors": "Neither side sends browsers on to wherever a parameter says.",
        "2.1 CSRF": "Clients see to it that an answer belongs to a request of the same browser.",
        "2.1 mix-up": "A client that could use several providers knows which of them has answered.",
        "2.1 encrypted": "Answers go over encrypted connections; http is for a program's own computer alone.",
        "2.1.1 public clients": "Public clients use PKCE.",
        "2.1.1 of one transaction": "Challenge and nonce are made for one sign-in and bound to its browser.",
        "2.1.1 supported": "The provider supports PKCE.",
        "2.1.1 enforced": "With a challenge, the right verifier is needed.",
        "2.1.1 no downgrade": "A verifier is taken only where there was a challenge.",
        "2.2.2 rotation": "Refresh tokens of public clients are bound to their sender or good once.",
        "2.4 password grant": "There is no grant for a password.",
        "2.6 CORS": "The authorization endpoint answers no scripts of other sites.",
        "4.2.4 once": "A code is good once.",
        "4.3.2 addresses": "Access tokens are never in an address.",
        "4.4.2 issuer": "The issuer in the answer is compared with the one that was asked.",
        "4.5.3 injection": "A code that was stolen is no good in another sign-in.",
        "4.7.1 state": "What a client carries through the browser cannot be changed or exchanged on the way.",
        "4.9.2 secrets": "Access tokens are not kept in plain text.",
        "4.11.1 clients": "Clients are no open redirectors.",
        "4.11.2 first log in": "The provider has somebody log in before it sends a browser to others with an error.",
        "4.12 not 307": "After a form with a password browsers are not told to send it on.",
        "4.13 proxies": "What a proxy should have set is not believed when a stranger sets it.",
        "4.14.2 scope": "A refresh token is bound to what the person has agreed to.",
        "4.14.2 client": "A refresh token is good for the client that got it.",
        "4.14.2 replay": "A refresh token that is shown twice ends those that came of it.",
        "4.14.2 unused": "A refresh token that is not used ends by itself.",
        "4.15 names": "No client can have a name that a person's could be taken for.",
        "4.16 frames": "Pages on which people decide are in no frame.",
        "4.17 messages": "Messages between windows are sent to and taken from known origins alone.",
    },
    not_ours={"4.17 messages": "Neither side answers by messages between windows: response_mode is query alone."},
)
CALLBACK = "http://ecf.flsd.localhost:8000/signon/callback"


def court(house: House) -> RelyingParty:
    """The court flsd as it signs people on."""
    assert house.flsd
    return RelyingParty("court-flsd", "secret of flsd", keys.issuer(), internal_http())


def begun(house: House) -> tuple[RelyingParty, str, str]:
    site = court(house)
    url, cookie = site.begin(sign_on_url="", callback_url=CALLBACK, return_to="/civil")
    return site, url, cookie


def answer_of(browser: Client, url: str) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(browser.get(url)["Location"]).query))


@RFC9700.tries("2.1 exact")
@pytest.mark.parametrize("change", ["/", "?x=1", "#x", "%20", "/../signed-in", ".evil.example"])
def test_an_address_with_something_more_is_another(john: Client, calendar: Calling, change: str) -> None:
    answer = john.get(calendar.url(redirect_uri=calendar.redirect_uri + change))
    assert answer.status_code == 400
    assert "Location" not in answer


@RFC9700.tries("2.1 exact")
def test_the_port_alone_may_differ_on_ones_own_computer(john: Client, desktop: Calling) -> None:
    assert john.get(desktop.url(redirect_uri="http://127.0.0.1:4711/back")).status_code == 302
    assert john.get(desktop.url(redirect_uri="http://127.0.0.1:4711/back/")).status_code == 400


@RFC9700.tries("2.1 exact")
def test_the_port_of_a_program_on_a_server_may_not(john: Client, calendar: Calling) -> None:
    assert john.get(calendar.url(redirect_uri="https://calendar.gulf.example:444/signed-in")).status_code == 400


@RFC9700.tries("2.1 open redirectors")
@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:1"])
def test_the_provider_sends_nobody_wherever_a_parameter_says(john: Client, calendar: Calling, target: str) -> None:
    for answer in (
        log_in(john, next=target),
        john.post("/signon/consent", {"next": target, "allow": "yes"}),
        john.post(f"/signon/logout?post_logout_redirect_uri={target}&client_id={calendar.client_id}"),
    ):
        assert "evil" not in answer.get("Location", "")


@RFC9700.tries("2.1 open redirectors", "4.11.1 clients")
@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "/\\evil.example"])
def test_our_sites_send_nobody_wherever_a_parameter_says(house: House, target: str) -> None:
    john = house.signed_in("john", house.flsd)
    answer = john.get(f"/login?next={target}", host="pacer.localhost:8000")
    assert answer.host.endswith("localhost:8000")


@RFC9700.tries("2.1 CSRF", "4.7.1 state")
def test_an_answer_to_another_browser_is_not_taken(house: House, john: Client) -> None:
    site, url, _ = begun(house)
    _, _, of_another = begun(house)
    told = answer_of(john, url)
    with pytest.raises(SignOnFailed, match="state"):
        site.finish(cookie=of_another, query=told)
    with pytest.raises(SignOnFailed, match="cookie"):
        site.finish(cookie="", query=told)


@RFC9700.tries("4.7.1 state")
def test_what_a_site_carries_through_the_browser_is_signed(house: House, john: Client) -> None:
    site, url, cookie = begun(house)
    told = answer_of(john, url)
    under_way = signing.loads(cookie, salt=SALT)
    changed = signing.dumps({**under_way, "return_to": "//evil.example"}, salt="of others")
    for spoilt in (cookie[:-1], f"x{cookie}", changed):
        with pytest.raises(SignOnFailed, match="cookie"):
            site.finish(cookie=spoilt, query=told)


@RFC9700.tries("2.1 mix-up", "4.4.2 issuer")
@pytest.mark.parametrize("issuer", ["https://evil.example", ""])
def test_an_answer_of_another_provider_is_not_taken(house: House, john: Client, issuer: str) -> None:
    site, url, cookie = begun(house)
    told = answer_of(john, url)
    assert told["iss"] == keys.issuer()
    with pytest.raises(SignOnFailed, match="issuer"):
        site.finish(cookie=cookie, query={**told, "iss": issuer})


@RFC9700.tries("2.1 mix-up")
def test_the_provider_names_itself_in_errors_as_well(john: Client, calendar: Calling) -> None:
    assert sent_back(john.get(calendar.url(scope="openid what")), calendar)["iss"] == keys.issuer()


@RFC9700.tries("2.1 encrypted")
@pytest.mark.parametrize(
    ("address", "is_good"),
    [
        ("https://gulf.example/back", True),
        ("http://gulf.example/back", False),
        ("http://127.0.0.1/back", True),
        ("http://[::1]/back", True),
        ("http://localhost/back", False),
        ("http://127.0.0.1.gulf.example/back", False),
        ("ftp://gulf.example/back", False),
    ],
)
def test_http_is_for_ones_own_computer_alone(address: str, is_good: bool) -> None:
    assert (rules.redirect_problem(address) == "") is is_good


@RFC9700.tries("2.1.1 public clients", "2.1.1 supported")
@pytest.mark.parametrize("changes", [{"code_challenge": None}, {"code_challenge_method": "plain"}])
def test_without_pkce_nobody_gets_a_code(
    house: House, john: Client, desktop: Calling, calendar: Calling, changes: dict[str, str | None]
) -> None:
    assert house.flsd
    for client in (desktop, calendar):
        assert sent_back(john.get(client.url(**changes)), client)["error"] == "invalid_request"
    assert "error=invalid_request" in john.get(Asking().url(**changes))["Location"]
    metadata = machine().get("/.well-known/openid-configuration").json()
    assert metadata["code_challenge_methods_supported"] == ["S256"]


@RFC9700.tries("2.1.1 of one transaction")
def test_a_site_makes_challenge_nonce_and_state_for_each_sign_in(house: House) -> None:
    (_, first, one), (_, second, other) = begun(house), begun(house)
    for name in ("code_challenge", "nonce", "state"):
        assert parse_qs(urlsplit(first).query)[name] != parse_qs(urlsplit(second).query)[name]
    assert one != other


@RFC9700.tries("2.1.1 enforced", "2.1.1 no downgrade")
@pytest.mark.parametrize("verifier", [None, "", "w" * 64, "short"])
def test_a_code_needs_its_own_verifier(john: Client, desktop: Calling, verifier: str | None) -> None:
    code = allowed(john, desktop)["code"]
    assert desktop.exchange(code, code_verifier=verifier).status_code == 400
    assert AuthorizationCode.objects.exclude(code_challenge="").count() == AuthorizationCode.objects.count()


@RFC9700.tries("4.2.4 once")
def test_a_code_is_good_once(house: House, john: Client, calendar: Calling) -> None:
    code = allowed(john, calendar)["code"]
    first = calendar.exchange(code).json()
    assert calendar.exchange(code).json()["error"] == "invalid_grant"
    assert known(first["access_token"]) is None
    assert house.flsd
    asking = Asking()
    code = code_for(john, asking)
    assert asking.exchange(code).status_code == 200
    assert asking.exchange(code).json()["error"] == "invalid_grant"


@RFC9700.tries("4.5.3 injection")
def test_a_stolen_code_is_no_good_in_another_sign_in(house: House, john: Client) -> None:
    _, url, _ = begun(house)
    stolen = answer_of(john, url)["code"]
    site, other_url, cookie = begun(house)
    told = answer_of(john, other_url)
    with pytest.raises(SignOnFailed, match="refused"):
        site.finish(cookie=cookie, query={**told, "code": stolen})


@RFC9700.tries("4.5.3 injection")
def test_a_code_of_one_client_is_no_good_for_another(house: House, john: Client, calendar: Calling) -> None:
    other = approved(house, name="Another")
    assert other.exchange(allowed(john, calendar)["code"]).json()["error"] == "invalid_grant"


@RFC9700.tries("2.2.2 rotation", "4.14.2 replay")
def test_a_refresh_token_is_good_once_and_ends_what_came_of_it(john: Client, desktop: Calling) -> None:
    first = desktop.signed_in(john)
    second = desktop.refresh(first["refresh_token"]).json()
    assert desktop.refresh(first["refresh_token"]).json()["error"] == "invalid_grant"
    assert desktop.refresh(second["refresh_token"]).json()["error"] == "invalid_grant"
    assert known(second["access_token"]) is None


@RFC9700.tries("4.14.2 client")
def test_a_refresh_token_is_good_for_its_own_client(house: House, john: Client, desktop: Calling) -> None:
    token = desktop.signed_in(john)["refresh_token"]
    other = approved(house, is_public=True, redirect_uris=["http://127.0.0.1/back"], name="Another")
    assert other.refresh(token).json()["error"] == "invalid_grant"


@RFC9700.tries("4.14.2 scope")
def test_a_refresh_token_opens_what_was_agreed_to_and_no_more(john: Client, calendar: Calling) -> None:
    got = calendar.signed_in(john, scope="openid offline_access")
    assert calendar.refresh(got["refresh_token"], scope="openid email").json()["error"] == "invalid_scope"
    renewed = calendar.refresh(got["refresh_token"]).json()
    assert renewed["scope"] == "openid offline_access"
    told = known(renewed["access_token"])
    assert told is not None
    assert set(told) == {"sub"}


@RFC9700.tries("4.14.2 unused")
def test_a_refresh_token_that_is_not_used_ends(john: Client, desktop: Calling) -> None:
    token = desktop.signed_in(john)["refresh_token"]
    RefreshToken.objects.update(created_at=Now() - timedelta(days=31))
    assert desktop.refresh(token).json()["error"] == "invalid_grant"


@RFC9700.tries("2.4 password grant")
def test_there_is_no_grant_for_a_password_and_none_of_the_old_ways(john: Client, calendar: Calling) -> None:
    form = {"username": "john", "password": "correct-horse-battery-staple"}
    for grant in ("password", "client_credentials", "urn:ietf:params:oauth:grant-type:jwt-bearer", "implicit"):
        answer = calendar.post("/signon/token", grant_type=grant, **form)
        assert answer.json()["error"] == "unsupported_grant_type"
    for kind in ("token", "id_token", "id_token token", "code token", "code id_token"):
        assert sent_back(john.get(calendar.url(response_type=kind)), calendar)["error"] == "unsupported_response_type"


@RFC9700.tries("2.6 CORS")
def test_scripts_of_other_sites_get_no_answer(john: Client, calendar: Calling) -> None:
    for answer in (
        john.get(calendar.url(), headers={"Origin": "https://evil.example"}),
        john.options("/signon/authorize", headers={"Origin": "https://evil.example"}),
    ):
        assert not [name for name in answer.headers if name.lower().startswith("access-control-")]


@RFC9700.tries("4.3.2 addresses")
def test_an_access_token_in_an_address_is_not_looked_at(john: Client, calendar: Calling) -> None:
    token = calendar.signed_in(john)["access_token"]
    assert machine().get(f"/signon/userinfo?access_token={token}").status_code == 401
    assert machine().post(f"/signon/userinfo?access_token={token}").status_code == 401
    assert known(token)


@RFC9700.tries("4.3.2 addresses")
def test_no_address_that_the_provider_sends_a_browser_to_holds_a_token(john: Client, calendar: Calling) -> None:
    assert set(allowed(john, calendar)) == {"code", "state", "iss"}


@RFC9700.tries("4.9.2 secrets")
def test_no_table_holds_a_token_as_it_is(john: Client, calendar: Calling) -> None:
    got = calendar.signed_in(john)
    renewed = calendar.refresh(got["refresh_token"]).json()
    kept = str(list(AuthorizationCode.objects.values())) + str(list(RefreshToken.objects.values()))
    for answer in (got, renewed):
        for name in ("access_token", "refresh_token", "id_token"):
            assert answer[name] not in kept


@RFC9700.tries("4.11.2 first log in")
@pytest.mark.parametrize("changes", [{"scope": "openid what"}, {"response_type": "token"}, {"code_challenge": None}])
def test_nobody_is_sent_to_a_program_with_an_error_before_logging_in(
    john: Client, calendar: Calling, changes: dict[str, str | None]
) -> None:
    assert is_login_page(machine().get(calendar.url(**changes)))
    assert "error" in sent_back(john.get(calendar.url(**changes)), calendar)


@RFC9700.tries("4.12 not 307")
def test_a_form_with_a_password_is_not_sent_on(house: House, john: Client, calendar: Calling) -> None:
    house.account("charlie")
    assert log_in(machine(), "charlie", next=calendar.url()).status_code == 303
    page = asked(john, calendar)
    (target,) = parse_qs(urlsplit(page).query)["next"]
    assert john.post(page, {"next": target, "allow": "yes"}).status_code == 303


@RFC9700.tries("4.13 proxies")
def test_a_stranger_sets_no_header_of_the_proxy(house: House, settings: Any) -> None:
    settings.TRUSTED_PROXIES = ["10.0.0.1"]
    house.account("john")
    browser = machine()
    form = {"loginForm:loginName": "john", "loginForm:password": "wrong"}
    browser.post(LOGIN_PAGE, form, headers={"X-Forwarded-For": "1.2.3.4"})
    assert Attempt.objects.get().address == "127.0.0.1"


@RFC9700.tries("4.15 names")
def test_a_program_is_never_named_like_a_person(house: House, john: Client, calendar: Calling) -> None:
    told = known(calendar.signed_in(john)["access_token"])
    assert told is not None
    assert calendar.client_id.startswith("program-")
    assert told["sub"] not in (calendar.client_id, house.account("john").number)
    assert len(told["sub"]) == 36


@RFC9700.tries("4.16 frames")
def test_pages_on_which_people_decide_are_in_no_frame(john: Client, calendar: Calling) -> None:
    for path in (LOGIN_PAGE, asked(john, calendar), "/signon/logout"):
        answer = john.get(path)
        assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
        assert answer["X-Frame-Options"] == "DENY"


def test_every_demand_is_tried() -> None:
    assert RFC9700.untried() == []
