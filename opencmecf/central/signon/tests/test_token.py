"""The token endpoint, the ID token and the user-info endpoint."""

from __future__ import annotations

import base64
import hashlib
from datetime import timedelta

import pytest
from django.db.models.functions import Now
from django.test import Client
from joserfc import jwt
from joserfc.jwk import KeySet

from opencmecf.central.accounts.models import Account, AccountStatus
from opencmecf.central.signon.models import AuthorizationCode, Session
from opencmecf.central.signon.models import Client as Site
from opencmecf.central.signon.tests.flow import ISSUER, Asking, basic, code_for, is_login_page, machine, part
from opencmecf.foundation import clock, secrets
from opencmecf.testing.people import House

pytestmark = pytest.mark.django_db


def userinfo(token: str) -> dict[str, object] | None:
    answer = machine().get("/signon/userinfo", headers={"Authorization": f"Bearer {token}"})
    return answer.json() if answer.status_code == 200 else None


def test_a_code_brings_an_id_token_that_says_who_how_and_when(john: Client, asking: Asking) -> None:
    answer = asking.exchange(code_for(john, asking))
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    body = answer.json()
    assert (body["token_type"], body["expires_in"]) == ("Bearer", 600)
    claims, account, session = part(body["id_token"], 1), Account.objects.by_username("john"), Session.objects.get()
    assert account is not None
    assert claims["iss"] == ISSUER
    assert claims["aud"] == ["court-flsd"]
    assert claims["sub"] == account.number
    assert claims["sid"] == str(session.pk)
    assert claims["nonce"] == asking.nonce
    assert claims["amr"] == ["pwd"]
    assert claims["auth_time"] == int(session.started_at.timestamp())
    assert claims["exp"] - claims["iat"] == 600
    assert (claims["name"], claims["email"]) == ("John Attorney", "john@example.com")
    assert (claims["account_type"], claims["shared"]) == ("upgraded", False)
    half = hashlib.sha256(body["access_token"].encode()).digest()[:16]
    assert claims["at_hash"] == base64.urlsafe_b64encode(half).rstrip(b"=").decode()


def test_the_id_token_is_signed_with_the_published_key(john: Client, asking: Asking) -> None:
    token = asking.exchange(code_for(john, asking)).json()["id_token"]
    header = part(token, 0)
    assert header["alg"] == "ES256"
    published = machine().get("/signon/jwks").json()
    assert header["kid"] in {key["kid"] for key in published["keys"]}
    assert jwt.decode(token, KeySet.import_key_set(published), algorithms=["ES256"]).claims["nonce"] == asking.nonce


def test_no_private_key_is_published(john: Client, asking: Asking) -> None:
    for key in machine().get("/signon/jwks").json()["keys"]:
        assert not {"d", "p", "q", "dp", "dq", "qi", "k"} & set(key)
        assert (key["use"], key["alg"]) in {("sig", "ES256"), ("sig", "RS256")}


def test_a_client_that_wants_rs256_gets_it(john: Client, asking: Asking) -> None:
    Site.objects.filter(pk=asking.client_id).update(id_token_signed_response_alg="RS256")
    token = asking.exchange(code_for(john, asking)).json()["id_token"]
    assert part(token, 0)["alg"] == "RS256"
    keys = KeySet.import_key_set(machine().get("/signon/jwks").json())
    assert jwt.decode(token, keys, algorithms=["RS256"]).claims["sub"]


def test_only_the_scopes_that_were_asked_for_open_claims(john: Client, asking: Asking) -> None:
    body = asking.exchange(code_for(john, asking, scope="openid")).json()
    assert not {"name", "email", "account_type", "client_code"} & set(part(body["id_token"], 1))
    assert userinfo(body["access_token"]) == {"sub": part(body["id_token"], 1)["sub"]}


def test_a_code_is_good_once_and_its_second_use_ends_what_it_brought(john: Client, asking: Asking) -> None:
    code = code_for(john, asking)
    first = asking.exchange(code).json()
    assert userinfo(first["access_token"]) is not None
    again = asking.exchange(code)
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")
    assert userinfo(first["access_token"]) is None


@pytest.mark.parametrize(("seconds", "status"), [(55, 200), (61, 400)])
def test_a_code_is_good_for_a_minute(john: Client, asking: Asking, seconds: int, status: int) -> None:
    code = code_for(john, asking)
    AuthorizationCode.objects.update(created_at=clock.now() - timedelta(seconds=seconds))
    assert asking.exchange(code).status_code == status


def test_a_code_of_another_site_is_refused_and_stays_good_for_its_own(
    house: House, john: Client, asking: Asking
) -> None:
    assert house.ca11
    code = code_for(john, asking)
    thief = Asking(client_id="court-ca11", secret="secret of ca11")
    answer = thief.exchange(code)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")
    assert asking.exchange(code).status_code == 200


