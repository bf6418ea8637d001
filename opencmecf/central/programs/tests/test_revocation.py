"""Programs give tokens back, and ask how their own stand."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from opencmecf.central.programs.tests.makers import Calling, allowed, approved, known
from opencmecf.central.signon import refresh
from opencmecf.central.signon.models import AuthorizationCode
from opencmecf.central.signon.models import Client as Site
from opencmecf.central.signon.tests.flow import basic, machine, part
from opencmecf.foundation import secrets
from opencmecf.foundation.mail.models import Message
from opencmecf.testing.people import House

pytestmark = pytest.mark.django_db


def active(program: Calling, token: str) -> dict[str, Any]:
    answer = program.post("/signon/introspect", token=token)
    assert answer.status_code == 200
    told: dict[str, Any] = answer.json()
    return told


def test_a_revoked_refresh_token_takes_its_family_along(john: Client, calendar: Calling) -> None:
    first = calendar.signed_in(john)
    second = calendar.refresh(first["refresh_token"]).json()
    assert calendar.post("/signon/revoke", token=second["refresh_token"]).status_code == 200
    assert known(first["access_token"]) is None
    assert known(second["access_token"]) is None
    assert calendar.refresh(second["refresh_token"]).json()["error"] == "invalid_grant"
    assert not Message.objects.filter(subject__startswith="A program was shut out").exists()


@pytest.mark.parametrize("which", ["first", "renewed"])
def test_a_revoked_access_token_opens_nothing(john: Client, calendar: Calling, which: str) -> None:
    got = calendar.signed_in(john)
    if which == "renewed":
        got = calendar.refresh(got["refresh_token"]).json()
    assert known(got["access_token"])
    assert calendar.post("/signon/revoke", token=got["access_token"], token_type_hint="x").status_code == 200
    assert known(got["access_token"]) is None
    assert calendar.refresh(got["refresh_token"]).status_code == 200


def test_revoking_what_is_not_known_is_no_error(calendar: Calling) -> None:
    assert calendar.post("/signon/revoke", token="made-up").status_code == 200
    assert calendar.post("/signon/revoke").json()["error"] == "invalid_request"
    assert machine().post("/signon/revoke", {"token": "x"}).status_code == 401


def test_a_program_ends_no_token_of_another(house: House, john: Client) -> None:
    one, other = approved(house), approved(house, name="Another")
    got = one.signed_in(john)
    for token in (got["access_token"], got["refresh_token"]):
        assert other.post("/signon/revoke", token=token).json()["error"] == "invalid_grant"
        assert active(other, token) == {"active": False}
    assert known(got["access_token"])
    assert one.refresh(got["refresh_token"]).status_code == 200


def test_a_program_learns_how_its_own_tokens_stand(john: Client, calendar: Calling) -> None:
    got = calendar.signed_in(john)
    sub = part(got["id_token"], 1)["sub"]
    access = active(calendar, got["access_token"])
    assert (access["active"], access["token_type"], access["sub"]) == (True, "Bearer", sub)
    assert access["exp"] - access["iat"] == 600
    assert access["client_id"] == calendar.client_id
    refreshing = active(calendar, got["refresh_token"])
    assert refreshing["exp"] - refreshing["iat"] == refresh.IDLE_LIFE.total_seconds()
    next_one = calendar.refresh(got["refresh_token"]).json()
    assert active(calendar, got["refresh_token"]) == {"active": False}
    assert active(calendar, next_one["access_token"])["sub"] == sub
    assert active(calendar, "made-up") == {"active": False}


def test_a_program_learns_nothing_of_the_tokens_of_cso_auth(house: House, calendar: Calling) -> None:
    house.account("charlie")
    asked = {"loginId": "charlie", "password": "correct-horse-battery-staple"}
    token = machine().post("/services/cso-auth", asked, content_type="application/json").json()["nextGenCSO"]
    assert len(token) == 128
    assert active(calendar, token) == {"active": False}


def test_a_program_is_none_of_our_own_servers(house: House, calendar: Calling) -> None:

    headers = basic(calendar.client_id, calendar.secret)
    for path in ("/internal/courts/flsd", f"/internal/courts/flsd/people/{house.account('john').number}"):
        assert machine().get(path, headers=headers).status_code in (401, 405)
        assert machine().put(path, "{}", headers=headers).status_code in (401, 405)


@pytest.mark.parametrize("is_secret_encoded", [True, False])
def test_id_and_secret_may_come_by_basic_with_their_signs_encoded(
    john: Client, calendar: Calling, is_secret_encoded: bool
) -> None:
    calendar.secret = "s3cret" * 7  # in which nothing needs to be encoded
    Site.objects.filter(pk=calendar.client_id).update(secret_fingerprint=secrets.fingerprint(calendar.secret))
    encoded = "".join(f"%{ord(sign):02X}" for sign in calendar.secret) if is_secret_encoded else calendar.secret
    form = {
        "grant_type": "authorization_code",
        "code": allowed(john, calendar)["code"],
        "redirect_uri": calendar.redirect_uri,
        "code_verifier": calendar.verifier,
    }
    answer = machine().post("/signon/token", form, headers=basic(calendar.client_id.replace("-", "%2D"), encoded))
    assert answer.status_code == 200
    assert AuthorizationCode.objects.count() == 1
