"""Forged tokens, against every place that reads signed ones: our relying party, twice, and the provider."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from django.core import signing
from joserfc.jwk import ECKey, RSAKey

from opencmecf.central.signon import keys
from opencmecf.foundation.relying_party import RelyingParty, SignOnFailed
from opencmecf.foundation.relying_party import client as relying_party
from opencmecf.foundation.relying_party.client import BACKCHANNEL_LOGOUT_EVENT, SALT
from opencmecf.testing.forged_tokens import Maker, forged, wrong_claims
from opencmecf.testing.people import House

ISSUER = "https://login.example.gov"
READER = "court-flsd"
KEYS: dict[str, ECKey | RSAKey] = {
    "ES256": ECKey.generate_key("P-256", {"kid": "elliptic"}),
    "RS256": RSAKey.generate_key(2048, {"kid": "rsa"}),
}
STRANGERS: dict[str, ECKey | RSAKey] = {
    "ES256": ECKey.generate_key("P-256", {"kid": "elliptic"}),
    "RS256": RSAKey.generate_key(2048, {"kid": "rsa"}),
}
NOW = int(time.time())
LONG = 30 * 24 * 3600  # the tests may run long after they were collected


def maker(algorithm: str, typ: str, **claims: Any) -> Maker:
    good = {"iss": ISSUER, "aud": READER, "sub": "1234567", "sid": "the-session", "iat": NOW, "exp": NOW + LONG}
    key = KEYS[algorithm]
    return Maker(key, algorithm, str(key.kid), typ, {**good, **claims})


def logout_maker(algorithm: str) -> Maker:
    return maker(algorithm, "logout+jwt", jti="once", events={BACKCHANNEL_LOGOUT_EVENT: {}})


FORGED = [
    pytest.param(algorithm, name, token, id=f"{algorithm}: {name}")
    for algorithm in KEYS
    for name, token in forged(logout_maker(algorithm), STRANGERS[algorithm]).items()
]


@pytest.fixture
def told() -> dict[str, str]:
    """What the provider of these tests answers at its token endpoint."""
    return {}


@pytest.fixture
def site(told: dict[str, str]) -> Iterator[RelyingParty]:
    """A court whose provider publishes our keys."""

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path != "/signon/jwks":
            return httpx.Response(200, json=told)
        return httpx.Response(200, json={"keys": [{**k.as_dict(private=False), "kid": k.kid} for k in KEYS.values()]})

    relying_party._known_keys.clear()
    with httpx.Client(transport=httpx.MockTransport(answer)) as http:
        yield RelyingParty(READER, "secret", ISSUER, http)
    relying_party._known_keys.clear()


def finish(site: RelyingParty, told: dict[str, str], token: str) -> None:
    """Have `token` come as the ID token of a sign-in."""
    _, cookie = site.begin(sign_on_url=ISSUER, callback_url="https://ecf.example/callback", return_to="/")
    under_way = signing.loads(cookie, salt=SALT)
    told["id_token"] = token
    site.finish(cookie=cookie, query={"code": "c", "state": under_way["state"], "iss": ISSUER})


@pytest.mark.parametrize("algorithm", KEYS)
def test_what_the_forgeries_are_made_from_is_good(site: RelyingParty, algorithm: str) -> None:
    assert site.read_logout_token(logout_maker(algorithm).token())["sid"] == "the-session"


@pytest.mark.parametrize(("algorithm", "name", "token"), FORGED)
def test_a_court_refuses_a_forged_logout_token(site: RelyingParty, algorithm: str, name: str, token: str) -> None:
    with pytest.raises(SignOnFailed) as caught:
        site.read_logout_token(token)
    assert caught.value.code == "signature", (algorithm, name)


@pytest.mark.parametrize("algorithm", KEYS)
def test_a_court_refuses_every_forged_id_token(site: RelyingParty, told: dict[str, str], algorithm: str) -> None:
    for token in forged(maker(algorithm, "JWT", nonce="n"), STRANGERS[algorithm]).values():
        with pytest.raises(SignOnFailed) as caught:
            finish(site, told, token)
        assert caught.value.code == "signature"


@pytest.mark.parametrize("name", wrong_claims(NOW, READER))
def test_a_court_refuses_a_token_that_is_not_meant_for_it_or_not_now(
    site: RelyingParty, told: dict[str, str], name: str
) -> None:
    change = wrong_claims(int(time.time()), READER)[name]
    made = logout_maker("ES256")
    with pytest.raises(SignOnFailed):
        site.read_logout_token(made.token(**change(made.claims)))
    id_token = maker("ES256", "JWT", nonce="n")
    with pytest.raises(SignOnFailed) as caught:
        finish(site, told, id_token.token(**change(id_token.claims)))
    assert caught.value.code != "nonce"  # that would be the last thing to be looked at


@pytest.mark.django_db
def test_the_provider_refuses_every_forgery_of_its_own_tokens(house: House) -> None:
    assert house
    accepted = {}
    for algorithm in KEYS:
        key = keys.signing_key(algorithm)
        claims = {"iss": keys.issuer(), "aud": [READER], "sub": "1", "sid": "s", "iat": NOW, "exp": NOW + LONG}
        own = Maker(key, algorithm, str(key.kid), keys.ID_TOKEN_TYPE, claims)  # type: ignore[arg-type]
        assert keys.read_own_token(own.token()) == claims
        for name, token in forged(own, STRANGERS[algorithm]).items():
            if keys.read_own_token(token) is not None:
                accepted[algorithm, name] = token
        for changes in ({"iss": "https://evil.example"}, {"iss": None}, {"aud": None}, {"aud": []}, {"sid": 7}):
            assert keys.read_own_token(own.token(**changes)) is None
    assert accepted == {}
