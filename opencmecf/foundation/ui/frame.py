"""What surrounds the content of every page; each layer's middleware fills it in for its sites."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from django.http import HttpRequest

from opencmecf.foundation.ui.session_limits import SessionLimits


@dataclass(frozen=True)
class MenuItem:
    """One item of the menu bar. `ends_session` marks Log Out."""

    label: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Frame:
    """Header, menu bar and footer of a page."""

    title: str  # "U.S. District Court", "PACER", "Case Locator"
    subtitle: str = ""  # "Southern District of Florida · CM/ECF"
    seal: str = ""  # two or three letters that stand for the seal
    menu: tuple[MenuItem, ...] = ()
    help_desk_telephone: str = ""
    help_desk_hours: str = ""
    time_zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("America/New_York"))
    person: str = ""  # who is signed in
    acting_for: str = ""  # in whose name that person files on this page, where it is another's
    tags: tuple[str, ...] = ()  # beside the name: client code, exemption state
    demonstration: bool = False
    limits: SessionLimits | None = None  # until when the person stays logged in

    def local_time(self, now: datetime) -> datetime:
        """`now` on the court's clock."""
        return now.astimezone(self.time_zone)


def frame_of(request: HttpRequest) -> Frame:
    """The frame of `request`; a plain one where no middleware has set any (an unknown page, a broken session).

    What a middleware sets as `request.frame` makes it: most answers are redirects, which have none.
    """
    make: Callable[[], Frame] | None = getattr(request, "frame", None)
    return make() if make else Frame(title="CM/ECF")
