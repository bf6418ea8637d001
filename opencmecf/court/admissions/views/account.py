"""Maintain Your ECF Account: what the court has on file for a filer, as the filer sees it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from opencmecf.court.admissions import queries
from opencmecf.court.filers.models import CourtAccount
from opencmecf.court.profile.queries import court_of
from opencmecf.foundation.access import Permission, actor_of, door
from opencmecf.foundation.caching import never_cache
from opencmecf.foundation.sites import SiteKind, site_of


@door(Permission.DOCUMENT_FILE)
@never_cache
@require_safe
def maintain(request: HttpRequest) -> HttpResponse:
    """Name, role, bar status, the cases of a limited account, and the ways to what can be changed."""
    actor = actor_of(request)
    account = CourtAccount.objects.get_for(actor, pk=actor.court_account_id or 0)
    page = {
        "account": account,
        "admitted": queries.admissions_of(account) if account.is_limited_to_cases else (),
        "court": court_of(request),
        "manage_url": site_of(request).names.url(SiteKind.PACER, "/manage"),
        "section": "Utilities",
        "here": "Maintain Your ECF Account",
    }
    return render(request, "admissions/account.html", page)
