"""A browser that costs next to nothing: calls the WSGI application and keeps cookies by host."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

HIDDEN = re.compile(rb'name="(csrfmiddlewaretoken|next)" value="([^"]*)"')


@dataclass(frozen=True)
class Answer:
    """What came back, and from where after redirects."""

    url: str
    status: int
    headers: dict[str, str]
    body: bytes


def hidden_fields(page: Answer) -> dict[str, str]:
    """The fields of a page's form that a browser sends along unseen."""
    return {name.decode(): value.decode().replace("&amp;", "&") for name, value in HIDDEN.findall(page.body)}


def _target(answer: Answer) -> str:
    target = answer.headers["location"]
    if not target.startswith("/"):
        return target
    scheme, host, *_ = urlsplit(answer.url)
    return f"{scheme}://{host}{target}"


class Browser:
    """One person's browser, over a WSGI application instead of a network."""

    def __init__(self, application: Callable[..., Any]) -> None:
        self.application = application
        self.cookies: dict[str, dict[str, str]] = {}

    def get(self, url: str) -> Answer:
        """The page at `url`, after redirects."""
        return self._follow(self._send("GET", url, b""))

    def sent_on_from(self, url: str) -> str:
        """Where `url` sends the browser, which does not go there yet."""
        return _target(self._send("GET", url, b""))

    def post(self, url: str, form: dict[str, str], *, but_not_to: str = "") -> Answer:
        """The page that sending `form` to `url` leads to, or the redirect to `but_not_to`."""
        return self._follow(self._send("POST", url, urlencode(form).encode()), but_not_to)

    def _follow(self, answer: Answer, but_not_to: str = "") -> Answer:
        while answer.status in (301, 302, 303):
            target = _target(answer)
            if target == but_not_to:
                break
            answer = self._send("GET", target, b"")
        return answer

    def _send(self, method: str, url: str, body: bytes) -> Answer:
        parts = urlsplit(url)
        cookies = self.cookies.setdefault(parts.netloc, {})
        begun: list[Any] = []
        environ = {
            "REQUEST_METHOD": method,
            "SCRIPT_NAME": "",
            "PATH_INFO": parts.path,
            "QUERY_STRING": parts.query,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "8000",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(body)),
            "HTTP_HOST": parts.netloc,
            "HTTP_USER_AGENT": "Mozilla/5.0",
            "HTTP_ACCEPT": "text/html",
            "HTTP_COOKIE": "; ".join(f"{name}={value}" for name, value in cookies.items()),
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": parts.scheme,
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": False,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }
        answer = self.application(environ, lambda status, headers: begun.extend((status, headers)))
        content = b"".join(answer)
        answer.close()
        status, headers = begun
        self.keep_cookies(parts.netloc, headers)
        return Answer(url, int(status[:3]), {name.lower(): value for name, value in headers}, content)

    def keep_cookies(self, host: str, headers: list[tuple[str, str]]) -> None:
        """Take what an answer of `host` wants to be remembered."""
        for name, value in headers:
            if name == "Set-Cookie":
                crumb, _, kept = value.partition(";")[0].partition("=")
                self.cookies[host][crumb.strip()] = kept
