"""Those who log in, or begin to and stop, keep nobody else waiting."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import httpx
import pytest
from servers import web_server

from opencmecf.config.web_worker import is_login
from opencmecf.testing.running import RunningDemo

MORE_THAN_THREADS = 20
COURT = {"Host": "ecf.flsd.localhost:8000"}


@pytest.mark.parametrize(
    ("beginning", "expected"),
    [
        (b"POST /csologin/login.jsf HTTP/1.1\r\n", True),
        (b"GET /csologin/second-factor?next=%2Fsignon", True),
        (b"POST /services/cso-auth HTTP/1.1", True),
        (b"POST /%63sologin/login.jsf HTTP/1.1", True),
        (b"POST /services/cso%2Dauth HTTP/1.1", True),
        (b"POST /signon/token HTTP/1.1\r\n", False),
        (b"GET /signon/authorize?response_type=code", False),
        (b"GET /cgi-bin/iquery.pl?/csologin/ HTTP/1.1", False),
        (b"GET", False),
        (b"\x16\x03\x01", False),
        (b"", False),
    ],
)
def test_the_login_pages_are_known_by_their_address(beginning: bytes, expected: bool) -> None:
    assert is_login(beginning) is expected


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(
            b"POST /csologin/login.jsf HTTP/1.1\r\nHost: login.localhost:8000\r\n"
            b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\n",
            id="a login whose password never comes",
        ),
    ],
)
def test_whoever_stops_half_way_keeps_nobody_waiting(demo: RunningDemo, sent: bytes) -> None:
    with web_server(demo) as port, connections(port, sent), httpx.Client(timeout=10) as browser:
        for _ in range(3):
            assert browser.get(f"http://127.0.0.1:{port}/", headers=COURT).status_code == 200


@contextmanager
def connections(port: int, sent: bytes) -> Iterator[None]:
    """More connections than a process has threads, on each of which `sent` was sent and no more."""
    with ExitStack() as open_until_the_end:
        for _ in range(MORE_THAN_THREADS):
            connection = open_until_the_end.enter_context(socket.create_connection(("127.0.0.1", port)))
            connection.sendall(sent)
        yield