def test_a_code_is_no_good_once_the_person_has_logged_out(john: Client, asking: Asking) -> None:
    code = code_for(john, asking)
    Session.objects.update(ended_at=Now())
    assert asking.exchange(code).json()["error"] == "invalid_grant"


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"code_verifier": "w" * 64}, "invalid_grant"),
        ({"code_verifier": None}, "invalid_request"),
        ({"code_verifier": "short"}, "invalid_request"),
        ({"redirect_uri": "http://ecf.flsd.localhost:8000/"}, "invalid_grant"),
        ({"redirect_uri": None}, "invalid_grant"),
        ({"code": "made-up"}, "invalid_grant"),
        ({"code": None}, "invalid_request"),
        ({"grant_type": "password", "username": "john", "password": "x"}, "unsupported_grant_type"),
        ({"grant_type": "refresh_token", "refresh_token": "x"}, "unauthorized_client"),
        ({"grant_type": "client_credentials"}, "unsupported_grant_type"),
        ({"grant_type": None}, "unsupported_grant_type"),
    ],
)
def test_a_wrong_token_request_brings_nothing(
    john: Client, asking: Asking, changes: dict[str, str | None], error: str
) -> None:
    answer = asking.exchange(**{"code": code_for(john, asking), **changes})  # type: ignore[arg-type]
    assert (answer.status_code, answer.json()["error"]) == (400, error)
    assert not AuthorizationCode.objects.exclude(token_fingerprint="").exists()


def test_a_parameter_that_comes_twice_brings_nothing(john: Client, asking: Asking) -> None:
    answer = asking.exchange(code_for(john, asking), code_verifier=[asking.verifier, "w" * 64])  # type: ignore[arg-type]
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


def test_a_wrong_verifier_uses_the_code_up(john: Client, asking: Asking) -> None:
    code = code_for(john, asking)
    assert asking.exchange(code, code_verifier="w" * 64).status_code == 400
    assert asking.exchange(code).json()["error"] == "invalid_grant"


@pytest.mark.parametrize(
    ("client_id", "secret"),
    [("court-flsd", "guessed"), ("court-flsd", ""), ("court-nysd", "secret of flsd"), ("a\x00b", "x"), ("é", "é")],
)
def test_a_site_that_cannot_prove_itself_gets_nothing(
    john: Client, asking: Asking, client_id: str, secret: str
) -> None:
    code = code_for(john, asking)
    answer = Asking(client_id=client_id, secret=secret).exchange(code)
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
    assert asking.exchange(code).status_code == 200


@pytest.mark.parametrize("proof", ["Basic \xe9", "Basic YTpi\xff", "Basic /w==", "Basic", "Basic a"])
def test_a_proof_that_cannot_be_read_is_none(john: Client, proof: str) -> None:
    for address in ("token", "introspect", "revoke"):
        answer = john.post(f"/signon/{address}", {"grant_type": "x", "token": "x"}, headers={"Authorization": proof})
        assert answer.status_code in (400, 401)
    assert john.put("/internal/courts/flsd", headers={"Authorization": proof}).status_code == 401


def test_a_stopped_site_gets_nothing_for_its_code(john: Client, asking: Asking) -> None:
    code = code_for(john, asking)
    Site.objects.filter(pk=asking.client_id).update(stopped_at=Now())
    assert asking.exchange(code).json()["error"] == "invalid_client"


def test_an_address_with_a_nul_is_not_the_one_that_the_code_is_for(john: Client, asking: Asking) -> None:
    answer = asking.exchange(code_for(john, asking), redirect_uri=f"{asking.redirect_uri}\0")
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")


def test_a_site_may_prove_itself_in_the_form(john: Client, asking: Asking) -> None:
    form = {
        "grant_type": "authorization_code",
        "code": code_for(john, asking),
        "redirect_uri": asking.redirect_uri,
        "code_verifier": asking.verifier,
        "client_id": asking.client_id,
    }
    assert machine().post("/signon/token", {**form, "client_secret": "guessed"}).json()["error"] == "invalid_client"
    assert machine().post("/signon/token", form).json()["error"] == "invalid_client"
    assert machine().post("/signon/token", {**form, "client_secret": asking.secret}).status_code == 200


def test_a_code_in_the_address_is_not_taken(john: Client, asking: Asking) -> None:
    code = code_for(john, asking)
    answer = machine().post(
        f"/signon/token?grant_type=authorization_code&code={code}", headers=basic(asking.client_id, asking.secret)
    )
    assert answer.status_code == 400
    assert machine().get("/signon/token").status_code == 405


def test_an_access_token_tells_about_its_person_until_it_ends(john: Client, asking: Asking) -> None:
    token = asking.exchange(code_for(john, asking)).json()["access_token"]
    told = userinfo(token)
    assert told is not None
    assert told["name"] == "John Attorney"
    assert told["account_class"] == "attorney_filer"
    AuthorizationCode.objects.update(used_at=Now() - timedelta(seconds=601))
    assert userinfo(token) is None


def test_an_access_token_ends_with_the_session(john: Client, asking: Asking) -> None:
    token = asking.exchange(code_for(john, asking)).json()["access_token"]
    Session.objects.update(ended_at=Now())
    assert userinfo(token) is None


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer made-up", "Basic made-up", "made-up"])
def test_without_an_access_token_nothing_is_told(asking: Asking, header: str) -> None:
    answer = machine().get("/signon/userinfo", headers={"Authorization": header})
    assert answer.status_code == 401
    assert "invalid_token" in answer["WWW-Authenticate"]


def test_tokens_and_codes_are_kept_as_hashes_alone(john: Client, asking: Asking) -> None:
    code = code_for(john, asking)
    token = asking.exchange(code).json()["access_token"]
    assert len(token) >= 43
    assert AuthorizationCode.objects.get().token_fingerprint == secrets.fingerprint(token)
    assert not AuthorizationCode.objects.filter(pk=code).exists()


def test_an_account_that_was_made_inactive_is_nobody_at_once(john: Client, asking: Asking) -> None:
    Account.objects.update(status=AccountStatus.INACTIVE)
    assert is_login_page(john.get(asking.url()))
