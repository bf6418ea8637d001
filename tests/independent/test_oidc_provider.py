"""Our relying party against a certified provider of another maker (npm oidc-provider)."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from queue import Queue
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urljoin, urlsplit

import httpx
import pytest
from joserfc.jwk import ECKey, RSAKey
from node import Program

from opencmecf.foundation.relying_party import RelyingParty, SignOnFailed
from opencmecf.foundation.relying_party import client as relying_party
from opencmecf.testing.running import free_port

CALLBACK = "https://ecf.flsd.example/signon/callback"
AFTER_LOGOUT = "https://ecf.flsd.example/logged-out"
SECRET = "only-for-tests-and-long-enough-for-everybody"
CLAIMS = {"name": "Charlie Public", "email": "charlie@example.com", "account_class": "case_search"}
KEYS = {
    "ES256": ECKey.generate_key("P-256", {"kid": "elliptic", "alg": "ES256", "use": "sig"}),
    "RS256": RSAKey.generate_key(2048, {"kid": "rsa", "alg": "RS256", "use": "sig"}),
}


@dataclass
class Side:
    """The provider as it runs, our site, a browser, and the logout tokens that the site was sent."""

    issuer: str
    site: RelyingParty
    browser: httpx.Client
    notices: Queue[str]

    def goes_to(self, url: str) -> str:
        """Where the browser arrives outside the provider; whatever it is asked there it answers with yes."""
        answer = self.browser.get(url)
        for _ in range(12):
            if answer.status_code in (301, 302, 303):
                target = urljoin(str(answer.url), answer.headers["Location"])
                if not target.startswith(self.issuer):
                    return target
                answer = self.browser.get(target)
            else:
                assert 'name="logout"' in answer.text, answer.text
                xsrf = answer.text.split('name="xsrf" value="', 1)[1].split('"', 1)[0]
                answer = self.browser.post(f"{self.issuer}/signon/logout/confirm", data={"xsrf": xsrf, "logout": "yes"})
        raise AssertionError(f"the browser stays at {answer.url}")


@pytest.fixture(params=["ES256", "RS256"])
def side(request: pytest.FixtureRequest, settings: Any) -> Iterator[Side]:
    """A provider of its own for each algorithm."""
    settings.SECRET_KEY = "only for tests"
    notices: Queue[str] = Queue()
    with _listening(notices) as told_at, httpx.Client() as http, httpx.Client() as browser:
        port = free_port()
        program = Program(
            "provider.mjs",
            port=port,
            clientId="court-flsd",
            secret=SECRET,
            redirectUri=CALLBACK,
            afterLogout=AFTER_LOGOUT,
            logoutNotices=f"http://127.0.0.1:{told_at}/",
            algorithm=request.param,
            jwks={"keys": [key.as_dict(private=True) for key in KEYS.values()]},
            claims=CLAIMS,
        )
        try:
            assert program.line() == "ready"
            issuer = f"http://127.0.0.1:{port}"
            site = RelyingParty("court-flsd", SECRET, issuer, http)
            yield Side(issuer, site, browser, notices)
        finally:
            program.stop()
            relying_party._known_keys.clear()


def signed_on(side: Side) -> tuple[dict[str, Any], str, str]:
    url, cookie = side.site.begin(
        sign_on_url=side.issuer, callback_url=CALLBACK, return_to="/civil", scope="openid profile email court"
    )
    return side.site.finish(cookie=cookie, query=dict(parse_qsl(urlsplit(side.goes_to(url)).query)))


def test_somebody_signs_on(side: Side) -> None:
    claims, _, path = signed_on(side)
    assert path == "/civil"
    assert {name: claims[name] for name in CLAIMS} == CLAIMS
    assert (claims["sub"], claims["iss"], claims["aud"]) == ("7000001", side.issuer, "court-flsd")
    assert claims["sid"]


def test_an_answer_is_good_for_the_browser_that_asked_and_once(side: Side) -> None:
    url, cookie = side.site.begin(sign_on_url=side.issuer, callback_url=CALLBACK, return_to="/")
    query = dict(parse_qsl(urlsplit(side.goes_to(url)).query))
    _, of_another = side.site.begin(sign_on_url=side.issuer, callback_url=CALLBACK, return_to="/")
    with pytest.raises(SignOnFailed, match="state"):
        side.site.finish(cookie=of_another, query=query)
    assert side.site.finish(cookie=cookie, query=query)
    with pytest.raises(SignOnFailed, match="refused"):
        side.site.finish(cookie=cookie, query=query)


def test_what_the_provider_refuses_is_told_by_its_name(side: Side) -> None:
    url, cookie = side.site.begin(sign_on_url=side.issuer, callback_url=CALLBACK, return_to="/", prompt="none")
    query = dict(parse_qsl(urlsplit(side.goes_to(url)).query))
    with pytest.raises(SignOnFailed) as caught:
        side.site.finish(cookie=cookie, query=query)
    assert caught.value.code == "login_required"


def test_logging_out_comes_back_and_is_told_behind_the_scenes(side: Side) -> None:
    claims, id_token, _ = signed_on(side)
    url = side.site.end_session_url(sign_on_url=side.issuer, id_token=id_token, return_url=AFTER_LOGOUT)
    assert side.goes_to(url) == AFTER_LOGOUT
    told = side.site.read_logout_token(side.notices.get(timeout=10))
    assert told["sid"] == claims["sid"]


def test_the_id_token_is_no_logout_token(side: Side) -> None:
    _, id_token, _ = signed_on(side)
    with pytest.raises(SignOnFailed, match="signature"):
        side.site.read_logout_token(id_token)


@contextmanager
def _listening(notices: Queue[str]) -> Iterator[int]:
    """A server that notes the logout tokens that it is sent; its port."""

    class Listener(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            notices.put(parse_qs(body)["logout_token"][0])
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
