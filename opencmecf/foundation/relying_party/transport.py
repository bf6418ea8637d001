"""Calls from one of our own servers to another: over the internal base URL, or in-process when there is only one.

Both speak HTTP with the right `Host`. In-process calls run in the caller's own thread, so that no thread waits
for another of the same pool.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import httpx
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.urls import get_urlconf, set_urlconf

TIMEOUT_SECONDS = 10.0


@cache
def internal_http() -> httpx.Client:
    """The client for calls between our own sites; one per process."""
    if settings.INTERNAL_BASE_URL:
        return httpx.Client(transport=_InternalAddress(settings.INTERNAL_BASE_URL), timeout=TIMEOUT_SECONDS)
    return httpx.Client(transport=httpx.WSGITransport(app=_InProcess()), timeout=TIMEOUT_SECONDS)


class _InternalAddress(httpx.BaseTransport):
    """Sends every request to one base URL and keeps the name it was meant for in `Host`."""

    def __init__(self, base_url: str) -> None:
        self.base = httpx.URL(base_url)
        self.inner = httpx.HTTPTransport(retries=1)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.headers["X-Forwarded-Proto"] = request.url.scheme
        request.url = request.url.copy_with(scheme=self.base.scheme, host=self.base.host, port=self.base.port)
        return self.inner.handle_request(request)


class _InProcess:
    """Our own application, called from within a request of its own without disturbing it.

    Django's request signals are not sent: they would probe the database connection that the outer request is using, or
    close it when that request is in a transaction.
    """

    def __init__(self) -> None:
        self.handler = WSGIHandler()

    def __call__(self, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        outer = get_urlconf()
        try:
            answer = self.handler.get_response(WSGIRequest(environ))
        finally:
            set_urlconf(outer)
        start_response(f"{answer.status_code} {answer.reason_phrase}", list(answer.items()))
        return [b"".join(answer)]
