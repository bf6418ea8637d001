"""Where a request came from, for the security log and the list of sessions."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

LONGEST_DEVICE = 200


@dataclass(frozen=True)
class Visitor:
    """A network address and what the browser says of itself."""

    address: str = ""
    device: str = ""


def visitor_of(request: HttpRequest) -> Visitor:
    """The visitor behind `request`. Behind a proxy the server must be told to set REMOTE_ADDR."""
    return Visitor(request.META.get("REMOTE_ADDR", ""), request.META.get("HTTP_USER_AGENT", "")[:LONGEST_DEVICE])
