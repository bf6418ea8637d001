"""Maintenance: staff who file for an attorney, at every court."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from opencmecf.central.accounts import queries as accounts
from opencmecf.central.accounts.pages import manage_page
from opencmecf.central.delegations import queries
from opencmecf.central.delegations.forms import OtherCourtForm
from opencmecf.central.directory import queries as directory
from opencmecf.foundation.access import Permission, actor_of, door
from opencmecf.foundation.caching import never_cache
from opencmecf.foundation.relying_party import internal_http
from opencmecf.foundation.sites import SiteKind, site_of

AT_A_COURT = "/utilities/delegation"


@door(Permission.ACCOUNT_MANAGE)
@never_cache
@require_safe
def delegations(request: HttpRequest) -> HttpResponse:
    """Who files for the holder, and for whom the holder files, court by court; changed at the courts alone."""
    account, names = accounts.own(actor_of(request)), site_of(request).names
    form = OtherCourtForm(request.GET if "court" in request.GET else None, courts=list(directory.courts()))
    also = form.cleaned_data["court"] if form.is_valid() else ""
    answers = queries.at_courts(account.number, also=also, http=internal_http())
    page = {
        "rows": [(one, names.url(SiteKind.COURT, AT_A_COURT, court=one.court.pk)) for one in answers],
        "form": form,
        "here": "Staff and Filing for Others",
    }
    return manage_page(request, "delegations/delegations.html", page)
