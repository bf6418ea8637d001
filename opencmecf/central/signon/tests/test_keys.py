"""The keys that tokens are signed with, and their rotation in the middle of things."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db.models.functions import Now
from django.test import Client
from joserfc import jwt

from opencmecf.central.signon import keys
from opencmecf.central.signon.models import Client as Site
from opencmecf.central.signon.models import Session, SigningKey
from opencmecf.central.signon.tests.flow import ISSUER, OPERATOR, Asking, code_for, machine, part
from opencmecf.foundation.audit.queries import events_of
from opencmecf.testing.people import House

pytestmark = pytest.mark.django_db


def published() -> set[str]:
    return {key["kid"] for key in machine().get("/signon/jwks").json()["keys"]}


def test_there_is_one_key_to_sign_with_for_each_algorithm(house: House) -> None:
    keys.rotate(by=OPERATOR)
    signing = SigningKey.objects.filter(retired_at__isnull=True)
    assert sorted(signing.values_list("algorithm", flat=True)) == ["ES256", "RS256"]


def test_a_retired_key_stays_published_for_a_day(house: House) -> None:
    before = published()
    keys.rotate(by=OPERATOR)
    assert len(published()) == 4
    assert before < published()
    SigningKey.objects.filter(retired_at__isnull=False).update(retired_at=Now() - timedelta(hours=25))
    assert not before & published()


def test_rotation_is_on_the_record_and_private_keys_are_sealed(house: House) -> None:
    made = keys.rotate(by=OPERATOR)
    assert events_of("signon-keys")[0]["data"] == {"keys": made}
    for row in SigningKey.objects.all():
        assert "PRIVATE KEY" not in row.sealed_pem


def test_without_keys_signing_says_what_to_do(db: None) -> None:
    SigningKey.objects.all().delete()
    with pytest.raises(RuntimeError, match="cmecf keys rotate"):
        keys.signing_key("ES256")


def test_rotation_between_the_code_and_the_token_fails_no_sign_in(john: Client, asking: Asking) -> None:
    code = code_for(john, asking)
    (new, _) = keys.rotate(by=OPERATOR)
    token = asking.exchange(code).json()["id_token"]
    assert part(token, 0)["kid"] == new


def test_a_site_that_remembers_the_old_keys_accepts_a_token_of_the_new_one(house: House) -> None:
    john = house.signed_in("john", house.flsd)
    keys.rotate(by=OPERATOR)
    page = john.at(house.ca11).get("/cgi-bin/login.pl")
    assert page.status_code == 200
    assert b"Welcome, John Attorney" in page.content


def test_a_logout_token_of_the_new_key_ends_the_session_at_a_site_that_remembers_the_old_ones(house: House) -> None:
    john = house.signed_in("john", house.flsd)
    keys.rotate(by=OPERATOR)
    assert b"John Attorney" in john.get("/").content
    token = keys.logout_token(client=Site.objects.get(pk="court-flsd"), session=Session.objects.get())
    assert machine().post("/signon/backchannel-logout", {"logout_token": token}, HTTP_HOST=john.home).status_code == 200
    assert b"John Attorney" not in john.get("/").content


def test_an_id_token_of_ours_is_read_whatever_its_age_and_key(john: Client, asking: Asking) -> None:
    token = asking.exchange(code_for(john, asking)).json()["id_token"]
    keys.rotate(by=OPERATOR)
    claims = keys.read_own_token(token)
    assert claims is not None
    assert claims["nonce"] == asking.nonce


@pytest.mark.parametrize("token", ["", "a", "a.b", "a.b.c", "..", "é.é.é", "e30.e30.e30", "W10.W10.W10", "bnVsbA.e30."])
def test_any_other_string_is_no_token_of_ours(house: House, token: str) -> None:
    assert keys.read_own_token(token) is None


@pytest.mark.parametrize(("iss", "is_ours"), [(ISSUER, True), ("http://login.elsewhere.example", False), (None, False)])
def test_a_token_that_names_another_issuer_is_not_ours_whatever_its_key(
    house: House, iss: str | None, is_ours: bool
) -> None:
    key = keys.signing_key("ES256")
    header = {"alg": "ES256", "kid": key.kid, "typ": "JWT"}
    token = jwt.encode(header, {"iss": iss, "sid": "x", "aud": ["court-flsd"]}, key, ["ES256"])
    assert (keys.read_own_token(token) is not None) is is_ours
