"""Links of the help pages."""

from __future__ import annotations

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def task(url: str, text: str) -> SafeString:
    """A link to where a task is done, or the bare words where that place is not within reach."""
    return format_html('<a href="{}">{}</a>', url, text) if url else escape(text)
