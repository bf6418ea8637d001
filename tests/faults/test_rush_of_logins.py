"""Those who log in, or begin to and stop, keep nobody else waiting."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import httpx
import pytest
from servers import web_server

from opencmecf.config.web_worker import is_login
from opencmecf.foundation.processes import wait_until
from opencmecf.testing.running import RunningDemo, processes

MORE_THAN_THREADS = 20
LOGIN = {"Host": "login.localhost:8000"}
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


def test_nobody_logs_in_any_more_when_the_server_is_killed(demo: RunningDemo) -> None:
    """The process for logging in leads a session of its own, so that a signal to the server's group passes it by."""
    with web_server(demo) as port:
        logins = process_for_logging_in(gunicorn_at(port))
        assert os.getsid(logins) == logins
    wait_until(lambda: logins not in [one.pid for one in processes()], 30)


def test_logins_wait_for_the_next_process_when_theirs_dies(demo: RunningDemo) -> None:
    with demo.browser() as browser:
        for _ in range(3):
            os.kill(process_for_logging_in(demo.process_of("web").pid), signal.SIGKILL)
            assert "PACER LOGIN" in browser.get(demo.url("login", "/csologin/login.jsf")).text


def test_one_can_still_log_in_when_every_process_is_begun_anew(demo: RunningDemo) -> None:
    """The new processes find the places taken by those that are about to end."""
    with web_server(demo) as port, httpx.Client(timeout=120) as browser:
        web = gunicorn_at(port)
        former = process_for_logging_in(web)
        os.kill(web, signal.SIGHUP)
        wait_until(lambda: former not in [one.pid for one in processes()], 60)
        for _ in range(3):
            login = browser.get(f"http://127.0.0.1:{port}/csologin/login.jsf", headers=LOGIN)
            assert "PACER LOGIN" in login.text


def test_only_pages_keep_their_connection(demo: RunningDemo) -> None:
    with demo.browser() as browser:
        login = browser.get(demo.url("login", "/csologin/login.jsf"))
        page = browser.get(demo.url("login", "/help/signing-on"))
    assert (login.headers["Connection"], page.headers["Connection"]) == ("close", "keep-alive")


def gunicorn_at(port: int) -> int:
    """The process of the web server on `port` that has begun the others."""
    ours = [one for one in processes() if f"--bind 127.0.0.1:{port}" in one.command]
    [first] = [one.pid for one in ours if one.parent not in [other.pid for other in ours]]
    return first


def process_for_logging_in(web: int) -> int:
    """The process of the web server `web` that is less urgent than the others, as soon as there is one."""
    found: list[int] = []

    def runs() -> bool:
        found[:] = [one.pid for one in processes() if one.parent == web and urgency(one.pid) > urgency(web)]
        return bool(found)

    wait_until(runs, 30)
    return found[0]


def urgency(process: int) -> int:
    """How nice a process is; as nice as any once it has ended."""
    try:
        return os.getpriority(os.PRIO_PROCESS, process)
    except ProcessLookupError:
        return 0


@contextmanager
def connections(port: int, sent: bytes) -> Iterator[None]:
    """More connections than a process has threads, on each of which `sent` was sent and no more."""
    with ExitStack() as open_until_the_end:
        for _ in range(MORE_THAN_THREADS):
            connection = open_until_the_end.enter_context(socket.create_connection(("127.0.0.1", port)))
            connection.sendall(sent)
        yield
