"""Calls from one of our own servers to another: over the internal base URL, or in-process when there is only one.

Both speak HTTP with the right `Host`. In-process calls run in the caller's own thread, so that no thread waits
for another of the same pool.
"""

from __future__ import annotations

import base64
import io
import json
import sys
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol
from urllib.parse import unquote_to_bytes, urlencode, urlsplit

import httpx
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.urls import get_urlconf, set_urlconf

TIMEOUT_SECONDS = 10.0

Credentials = tuple[str, str]  # name and secret for HTTP Basic, as `auth`


class Answer(Protocol):
    """As much of an HTTP answer as our calls look at; `httpx.Response` is one."""

    @property
    def status_code(self) -> int: ...
    def json(self) -> Any: ...
    def raise_for_status(self) -> Any: ...


class Http(Protocol):
    """As much of an HTTP client as our calls need; `httpx.Client` is one. All of it raises `httpx.HTTPError`."""

    def get(self, url: str, *, auth: Any = ...) -> Answer: ...
    def post(
        self, url: str, *, data: Any = ..., json: Any = ..., content: Any = ..., headers: Any = ..., auth: Any = ...
    ) -> Answer: ...
    def put(self, url: str, *, json: Any, auth: Any = ...) -> Answer: ...


@cache
def internal_http() -> Http:
    """The client for calls between our own sites; one per process."""
    if settings.INTERNAL_BASE_URL:
        return httpx.Client(transport=_InternalAddress(settings.INTERNAL_BASE_URL), timeout=TIMEOUT_SECONDS)
    return InProcess()


class _InternalAddress(httpx.BaseTransport):
    """Sends every request to one base URL and keeps the name it was meant for in `Host`."""

    def __init__(self, base_url: str) -> None:
        self.base = httpx.URL(base_url)
        self.inner = httpx.HTTPTransport(retries=1)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.headers["X-Forwarded-Proto"] = request.url.scheme
        request.url = request.url.copy_with(scheme=self.base.scheme, host=self.base.host, port=self.base.port)
        return self.inner.handle_request(request)


@dataclass(frozen=True)
class OwnAnswer:
    """What our own application has answered."""

    url: str
    status_code: int
    content: bytes

    def json(self) -> Any:
        """The body read as JSON. Raises `ValueError` when it is none."""
        return json.loads(self.content)

    def raise_for_status(self) -> OwnAnswer:
        """Return the answer. Raises `httpx.HTTPError` for anything but success."""
        if not 200 <= self.status_code < 300:
            raise httpx.HTTPError(f"{self.url} answered {self.status_code}")
        return self


class InProcess:
    """Our own application as an HTTP client sees it, called from within a request of its own without disturbing it.

    Django's request signals are not sent: they would probe the database connection that the outer request is using, or
    close it when that request is in a transaction.
    """

    def __init__(self) -> None:
        self.handler = WSGIHandler()

    def get(self, url: str, *, auth: Credentials | None = None) -> OwnAnswer:
        """The answer to a GET."""
        return self._send("GET", url, auth=auth)

    def post(
        self,
        url: str,
        *,
        data: dict[str, str] | None = None,
        json: Any = None,
        content: str = "",
        headers: dict[str, str] | None = None,
        auth: Credentials | None = None,
    ) -> OwnAnswer:
        """The answer to a form (`data`), to facts in JSON, or to a text whose type is in `headers`."""
        if data is not None:
            return self._send("POST", url, urlencode(data).encode(), "application/x-www-form-urlencoded", auth)
        if json is not None:
            return self._send("POST", url, _as_json(json), "application/json", auth)
        return self._send("POST", url, content.encode(), (headers or {}).get("Content-Type", "text/plain"), auth)

    def put(self, url: str, *, json: Any, auth: Credentials | None = None) -> OwnAnswer:
        """The answer to facts in JSON."""
        return self._send("PUT", url, _as_json(json), "application/json", auth)

    def _send(
        self, method: str, url: str, body: bytes = b"", content_type: str = "", auth: Credentials | None = None
    ) -> OwnAnswer:
        outer = get_urlconf()
        try:
            answer = self.handler.get_response(WSGIRequest(_environ(method, url, body, content_type, auth)))
        finally:
            set_urlconf(outer)
        return OwnAnswer(url, answer.status_code, b"".join(answer))


def _as_json(facts: Any) -> bytes:
    return json.dumps(facts).encode()


def _environ(method: str, url: str, body: bytes, content_type: str, auth: Credentials | None) -> dict[str, Any]:
    """The request as a WSGI server hands it on (PEP 3333)."""
    parts = urlsplit(url)
    environ = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(parts.path).decode("latin-1"),
        "QUERY_STRING": parts.query,
        "SERVER_NAME": parts.hostname,
        "SERVER_PORT": str(parts.port or {"http": 80, "https": 443}[parts.scheme]),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": parts.netloc,
        "CONTENT_TYPE": content_type,
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": parts.scheme,
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    if auth is not None:
        environ["HTTP_AUTHORIZATION"] = "Basic " + base64.b64encode(":".join(auth).encode()).decode()
    return environ
