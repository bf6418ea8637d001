"""Waiting until something is ready: an HTTP address that answers, or any question that can be asked again."""

import http.client
import time
from collections.abc import Callable
from urllib.parse import urlsplit

from opencmecf.foundation.processes.errors import NotReady

POLL_SECONDS = 0.1
ANSWER_SECONDS = 5.0
FIRST_SERVER_ERROR = 500

Check = str | Callable[[], bool]


def wait_until(check: Check, timeout: float, *, what: str = "", pause: Callable[[float], object] = time.sleep) -> None:
    """Return when the http:// address `check` answers, or the callable `check` says True.

    Between two questions `pause` is called with seconds. Raises NotReady after `timeout` seconds, which names `what`
    was waited for, or else the address or the callable.
    """
    deadline = time.monotonic() + timeout
    while not is_ready(check):
        if time.monotonic() > deadline:
            name = what or (check if isinstance(check, str) else getattr(check, "__name__", repr(check)))
            raise NotReady(f"{name} was not ready after {timeout:g} seconds.")
        pause(POLL_SECONDS)


def is_ready(check: Check) -> bool:
    """The answer to `check` now."""
    return answers(check) if isinstance(check, str) else check()


def answers(url: str) -> bool:
    """Whether a web server answers at the http:// address `url` without an error of its own; redirects are answers."""
    parts = urlsplit(url)
    if parts.scheme != "http" or parts.hostname is None:
        raise ValueError(f"{url} is not an http:// address")
    # Browsers know every name under .localhost; the system's resolver often does not.
    host = "127.0.0.1" if parts.hostname.endswith(".localhost") else parts.hostname
    connection = http.client.HTTPConnection(host, parts.port, timeout=ANSWER_SECONDS)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request("GET", path, headers={"Host": parts.netloc})
        return connection.getresponse().status < FIRST_SERVER_ERROR
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
