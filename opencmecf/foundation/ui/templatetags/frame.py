"""What stands above every page: the same for all that one person opens, so that it is rendered once and kept."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

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
