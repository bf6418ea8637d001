"""Maintenance: the way to a court's registration, Check E-File Status, and View All My Requests."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from opencmecf.central.accounts import queries as accounts
from opencmecf.central.accounts.pages import manage_page
from opencmecf.central.efile import queries, rules
from opencmecf.central.efile.forms import CourtForm, CourtTypeForm
from opencmecf.foundation.access import Permission, actor_of, door
from opencmecf.foundation.caching import never_cache
from opencmecf.foundation.sites import SiteKind, site_of


@door(Permission.ACCOUNT_MANAGE)
@never_cache
@require_safe
def attorney(request: HttpRequest) -> HttpResponse:
    """Attorney Admissions / E-File Registration: court type, court, and on to the court."""
    return _to_court(request, "attorney", "Attorney Admissions / E-File Registration")


@door(Permission.ACCOUNT_MANAGE)
@never_cache
@require_safe
def non_attorney(request: HttpRequest) -> HttpResponse:
    """Non-Attorney E-File Registration: court type, court, and on to the court."""
    return _to_court(request, "non_attorney", "Non-Attorney E-File Registration")


@door(Permission.ACCOUNT_MANAGE)
@never_cache
@require_safe
def status(request: HttpRequest) -> HttpResponse:
    """Check E-File Status: court by court."""
    account = accounts.own(actor_of(request))
    names = site_of(request).names
    rows = [
        (court, filer, latest, names.url(SiteKind.COURT, "/", court=court.court_id))
        for court, filer, latest in queries.standing_at_courts(account.number)
    ]
    return manage_page(request, "efile/status.html", {"rows": rows, "here": "Check E-File Status"})


@door(Permission.ACCOUNT_MANAGE)
@never_cache
@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """View All My Requests, with the way to the page of each at its court; those of merged accounts are told alone."""
    account = accounts.own(actor_of(request))
    names = site_of(request).names
    numbers = [account.number, *(one.number for one in accounts.merged_accounts(account))]
    rows = [
        (
            one,
            one.account_number == account.number
            and names.url(SiteKind.COURT, f"/admissions/{one.pk}", court=one.court_id),
        )
        for one in queries.requests_of(*numbers)
    ]
    return manage_page(request, "efile/requests.html", {"rows": rows, "here": "View All My Requests"})


def _to_court(request: HttpRequest, applicants: str, heading: str) -> HttpResponse:
    """The three short pages: each takes what the one before has chosen from the address."""
    account, names = accounts.own(actor_of(request)), site_of(request).names
    register_url = names.url(SiteKind.PACER, "/register")
    rules.check_can_register(account, upgrade_url=reverse("upgrade"), register_url=register_url)
    page: dict[str, object] = {"here": heading, "heading": heading, "for_attorneys": applicants == "attorney"}
    types = queries.court_types()
    type_form = CourtTypeForm(request.GET if "type" in request.GET else None, types=types)
    if not type_form.is_valid():
        return manage_page(request, "efile/choose.html", {**page, "form": type_form})
    kind = type_form.cleaned_data["type"]
    courts = list(queries.courts_of_type(kind))
    form = CourtForm(request.GET if "court" in request.GET else None, courts=courts, initial={"type": kind})
    if not form.is_valid():
        type_name = dict(types)[kind]
        return manage_page(request, "efile/choose.html", {**page, "form": form, "type_name": type_name})
    court = next(one for one in courts if one.court_id == form.cleaned_data["court"])
    url = names.url(SiteKind.COURT, f"/admissions?for={applicants}", court=court.court_id)
    return manage_page(request, "efile/go_on.html", {**page, "court": court, "url": url})
