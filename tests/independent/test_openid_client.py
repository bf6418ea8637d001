"""An unmodified OpenID Connect client of another maker (npm openid-client) against our running provider."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urljoin, urlsplit

import httpx
import pytest
from node import Program

from opencmecf.testing.running import CHECKOUT, RunningDemo

REDIRECT = "http://127.0.0.1/signed-in"
AFTER_LOGOUT = "http://127.0.0.1/goodbye"
SCOPE = "openid profile email accounts offline_access"
REGISTER = (Path(__file__).parent / "register_program.py").read_text()


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningDemo]:
    """The demonstration, whose Central Sign-On is the provider."""
    running = RunningDemo(tmp_path_factory.mktemp("demo"))
    try:
        yield running
        running.check()
    finally:
        running.stop()


def registered(demo: RunningDemo, *, is_public: bool) -> tuple[str, str]:
    """The client id and the secret of a program that the service center has approved."""
    asked = json.dumps({"is_public": is_public, "redirect": REDIRECT, "after_logout": AFTER_LOGOUT, "scope": SCOPE})
    command = [sys.executable, "-c", REGISTER, asked]
    told = subprocess.run(command, cwd=CHECKOUT, env=demo.environment, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    client_id, secret = json.loads(told.stdout)
    return client_id, secret


class Person:
    """Charlie at a browser that sends what its forms hold."""

    def __init__(self, demo: RunningDemo) -> None:
        self.demo = demo
        self.browser = demo.browser()
        self.browser.follow_redirects = False

    def goes_to(self, url: str) -> str:
        """Where the browser arrives outside our sites, having logged in and allowed whatever was asked."""
        answer = self.browser.get(url)
        for _ in range(12):
            if answer.status_code in (301, 302, 303):
                target = urljoin(str(answer.url), answer.headers["Location"])
                if not str(urlsplit(target).hostname).endswith("localhost"):
                    return target
                answer = self.browser.get(target)
            else:
                answer = self._answers(answer)
        raise AssertionError(f"the browser stays at {answer.url}")

    def _answers(self, page: httpx.Response) -> httpx.Response:
        fields = self._fields(page.text)
        if "loginForm" in page.text:
            charlie = self.demo.people["charlie"]
            fields |= {"loginForm:loginName": charlie.username, "loginForm:password": charlie.password}
        elif "Let Docket Calendar in?" in page.text:
            fields["allow"] = "yes"
        else:
            assert "Do you want to log out?" in page.text, page.text
        sent_to = re.search(r'<form[^>]* action="([^"]*)"', page.text)
        return self.browser.post(urljoin(str(page.url), unescape(sent_to[1]) if sent_to else ""), data=fields)

    def _fields(self, html: str) -> dict[str, str]:
        first_form = html.split("<form", 1)[1].split("</form>", 1)[0]
        hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', first_form)
        return {name: unescape(value) for name, value in hidden}


@pytest.fixture
def charlie(demo: RunningDemo) -> Iterator[Person]:
    """Charlie, not logged in."""
    found = Person(demo)
    yield found
    found.browser.close()


@pytest.mark.parametrize("proof", ["basic", "post", "none"])
def test_openid_client_signs_in_looks_renews_revokes_and_logs_out(
    demo: RunningDemo, charlie: Person, proof: str, request: pytest.FixtureRequest
) -> None:
    client_id, secret = registered(demo, is_public=proof == "none")
    issuer = demo.url("login", "")
    redirect = "http://127.0.0.1:51123/signed-in" if proof == "none" else REDIRECT
    facts = {"issuer": issuer, "clientId": client_id, "secret": secret, "redirectUri": redirect}
    program = Program("client.mjs", **facts, afterLogout=AFTER_LOGOUT, scope=SCOPE, proof=proof)
    request.addfinalizer(program.stop)

    assert program.facts() == {"discovered": issuer}
    arrived = charlie.goes_to(program.facts()["browse"])
    assert arrived.startswith(f"{redirect}?")
    assert parse_qs(urlsplit(arrived).query)["iss"] == [issuer]
    program.answer(arrived)

    told = program.facts()
    claims = told["claims"]
    assert told["scope"] == SCOPE
    assert (claims["iss"], claims["aud"], claims["amr"]) == (issuer, [client_id], ["pwd"])
    known = program.facts()["userinfo"]
    assert (known["sub"], known["email"]) == (claims["sub"], "charlie@example.com")
    assert known["account_number"] not in str(claims)

    renewed = program.facts()
    assert renewed["rotated"]
    assert (renewed["renewed"]["sub"], renewed["renewed"]["auth_time"]) == (claims["sub"], claims["auth_time"])
    if proof != "none":
        introspected = program.facts()["introspected"]
        assert (introspected["active"], introspected["sub"]) == (True, claims["sub"])
    refused, closed = program.facts()["afterRevocation"]
    assert refused == "invalid_grant"
    assert closed  # the user-info endpoint answers 401

    leaving = program.facts()["browse"]
    program.answer(charlie.goes_to(leaving))
    assert program.facts()["arrived"] == f"{AFTER_LOGOUT}?state=bye"
    assert program.process.wait(10) == 0
