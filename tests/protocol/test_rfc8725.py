"""RFC 8725, JSON Web Token Best Current Practices: what it demands of those who make and read tokens."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from joserfc.jwk import ECKey, KeySet, RSAKey
from musts import Musts

from opencmecf.central.programs.tests.makers import Calling
from opencmecf.central.signon import keys
from opencmecf.central.signon.models import Client as Site
from opencmecf.central.signon.models import Session
from opencmecf.central.signon.tests.flow import OPERATOR, machine, part
from opencmecf.foundation import signed_tokens
from opencmecf.foundation.signed_tokens import NotGood
from opencmecf.testing.forged_tokens import Maker, forged
from opencmecf.testing.people import House

pytestmark = pytest.mark.django_db

RFC8725 = Musts(
    {
        "3.1 algorithms": "A reader lets its caller say which algorithms are good, and uses no other.",
        "3.1 one for each key": "Each key is used with one algorithm alone, and that is checked.",
        "3.2 current": "Only current algorithms are allowed; none is not.",
        "3.3 every operation": "When one operation fails, the whole token is refused.",
        "3.4 points": "Inputs of cryptographic operations are checked, such as the points of a curve.",
        "3.5 entropy": "Keys are random and long enough; a text that people remember is none.",
        "3.6 compression": "Nothing is compressed before it is encrypted.",
        "3.7 UTF-8": "Headers and claims are UTF-8.",
        "3.8 issuer": "The keys that check a token belong to its issuer; the subject is one of that issuer.",
        "3.9 audience": "A token names its audience when one issuer serves several, and every other reader refuses it.",
        "3.10 kid": "A kid is nothing but a name to compare.",
        "3.10 addresses": "Addresses of keys in a header (jku, x5u) are not gone to.",
        "3.11 typing": "Tokens of different kinds name their type, and readers check it.",
        "3.12 exclusive": "A token of one kind is refused wherever another kind is read.",
    },
    not_ours={"3.6 compression": "We encrypt no tokens; that a compressed one is refused is tried with 3.3."},
)
KEY = ECKey.generate_key("P-256", {"kid": "k"})
STRANGER = ECKey.generate_key("P-256", {"kid": "k"})
MAKER = Maker(KEY, "ES256", "k", "JWT", {"iss": "https://login.example.gov", "sub": "1"})
FORGED = forged(MAKER, STRANGER)


def read(token: str, *known: Any) -> Any:
    return signed_tokens.read(token, KeySet(list(known) or [KEY]), types=["JWT"])


@RFC8725.tries("3.1 algorithms", "3.2 current")
def test_two_algorithms_are_good_and_no_other() -> None:
    assert signed_tokens.ALGORITHMS == ("ES256", "RS256")
    assert read(MAKER.token()).claims["sub"] == "1"
    for name in FORGED:
        if name.startswith(("no signature", "alg ", "curve", "public key as a secret")):
            with pytest.raises(NotGood):
                read(FORGED[name])


@RFC8725.tries("3.1 one for each key")
def test_a_key_signs_with_its_own_algorithm_alone(house: House) -> None:
    for key in machine().get("/signon/jwks").json()["keys"]:
        assert key["alg"] == {"EC": "ES256", "RSA": "RS256"}[key["kty"]]
        assert key["use"] == "sig"
    with pytest.raises(NotGood):
        read(FORGED["alg of another kind of key"], KEY, RSAKey.generate_key(2048, {"kid": "another"}))


@RFC8725.tries("3.3 every operation", "3.8 issuer")
@pytest.mark.parametrize("name", FORGED)
def test_one_thing_wrong_is_enough(name: str) -> None:
    with pytest.raises(NotGood):
        read(FORGED[name])


@RFC8725.tries("3.4 points")
def test_a_key_whose_point_is_on_no_curve_is_no_key() -> None:
    public = KEY.as_dict(private=False)
    with pytest.raises(ValueError, match=r"."):
        ECKey.import_key({**public, "y": public["x"]}).as_pem(private=False)


@RFC8725.tries("3.5 entropy")
def test_keys_are_as_long_as_they_should_be(house: House) -> None:
    for key in machine().get("/signon/jwks").json()["keys"]:
        long_enough = key.get("crv") == "P-256" or len(key.get("n", "")) >= 2048 // 6
        assert long_enough
    assert keys.rotate(by=OPERATOR) != keys.rotate(by=OPERATOR)


@RFC8725.tries("3.7 UTF-8")
def test_other_encodings_are_refused() -> None:
    found = [name for name in FORGED if "UTF" in name or "byte order" in name]
    assert len(found) == 5
    for name in found:
        with pytest.raises(NotGood):
            read(FORGED[name])


@RFC8725.tries("3.9 audience")
def test_each_token_names_the_one_it_is_for(house: House, john: Client, calendar: Calling) -> None:
    assert part(calendar.signed_in(john)["id_token"], 1)["aud"] == [calendar.client_id]
    assert house.flsd
    logout = keys.logout_token(client=Site.objects.get(pk="court-flsd"), session=Session.objects.get())
    assert part(logout, 1)["aud"] == "court-flsd"


@RFC8725.tries("3.10 kid", "3.10 addresses")
def test_what_a_header_names_is_compared_and_never_gone_to(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere(*_: object, **__: object) -> None:
        raise AssertionError("somebody went somewhere")

    for place in ("socket.socket.connect", "socket.getaddrinfo", "pathlib.Path.open"):
        monkeypatch.setattr(place, nowhere)
    names = [name for name in FORGED if name.startswith(("kid", "address of"))]
    assert len(names) >= 7
    for name in names:
        with pytest.raises(NotGood):
            read(FORGED[name])


@RFC8725.tries("3.11 typing", "3.12 exclusive")
def test_a_token_of_one_kind_is_none_of_another(house: House, john: Client, calendar: Calling) -> None:
    assert house.flsd
    id_token = calendar.signed_in(john)["id_token"]
    logout = keys.logout_token(client=Site.objects.get(pk="court-flsd"), session=Session.objects.get())
    types = {part(token, 0)["typ"] for token in (id_token, logout)}
    assert types == {"JWT", "logout+jwt"}
    assert keys.read_own_token(id_token) is not None
    assert keys.read_own_token(logout) is None
    own = KeySet([keys.signing_key("ES256")])
    with pytest.raises(NotGood):
        signed_tokens.read(id_token, own, types=["logout+jwt"])
    with pytest.raises(NotGood):
        signed_tokens.read(logout, own, types=["JWT", None])


def test_every_demand_is_tried() -> None:
    assert RFC8725.untried() == []
