"""Somebody signs in to a program of others: is asked, allows it, reads what it may know, and takes it back."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect
from visitor import Visitor

from opencmecf.testing.running import CHECKOUT, RunningDemo

pytestmark = pytest.mark.journey

REGISTER = CHECKOUT / "tests" / "independent" / "register_program.py"
REDIRECT = "http://127.0.0.1/signed-in"
SCOPE = "openid profile email offline_access"


def registered(demo: RunningDemo) -> str:
    """The client id of the docket calendar, approved."""
    asked = {"is_public": True, "redirect": REDIRECT, "after_logout": "https://calendar.gulf.example/", "scope": SCOPE}
    command = [sys.executable, "-c", REGISTER.read_text(), json.dumps(asked)]
    told = subprocess.run(command, cwd=CHECKOUT, env=demo.environment, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    client_id: str = json.loads(told.stdout)[0]
    return client_id


@pytest.fixture
def program() -> Iterator[tuple[str, list[str]]]:
    """The docket calendar on somebody's own computer: its address, and the paths at which browsers have arrived."""
    seen: list[str] = []

    class Calendar(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path.startswith("/signed-in"):
                seen.append(self.path)
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<!DOCTYPE html><title>Calendar</title><h1>Docket Calendar</h1>")

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Calendar)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", seen
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("has_scripts", [True, False], ids=["with scripts", "without"])
def test_let_a_program_in_and_shut_it_out(
    demo: RunningDemo, newcomer: Callable[..., Visitor], program: tuple[str, list[str]], has_scripts: bool
) -> None:
    charlie = newcomer(java_script_enabled=has_scripts)
    address, seen = program
    query = {
        "response_type": "code",
        "client_id": registered(demo),
        "redirect_uri": f"{address}/signed-in",
        "scope": SCOPE,
        "state": "here",
        "code_challenge": "c" * 43,
        "code_challenge_method": "S256",
    }
    wanted = f"/signon/authorize?{urlencode(query)}"
    charlie.goto("login", wanted)
    charlie.answer_pacer_login(demo.people["charlie"])
    expect(charlie.heading).to_have_text("Let Docket Calendar in?")
    charlie.reads("Gulf Software LLC", "Your e-mail address", "your password or your second factor")
    charlie.page_ok("program-consent")
    charlie.click("Don’t allow")
    expect(charlie.heading).to_have_text("Docket Calendar")
    assert "error=access_denied" in seen[-1]

    charlie.goto("login", wanted)
    charlie.page.get_by_role("button", name="Allow", exact=True).focus()
    charlie.page.keyboard.press("Enter")
    expect(charlie.heading).to_have_text("Docket Calendar")
    assert "code=" in seen[-1]
    charlie.goto("login", wanted)
    expect(charlie.heading).to_have_text("Docket Calendar")
    assert len(seen) == 3

    charlie.goto("pacer", "/manage")
    charlie.click("Programs with access")
    charlie.reads("Docket Calendar", "Your name", "To see this while you are away")
    charlie.page_ok("programs-with-access")
    charlie.page.get_by_role("button", name="Take access away from Docket Calendar").click()
    charlie.reads("No program of others has access to your account.")
    charlie.goto("login", wanted)
    expect(charlie.heading).to_have_text("Let Docket Calendar in?")
