"""Whether an address that a request names is one that its client has registered."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

from opencmecf.central.signon.models import Client

LOOPBACK = ("127.0.0.1", "::1")


def is_registered(uri: str, client: Client) -> bool:
    """Whether an answer may go to `uri`: letter by letter (RFC 9700, 2.1).

    A program on somebody's own computer listens at whatever port is free there, so that the port of a loopback address
    is left out of the comparison (RFC 8252, 7.3).
    """
    if uri in client.redirect_uris:
        return True
    asked = _without_port(uri) if client.is_public else ""
    return bool(asked) and asked in {_without_port(one) for one in client.redirect_uris}


def _without_port(uri: str) -> str:
    """A loopback address without its port; "" for every other one."""
    try:
        parts = urlsplit(uri)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    bare = f"[{host}]" if ":" in host else host
    written = bare if port is None else f"{bare}:{port}"
    if parts.scheme != "http" or host not in LOOPBACK or parts.netloc != written or not uri.startswith("http://"):
        return ""
    return urlunsplit(("http", bare, parts.path, parts.query, parts.fragment))
