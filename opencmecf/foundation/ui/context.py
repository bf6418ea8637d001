"""What every template can use: `site`, `actor`, `frame`, `path`, `was_too_late`."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.http import escape_leading_slashes

from opencmecf.foundation.ui.frame import frame_of


def page(request: HttpRequest) -> dict[str, Any]:
    """The names that the base template and its components rely on."""
    frame = frame_of(request)
    return {
        "site": getattr(request, "site", None),
        "actor": getattr(request, "actor", None),
        "frame": frame,
        # For the footer alone, as the local time is that it shows; no act takes its time from here.
        "session_ends_at": frame.local_time(frame.limits.ends_at) if frame.limits else None,
        "path": escape_leading_slashes(request.get_full_path()),
        "was_too_late": "again" in request.GET,  # see `page_wanted`
    }
