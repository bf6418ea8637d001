"""The help pages; open to everybody."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from opencmecf.foundation.access.doors import Opening, door
from opencmecf.foundation.errors import NotFound
from opencmecf.foundation.help.links import task_links
from opencmecf.foundation.help.topics import TOPICS, find_topic
from opencmecf.foundation.sites.names import SiteKind


@door(Opening.PUBLIC)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The list of topics."""
    return render(request, "help/index.html", {"topics": TOPICS, "section": "Help"})


@door(Opening.PUBLIC)
@require_safe
def topic(request: HttpRequest, topic: str) -> HttpResponse:
    """One topic. Raises `NotFound` for a name that is not in the list."""
    found = find_topic(topic)
    if found is None:
        raise NotFound
    site = getattr(request, "site", None)
    context = {
        "topic": found,
        "topics": TOPICS,
        "links": task_links(site),
        "at_court": site is not None and site.kind is SiteKind.COURT,
        "section": "Help",
    }
    return render(request, f"help/{found.slug}.html", context)
