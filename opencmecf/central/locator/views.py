"""The Case Locator's pages."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from opencmecf.central.directory import queries
from opencmecf.foundation.access import Opening, door
from opencmecf.foundation.sites import SiteKind, site_of

QUERY = "/cgi-bin/iquery.pl"


@door(Opening.PUBLIC)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What the Case Locator cannot do yet, and the way to each court's own Query."""
    names = site_of(request).names
    rows = [(court, names.url(SiteKind.COURT, QUERY, court=court.court_id)) for court in queries.courts()]
    accounts = names.url(SiteKind.PACER, "/")
    return render(request, "locator/home.html", {"rows": rows, "accounts": accounts})
