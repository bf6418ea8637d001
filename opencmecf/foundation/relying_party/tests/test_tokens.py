"""What a site accepts as a token of Central Sign-On, against keys of our own and keys of an attacker."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import httpx
import pytest
from django.core import signing
from joserfc import jwt
from joserfc.jwk import ECKey, Key, RSAKey

from opencmecf.foundation.relying_party import RelyingParty, SignOnFailed
from opencmecf.foundation.relying_party import client as relying_party
from opencmecf.foundation.relying_party.client import BACKCHANNEL_LOGOUT_EVENT, SALT

ISSUER = "https://login.example.gov"
OURS = ECKey.generate_key("P-256", {"kid": "ours"})
NEXT = ECKey.generate_key("P-256", {"kid": "next"})
THEIRS = ECKey.generate_key("P-256", {"kid": "ours"})
RSA = RSAKey.generate_key(2048, {"kid": "rsa"})


class Provider:
    """Central Sign-On as it looks over HTTP: keys, and a token for every code."""

    def __init__(self) -> None:
        self.keys: list[Key] = [OURS, RSA]
        self.token = ""
        self.asked: list[str] = []
        self.is_up = True

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request.url.path)
        if not self.is_up:
            raise httpx.ConnectError("down")
        if request.url.path == "/signon/jwks":
            public = [{**key.as_dict(private=False), "kid": key.kid} for key in self.keys]
            return httpx.Response(200, json={"keys": public})
        return httpx.Response(200, json={"id_token": self.token})


@pytest.fixture
def provider() -> Iterator[Provider]:
    relying_party._known_keys.clear()
    yield Provider()
    relying_party._known_keys.clear()


@pytest.fixture
def site(provider: Provider) -> RelyingParty:
    http = httpx.Client(transport=httpx.MockTransport(provider))
    return RelyingParty(client_id="court-flsd", client_secret="secret", issuer=ISSUER, http=http)


def claims(**changes: Any) -> dict[str, Any]:
    """The claims of a good logout token, changed; None leaves one out."""
    now = int(time.time())
    good = {
        "iss": ISSUER,
        "aud": "court-flsd",
        "sub": "1234567",
        "sid": "the-session",
        "iat": now,
        "exp": now + 120,
        "jti": "once",
        "events": {BACKCHANNEL_LOGOUT_EVENT: {}},
        **changes,
    }
    return {name: value for name, value in good.items() if value is not None}


def signed(key: Key = OURS, algorithm: str = "ES256", header: dict[str, Any] | None = None, **changes: Any) -> str:
    named = {"alg": algorithm, "kid": key.kid, "typ": "logout+jwt", **(header or {})}
    return jwt.encode(named, claims(**changes), key, [algorithm])


def unsigned(header: dict[str, Any], body: dict[str, Any], signature: str = "") -> str:
    parts = [base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in (header, body)]
    return ".".join([*parts, signature])


def signed_with_public_key(key: ECKey | RSAKey) -> str:
    """HS256 with what everybody knows as the secret."""
    head, body, _ = unsigned({"alg": "HS256", "kid": key.kid}, claims()).split(".")
    mac = hmac.new(key.as_pem(private=False), f"{head}.{body}".encode(), hashlib.sha256).digest()
    return f"{head}.{body}.{base64.urlsafe_b64encode(mac).rstrip(b'=').decode()}"


def test_a_good_logout_token_is_read(site: RelyingParty) -> None:
    assert site.read_logout_token(signed())["sid"] == "the-session"
    assert site.read_logout_token(signed(RSA, "RS256"))["jti"] == "once"
    assert site.read_logout_token(signed(aud=["somebody", "court-flsd"]))["sub"] == "1234567"


AT_COLLECTION = int(time.time())  # the tests may run long after
LONG = 24 * 3600


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"aud": "court-ca11"}, id="for another court"),
        pytest.param({"aud": ["court-ca11"]}, id="for other courts"),
        pytest.param({"aud": None}, id="for nobody"),
        pytest.param({"iss": "https://evil.example"}, id="from another provider"),
        pytest.param({"iss": None}, id="from nobody"),
        pytest.param({"exp": AT_COLLECTION - 120}, id="expired"),
        pytest.param({"exp": None}, id="never ends"),
        pytest.param({"exp": "2099-01-01"}, id="end is no number"),
        pytest.param({"iat": AT_COLLECTION + LONG}, id="from the future"),
        pytest.param({"iat": None}, id="of no time"),
        pytest.param({"nbf": AT_COLLECTION + LONG}, id="not good yet"),
        pytest.param({"nbf": "tomorrow"}, id="beginning is no number"),
        pytest.param({"header": {"typ": "JWT"}}, id="of the type of an ID token"),
        pytest.param({"header": {"typ": "at+jwt"}}, id="of the type of an access token"),
        pytest.param({"events": None}, id="no event"),
        pytest.param({"events": {}}, id="empty event"),
        pytest.param({"events": {"http://schemas.openid.net/event/other": {}}}, id="another event"),
        pytest.param({"events": BACKCHANNEL_LOGOUT_EVENT}, id="event is no object"),
        pytest.param({"events": 1}, id="event is a number"),
        pytest.param({"nonce": "x"}, id="an ID token in disguise"),
        pytest.param({"jti": None}, id="no number"),
        pytest.param({"jti": ""}, id="empty number"),
        pytest.param({"sid": None}, id="no session"),
        pytest.param({"sid": ""}, id="empty session"),
        pytest.param({"sid": 7}, id="session is no text"),
    ],
)
def test_a_logout_token_that_is_wrong_in_one_thing_is_refused(site: RelyingParty, changes: dict[str, Any]) -> None:
    with pytest.raises(SignOnFailed):
        site.read_logout_token(signed(**changes))


def test_a_clock_that_is_half_a_minute_off_turns_nobody_away(site: RelyingParty) -> None:
    now = int(time.time())
    assert site.read_logout_token(signed(exp=now - 30))
    assert site.read_logout_token(signed(iat=now + 30))


@pytest.mark.parametrize(
    "token",
    [
        pytest.param(signed(THEIRS), id="a key of the same name"),
        pytest.param(signed(NEXT), id="a key that is not published"),
        pytest.param(unsigned({"alg": "none"}, claims()), id="none"),
        pytest.param(unsigned({"alg": "None", "kid": "ours"}, claims()), id="None"),
        pytest.param(unsigned({"alg": "ES256", "kid": "ours"}, claims()), id="empty signature"),
        pytest.param(unsigned({"alg": "ES256", "kid": "ours"}, claims(), "AAAA"), id="short signature"),
        pytest.param(
            unsigned(
                {"alg": "ES256", "kid": "ours"}, claims(), base64.urlsafe_b64encode(bytes(64)).decode().rstrip("=")
            ),
            id="signature of zeros",
        ),
        pytest.param(signed_with_public_key(RSA), id="public key as a secret"),
        pytest.param(signed_with_public_key(OURS), id="public key as a secret, elliptic"),
        pytest.param(signed(THEIRS, header={"jwk": THEIRS.as_dict(private=False)}), id="brings its own key along"),
        pytest.param(signed(OURS)[:-2] + "AA", id="changed signature"),
        pytest.param(unsigned([], claims(), "AAAA"), id="header is a list"),  # type: ignore[arg-type]
        pytest.param("", id="nothing"),
        pytest.param("a.b.c", id="letters"),
        pytest.param("..", id="dots"),
        pytest.param("é.é.é", id="not even ASCII"),
        pytest.param("a." * 5, id="five parts"),
        pytest.param("x" * 100_000, id="long"),
    ],
)
def test_a_forged_token_is_refused(site: RelyingParty, token: str) -> None:
    with pytest.raises(SignOnFailed, match="signature"):
        site.read_logout_token(token)


def test_a_body_moved_under_another_signature_is_refused(site: RelyingParty) -> None:
    header, _, signature = signed().split(".")
    body = unsigned({}, claims(sid="another")).split(".")[1]
    with pytest.raises(SignOnFailed, match="signature"):
        site.read_logout_token(f"{header}.{body}.{signature}")


def test_a_new_key_is_fetched_when_it_is_first_met(site: RelyingParty, provider: Provider) -> None:
    site.read_logout_token(signed())
    site.read_logout_token(signed())
    assert provider.asked == ["/signon/jwks"]
    provider.keys.append(NEXT)
    assert site.read_logout_token(signed(NEXT))
    assert provider.asked == ["/signon/jwks"] * 2
    provider.keys.remove(OURS)
    assert site.read_logout_token(signed(NEXT))
    assert provider.asked == ["/signon/jwks"] * 2


def test_forged_tokens_do_not_have_the_keys_fetched_each_time(
    site: RelyingParty, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    for token in (signed(), signed(THEIRS), "a.b.c", unsigned({"alg": "ES256"}, claims()), signed(THEIRS)):
        with suppress(SignOnFailed):
            site.read_logout_token(token)
    assert provider.asked == ["/signon/jwks"]
    monkeypatch.setattr(relying_party, "KEYS_FETCHED_AGAIN_AFTER_SECONDS", 0)
    with pytest.raises(SignOnFailed):
        site.read_logout_token(signed(THEIRS))
    assert provider.asked == ["/signon/jwks"] * 2


def begun(site: RelyingParty) -> tuple[str, dict[str, str]]:
    """The cookie and what it holds, of a sign-in under way."""
    _, cookie = site.begin(sign_on_url=ISSUER, callback_url="https://ecf/cb", return_to="/civil")
    return cookie, signing.loads(cookie, salt=SALT)


def id_token(nonce: str, **changes: Any) -> str:
    return signed(**{"header": {"typ": "JWT"}, "nonce": nonce, "events": None, "jti": None, **changes})


def test_a_sign_in_ends_where_it_was_meant_to(site: RelyingParty, provider: Provider) -> None:
    cookie, under_way = begun(site)
    provider.token = id_token(under_way["nonce"])
    found, token, path = site.finish(cookie=cookie, query={"code": "c", "state": under_way["state"], "iss": ISSUER})
    assert (found["sub"], token, path) == ("1234567", provider.token, "/civil")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"state": "another"}, "state"),
        ({"state": ""}, "state"),
        ({"state": "é"}, "state"),
        ({"iss": "https://evil.example"}, "issuer"),
        ({"iss": None}, "issuer"),
        ({"error": "access_denied"}, "access_denied"),
        ({"error": "login_required", "error_description": "x"}, "login_required"),
    ],
)
def test_an_answer_that_does_not_belong_here_is_not_used(
    site: RelyingParty, provider: Provider, changes: dict[str, str | None], code: str
) -> None:
    cookie, under_way = begun(site)
    provider.token = id_token(under_way["nonce"])
    query: dict[str, str | None] = {"code": "c", "state": under_way["state"], "iss": ISSUER, **changes}
    with pytest.raises(SignOnFailed) as caught:
        site.finish(cookie=cookie, query={name: value for name, value in query.items() if value is not None})
    assert caught.value.code == code
    assert provider.asked == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"nonce": "another"}, "nonce"),
        ({"nonce": None}, "nonce"),
        ({"aud": "court-ca11"}, "audience"),
        ({"exp": AT_COLLECTION - 600}, "expired"),
    ],
)
def test_an_id_token_of_another_sign_in_is_not_used(
    site: RelyingParty, provider: Provider, changes: dict[str, Any], code: str
) -> None:
    cookie, under_way = begun(site)
    provider.token = id_token(**{"nonce": under_way["nonce"], **changes})
    with pytest.raises(SignOnFailed) as caught:
        site.finish(cookie=cookie, query={"code": "c", "state": under_way["state"], "iss": ISSUER})
    assert caught.value.code == code


@pytest.mark.parametrize("kind", ["logout+jwt", "secevent+jwt", "at+jwt"])
def test_a_token_of_another_kind_is_no_id_token(site: RelyingParty, provider: Provider, kind: str) -> None:
    cookie, under_way = begun(site)
    provider.token = id_token(under_way["nonce"], header={"typ": kind})
    with pytest.raises(SignOnFailed, match="another kind"):
        site.finish(cookie=cookie, query={"code": "c", "state": under_way["state"], "iss": ISSUER})


def test_an_answer_without_a_token_is_not_used(site: RelyingParty) -> None:
    cookie, under_way = begun(site)
    with pytest.raises(SignOnFailed, match="signature"):
        site.finish(cookie=cookie, query={"code": "c", "state": under_way["state"], "iss": ISSUER})


@pytest.mark.parametrize("spoil", [lambda cookie: "", lambda cookie: cookie[:-1] + "?", lambda cookie: cookie[3:]])
def test_without_its_cookie_a_sign_in_ends(site: RelyingParty, spoil: Any) -> None:
    cookie, under_way = begun(site)
    with pytest.raises(SignOnFailed) as caught:
        site.finish(cookie=spoil(cookie), query={"code": "c", "state": under_way["state"], "iss": ISSUER})
    assert caught.value.code == "cookie"


def test_a_provider_that_is_down_is_told_apart(site: RelyingParty, provider: Provider) -> None:
    cookie, under_way = begun(site)
    provider.is_up = False
    with pytest.raises(SignOnFailed) as caught:
        site.finish(cookie=cookie, query={"code": "c", "state": under_way["state"], "iss": ISSUER})
    assert caught.value.code == "unreachable"
    with pytest.raises(SignOnFailed) as caught:
        site.read_logout_token(signed())
    assert caught.value.code == "unreachable"


def test_each_sign_in_has_secrets_of_its_own_and_shows_only_the_challenge(site: RelyingParty) -> None:
    (first, _), (second, _) = (
        site.begin(sign_on_url=ISSUER, callback_url="https://ecf/cb", return_to="/") for _ in range(2)
    )
    a, b = (dict(httpx.URL(url).params) for url in (first, second))
    for name in ("state", "nonce", "code_challenge"):
        assert a[name] != b[name]
    assert a["code_challenge_method"] == "S256"
    assert "verifier" not in first
    assert "secret" not in first


def test_logging_out_brings_the_id_token_along(site: RelyingParty) -> None:
    url = httpx.URL(site.end_session_url(sign_on_url=ISSUER, id_token="a.b.c", return_url="https://ecf/logged-out"))
    assert url.path == "/signon/logout"
    assert dict(url.params) == {
        "client_id": "court-flsd",
        "post_logout_redirect_uri": "https://ecf/logged-out",
        "id_token_hint": "a.b.c",
    }
