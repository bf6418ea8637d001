"""What stands above and below every page: the same for all that one opens, so that it is rendered once and kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.dateformat import format as in_words
from django.utils.html import format_html
from django.utils.safestring import SafeString

from opencmecf.foundation.maintenance import Maintenance
from opencmecf.foundation.ui.frame import Frame

register = template.Library()


@register.simple_tag(takes_context=True)
def site_header(context: dict[str, Any]) -> SafeString:
    """Return the banner, the name of the site, who is signed in, and the menu bar with the place of this page in it."""
    frame: Frame = context.get("frame") or Frame(title="CM/ECF")
    path = context.get("path", "")
    here = path if any(item.url == path for item in frame.menu) else ""
    return _header(replace(frame, limits=None), here, str(context.get("section", "")))


@lru_cache(maxsize=1024)
def _header(frame: Frame, here: str, section: str) -> SafeString:
    """Return the header of a frame; everything that it shows is in the arguments."""
    return render_to_string("ui/site_header.html", {"frame": frame, "here": here, "section": section})


@register.simple_tag(takes_context=True)
def local_time(context: dict[str, Any]) -> SafeString:
    """Return the time on the court's clock, to the minute; no act takes its time from here."""
    frame: Frame = context["frame"]
    return _time(datetime.now(UTC).replace(second=0, microsecond=0), frame.time_zone)


@register.simple_tag(takes_context=True)
def planned_maintenance(context: dict[str, Any]) -> str:
    """Return when the system will be closed, on the court's clock; "" when nothing is announced or all is over."""
    maintenance: Maintenance | None = settings.PLANNED_MAINTENANCE
    if maintenance is None or maintenance.is_over(datetime.now(UTC)):
        return ""
    frame: Frame = context["frame"]
    return maintenance.told(frame.time_zone)


@lru_cache(maxsize=64)
def _time(minute: datetime, zone: ZoneInfo) -> SafeString:
    """Return a minute on the clock of a zone."""
    local = minute.astimezone(zone)
    words = in_words(local, "m/d/Y g:i A T")
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="minutes"), words)
