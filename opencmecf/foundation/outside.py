"""Calls to servers of others, at addresses that others have told us.

Whoever may name an address could make us ask a server that only we can reach. So a name is looked up here, an address
that is not public is not called, and the very address that was looked at is the one that is called.
"""

from __future__ import annotations

import socket
from functools import cache
from ipaddress import ip_address

import httpx
from django.conf import settings

TIMEOUT_SECONDS = 5.0


@cache
def outside_http() -> httpx.Client:
    """The client for calls to servers of others; one per process. It follows no redirects and uses no proxy."""
    return httpx.Client(transport=_PublicAddresses(), timeout=TIMEOUT_SECONDS, trust_env=False)


class NotPublic(httpx.HTTPError):
    """The address is one of a private network, or of this machine."""


def public_address(host: str, port: int) -> str:
    """The first network address of `host`. Raises `NotPublic` when any of its addresses is not public.

    Raises `httpx.ConnectError` for a name that is not known.
    """
    try:
        found = [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except OSError as error:
        raise httpx.ConnectError(f"{host} is not known") from error
    if not settings.CALL_PRIVATE_ADDRESSES and not all(ip_address(one).is_global for one in found):
        raise NotPublic(f"{host} is not at a public address")
    return found[0]


class _PublicAddresses(httpx.BaseTransport):
    """Sends each request to the address that was looked at; certificates are checked against the name."""

    def __init__(self) -> None:
        self.inner = httpx.HTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        host = request.url.host
        port = request.url.port or {"http": 80, "https": 443}[request.url.scheme]
        request.extensions = {**request.extensions, "sni_hostname": host}
        request.url = request.url.copy_with(host=public_address(host, port))
        return self.inner.handle_request(request)
