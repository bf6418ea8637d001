"""Calls to servers of others go to public addresses alone."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Thread
from time import monotonic, sleep
from typing import Any

import httpx
import pytest

from opencmecf.foundation import outside
from opencmecf.foundation.outside import NotPublic, public_address, tell_outside


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "10.0.0.1", "169.254.169.254", "::1", "0.0.0.0"])
def test_an_address_inside_is_not_called(settings: Any, host: str) -> None:
    settings.CALL_PRIVATE_ADDRESSES = False
    with pytest.raises(NotPublic):
        public_address(host, 443)
    settings.CALL_PRIVATE_ADDRESSES = True
    assert public_address(host, 443)


def test_a_public_address_is_called() -> None:
    assert public_address("8.8.8.8", 443) == "8.8.8.8"


def test_a_name_that_is_not_known_is_an_error_of_the_connection() -> None:
    with pytest.raises(httpx.ConnectError):
        public_address("calendar.invalid", 443)


def test_the_client_refuses_them_too(settings: Any) -> None:
    settings.CALL_PRIVATE_ADDRESSES = False
    with pytest.raises(NotPublic):
        tell_outside("http://127.0.0.1:1/", {})


@contextmanager
def a_server_that_says(*words: bytes, and_then: bytes) -> Iterator[str]:
    """The address of a server that answers with `words`, and then with `and_then` again and again."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def answer() -> None:
            caller, _ = listening.accept()
            with caller, suppress(OSError):
                caller.recv(65536)
                caller.sendall(b"".join(words))
                for _ in range(200):
                    sleep(0.05)
                    caller.sendall(and_then)

        Thread(target=answer, daemon=True).start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/"


def test_a_server_that_drips_its_answer_is_given_up(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.CALL_PRIVATE_ADDRESSES = True
    monkeypatch.setattr(outside, "DEADLINE_SECONDS", 0.5)
    with a_server_that_says(b"HTTP/1.1 200 OK\r\n", and_then=b"X-More: 1\r\n") as url:
        began = monotonic()
        with pytest.raises(httpx.TimeoutException):
            tell_outside(url, {"logout_token": "x"})
        assert monotonic() - began < 5


def test_nothing_is_read_but_the_status(settings: Any) -> None:
    settings.CALL_PRIVATE_ADDRESSES = True
    head = b"HTTP/1.1 %s\r\nTransfer-Encoding: chunked\r\n\r\n"
    with a_server_that_says(head % b"204 No Content", and_then=b"") as url:
        tell_outside(url, {"logout_token": "x"})
    with a_server_that_says(head % b"200 OK", and_then=b"1\r\nx\r\n") as url:
        began = monotonic()
        tell_outside(url, {"logout_token": "x"})
        assert monotonic() - began < 5
    with (
        a_server_that_says(head % b"302 Found", and_then=b"1\r\nx\r\n") as url,
        pytest.raises(httpx.HTTPStatusError),
    ):
        tell_outside(url, {"logout_token": "x"})
