"""Calls to servers of others, at addresses that others have told us.

Whoever may name an address could make us ask a server that only we can reach. So a name is looked up here, an address
that is not public is not called, and the very address that was looked at is the one that is called. The server may be
slow on purpose, or never cease to answer: a call has one limit for all of it, and nothing is read but the status.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Mapping
from ipaddress import ip_address

import httpx
from django.conf import settings

DEADLINE_SECONDS = 10.0  # from the first byte sent to the status, however often the other side gives a sign of life
TIMEOUT_SECONDS = 5.0


def tell_outside(url: str, form: Mapping[str, str]) -> None:
    """Send `form` to the server of somebody else. It follows no redirects and uses no proxy.

    Raises `httpx.HTTPError` when the server is not reached, does not take note in time, or answers anything but 2xx.
    """
    asyncio.run(_tell(url, form))


async def _tell(url: str, form: Mapping[str, str]) -> None:
    calls = httpx.AsyncClient(transport=_PublicAddresses(), timeout=TIMEOUT_SECONDS, trust_env=False)
    try:
        async with asyncio.timeout(DEADLINE_SECONDS), calls, calls.stream("POST", url, data=dict(form)) as answer:
            answer.raise_for_status()
    except TimeoutError as error:
        raise httpx.ReadTimeout(f"no answer within {DEADLINE_SECONDS:g} seconds") from error


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


class _PublicAddresses(httpx.AsyncBaseTransport):
    """Sends each request to the address that was looked at; certificates are checked against the name."""

    def __init__(self) -> None:
        self.inner = httpx.AsyncHTTPTransport()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        host = request.url.host
        port = request.url.port or {"http": 80, "https": 443}[request.url.scheme]
        request.extensions = {**request.extensions, "sni_hostname": host}
        request.url = request.url.copy_with(host=public_address(host, port))
        return await self.inner.handle_async_request(request)

    async def aclose(self) -> None:
        await self.inner.aclose()
