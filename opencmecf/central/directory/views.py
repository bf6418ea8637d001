"""The court directory's page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from opencmecf.central.directory import queries
from opencmecf.foundation.access import Opening, door
from opencmecf.foundation.sites import SiteKind, site_of


@door(Opening.PUBLIC)
@require_safe
def courts(request: HttpRequest) -> HttpResponse:
    """Every court of this deployment, with the way to it and the system that it runs."""
    names = site_of(request).names
    rows = [(court, names.url(SiteKind.COURT, "/", court=court.court_id)) for court in queries.courts()]
    return render(request, "directory/courts.html", {"rows": rows, "section": "Courts"})
