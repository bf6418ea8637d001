"""Where a request came from, for the security log and the list of sessions."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

from opencmecf.foundation.throttle import place_of

LONGEST_DEVICE = 200


@dataclass(frozen=True)
class Visitor:
    """A network address and what the browser says of itself."""

    address: str = ""
    device: str = ""

    @property
    def place(self) -> str:
        """What counts as one address when tries are counted."""
        return place_of(self.address)


def visitor_of(request: HttpRequest) -> Visitor:
    """The visitor behind `request`; behind one of our own proxies, the address that the proxy has noted last."""
    return Visitor(_address(request), request.META.get("HTTP_USER_AGENT", "")[:LONGEST_DEVICE])


def _address(request: HttpRequest) -> str:
    nearest: str = request.META.get("REMOTE_ADDR", "")
    told: str = request.META.get("HTTP_X_FORWARDED_FOR", "")
    if nearest in settings.TRUSTED_PROXIES and told:
        return told.rsplit(",", 1)[-1].strip()
    return nearest
