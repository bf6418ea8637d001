"""The authorization endpoint: what it answers to a site, and what it refuses to send anywhere."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db.models.functions import Now
from django.test import Client

from opencmecf.central.signon.models import AuthorizationCode, Session, SiteSession
from opencmecf.central.signon.models import Client as Site
from opencmecf.central.signon.tests.flow import ISSUER, LOGIN_PAGE, Asking, is_login_page, log_in, machine, told
from opencmecf.foundation import secrets
from opencmecf.testing.people import House

pytestmark = pytest.mark.django_db


def test_somebody_signed_in_goes_straight_back_with_a_code(john: Client, asking: Asking) -> None:
    answer = told(john.get(asking.url()))
    assert set(answer) == {"code", "state", "iss"}
    assert answer["state"] == asking.state
    assert answer["iss"] == ISSUER


def test_a_site_of_ours_gets_no_more_than_it_may_have(john: Client, asking: Asking) -> None:
    Site.objects.filter(pk=asking.client_id).update(allowed_scope="openid")
    assert "code" in told(john.get(asking.url(scope="openid email")))
    assert AuthorizationCode.objects.get().scope == "openid"


def test_a_site_of_ours_that_was_stopped_gets_nothing(john: Client, asking: Asking) -> None:
    Site.objects.filter(pk=asking.client_id).update(stopped_at=Now())
    assert john.get(asking.url()).status_code == 400
    assert not AuthorizationCode.objects.exists()
    assert not SiteSession.objects.exists()


def test_somebody_else_gets_the_login_page_at_once_and_comes_back(stranger: Client, asking: Asking) -> None:
    page = stranger.get(asking.url())
    assert is_login_page(page)
    assert page.context["next"] == asking.url()
    back = log_in(stranger, next=page.context["next"])
    assert told(back)["state"] == asking.state
    assert asking.exchange(told(back)["code"]).status_code == 200


def test_the_answer_to_the_password_never_carries_it_on(stranger: Client, asking: Asking) -> None:
    """RFC 9700, 4.12: a browser that has sent a password is sent on by 303 See Other."""
    assert log_in(stranger, next=asking.url()).status_code == 303


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        pytest.param({"code_challenge": None}, "invalid_request", id="no PKCE"),
        pytest.param({"scope": "openid everything"}, "invalid_scope", id="unknown scope"),
        pytest.param({"nonce": None}, "invalid_request", id="no nonce"),
        pytest.param({"response_type": "token"}, "unsupported_response_type", id="no code asked for"),
    ],
)
def test_logging_in_makes_no_wrong_request_good(
    stranger: Client, asking: Asking, changes: dict[str, str | None], error: str
) -> None:
    assert told(log_in(stranger, next=asking.url(**changes)))["error"] == error
    assert not AuthorizationCode.objects.exists()


@pytest.mark.parametrize("changes", [{"client_id": "unknown"}, {"redirect_uri": "https://evil.example/"}])
def test_logging_in_for_nobody_we_know_ends_on_the_page_that_says_so(
    stranger: Client, asking: Asking, changes: dict[str, str | None]
) -> None:
    back = log_in(stranger, next=asking.url(**changes))
    assert back["Location"] == asking.url(**changes)
    assert stranger.get(back["Location"]).status_code == 400
    assert not AuthorizationCode.objects.exists()


def test_the_code_is_kept_as_its_hash_with_all_that_must_match_later(john: Client, asking: Asking) -> None:
    code = told(john.get(asking.url()))["code"]
    kept = AuthorizationCode.objects.get()
    assert kept.pk == secrets.fingerprint(code)
    assert (kept.client_id, kept.redirect_uri, kept.nonce) == (asking.client_id, asking.redirect_uri, asking.nonce)
    assert SiteSession.objects.get().client_id == asking.client_id


def test_signing_in_to_the_same_site_again_is_noted_once(john: Client, asking: Asking) -> None:
    john.get(asking.url())
    john.get(asking.url(nonce="another"))
    assert SiteSession.objects.count() == 1


@pytest.mark.parametrize(
    "redirect_uri",
    [
        "http://ecf.flsd.localhost:8000/signon/callback/",
        "http://ecf.flsd.localhost:8000/signon/callback?x=1",
        "http://ecf.flsd.localhost:8000/signon/Callback",
        "http://ECF.flsd.localhost:8000/signon/callback",
        "http://ecf.flsd.localhost:8000/signon/callback#x",
        "http://ecf.flsd.localhost/signon/callback",
        "https://ecf.flsd.localhost:8000/signon/callback",
        "http://evil.example/signon/callback",
        "http://ecf.flsd.localhost:8000@evil.example/signon/callback",
        "//evil.example",
        "javascript:alert(1)",
        'http://evil.example/"',
        "http://evil.example/é",
        "http://evil.example/\x00",
        "",
        None,
    ],
)
def test_an_address_that_is_not_registered_letter_by_letter_is_never_gone_to(
    john: Client, asking: Asking, redirect_uri: str | None
) -> None:
    answer = john.get(asking.url(redirect_uri=redirect_uri))
    assert answer.status_code == 400
    assert "Location" not in answer
    assert not AuthorizationCode.objects.exists()


@pytest.mark.parametrize("client_id", ["court-nysd", "", "\x00", "é", '"', None])
def test_an_unknown_site_gets_an_error_page(john: Client, asking: Asking, client_id: str | None) -> None:
    answer = john.get(asking.url(client_id=client_id))
    assert answer.status_code in (400, 401)
    assert "Location" not in answer


def test_the_address_of_another_site_is_refused(house: House, john: Client, asking: Asking) -> None:
    assert house.ca11
    answer = john.get(asking.url(client_id="court-ca11"))
    assert answer.status_code == 400
    assert "Location" not in answer


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": "id_token"}, "unsupported_response_type"),
        ({"response_type": "code id_token"}, "unsupported_response_type"),
        ({"response_type": None}, "unsupported_response_type"),
        ({"code_challenge": None}, "invalid_request"),
        ({"code_challenge": None, "code_challenge_method": None}, "invalid_request"),
        ({"code_challenge_method": None}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge": "short"}, "invalid_request"),
        ({"nonce": None}, "invalid_request"),
        ({"nonce": ""}, "invalid_request"),
        ({"scope": "openid everything"}, "invalid_scope"),
        ({"prompt": "none login"}, "invalid_request"),
    ],
)
def test_a_wrong_request_goes_back_to_the_site_as_an_error(
    john: Client, asking: Asking, changes: dict[str, str | None], error: str
) -> None:
    answer = told(john.get(asking.url(**changes)))
    assert answer["error"] == error
    assert answer["state"] == asking.state
    assert answer["iss"] == ISSUER
    assert "code" not in answer
    assert not AuthorizationCode.objects.exists()


def test_whoever_presses_login_twice_gets_two_codes(john: Client, asking: Asking) -> None:
    first, second = told(john.get(asking.url())), told(john.get(asking.url()))
    assert first["code"] != second["code"]


@pytest.mark.parametrize("response_type", ['co"de', "códe", "code\\"])
def test_strange_characters_are_not_told_back(john: Client, asking: Asking, response_type: str) -> None:
    answer = told(john.get(asking.url(response_type=response_type)))
    assert answer["error"] == "unsupported_response_type"
    assert response_type not in str(answer)


@pytest.mark.parametrize("name", ["nonce", "state", "scope", "code_challenge", "prompt"])
def test_a_nul_character_anywhere_is_refused(john: Client, asking: Asking, name: str) -> None:
    assert john.get(asking.url(**{name: "a\0b"})).status_code == 400


def test_a_parameter_that_comes_twice_is_not_trusted(john: Client, asking: Asking) -> None:
    answer = john.get(asking.url() + "&redirect_uri=http%3A%2F%2Fevil.example%2F")
    assert answer.status_code == 400
    assert "Location" not in answer
    assert john.get(asking.url() + "&prompt=login").status_code == 302
    assert john.get(asking.url(prompt="login") + "&prompt=none").status_code == 400


def test_nobody_signed_in_is_told_to_a_site_that_wants_no_questions(stranger: Client, asking: Asking) -> None:
    answer = told(stranger.get(asking.url(prompt="none")))
    assert answer["error"] == "login_required"
    assert answer["iss"] == ISSUER
    assert answer["state"] == asking.state


def test_somebody_signed_in_needs_no_question(john: Client, asking: Asking) -> None:
    assert "code" in told(john.get(asking.url(prompt="none")))


def test_a_site_can_ask_for_the_password_again(john: Client, asking: Asking) -> None:
    Session.objects.update(started_at=Now() - timedelta(minutes=1))
    to_login = john.get(asking.url(prompt="login"))
    assert urlsplit(to_login["Location"]).path == LOGIN_PAGE
    before = Session.objects.get(ended_at__isnull=True)
    (wanted,) = parse_qs(urlsplit(to_login["Location"]).query)["next"]
    assert "code" in told(log_in(john, next=wanted))
    after = Session.objects.get(ended_at__isnull=True)
    assert after.pk != before.pk


def test_the_answer_is_never_kept_by_a_cache(john: Client, asking: Asking) -> None:
    assert "no-store" in john.get(asking.url())["Cache-Control"]


def test_a_request_without_scopes_is_answered_without_a_fault(john: Client, asking: Asking) -> None:
    code = told(john.get(asking.url(scope=None, nonce=None)))["code"]
    answer = asking.exchange(code)
    assert answer.status_code == 200
    assert "id_token" not in answer.json()


def test_discovery_tells_the_truth(john: Client, asking: Asking) -> None:
    document = machine().get("/.well-known/openid-configuration").json()
    assert document["issuer"] == ISSUER
    assert document["response_types_supported"] == ["code"]
    assert document["code_challenge_methods_supported"] == ["S256"]
    assert document["authorization_response_iss_parameter_supported"] is True
    assert document["backchannel_logout_supported"] is True
    assert document["grant_types_supported"] == ["authorization_code", "refresh_token"]
    for name in ("authorization_endpoint", "jwks_uri", "end_session_endpoint"):
        path = document[name].removeprefix(ISSUER)
        assert machine().get(path).status_code != 404
    for name in ("token_endpoint", "introspection_endpoint", "revocation_endpoint", "userinfo_endpoint"):
        path = document[name].removeprefix(ISSUER)
        assert machine().post(path).status_code in (400, 401)
    assert {"sub", "sid", "name", "email", "account_type"} <= set(document["claims_supported"])


def test_a_login_request_is_not_sent_by_a_form(asking: Asking) -> None:
    assert machine().post(asking.url()).status_code == 405
