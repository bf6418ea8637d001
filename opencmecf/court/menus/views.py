"""A court's home page and what each item of the menu bar opens. Each says truthfully what is there."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from opencmecf.court.filers.rules import disabled
from opencmecf.court.filing.menu import events_found
from opencmecf.court.menus import utilities
from opencmecf.court.menus.forms import GoLiveForm
from opencmecf.court.profile import actions as profile
from opencmecf.court.profile.queries import court_of
from opencmecf.court.sessions.middleware import linked_account_of, unfit_to_link
from opencmecf.foundation.access import Opening, Permission, Role, actor_of, door
from opencmecf.foundation.errors import Refused
from opencmecf.foundation.sites import SiteKind, site_of


@door(Opening.PUBLIC)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The court's ECF home with the link “<Court> – Document Filing System” (L1)."""
    site, court, account = site_of(request), court_of(request), linked_account_of(request)
    page = {
        "court": court,
        "disabled": disabled(account) if account and not account.is_active else None,
        "unfit": unfit_to_link(request),
        "may_file": actor_of(request).may(Permission.DOCUMENT_FILE) and not court.settings.is_archive,
        "register_url": site.names.url(SiteKind.PACER, "/register"),
    }
    return render(request, "menus/home.html", page)


@door(Opening.SIGNED_IN, program=True)
@require_safe
def display_menu(request: HttpRequest) -> HttpResponse:
    """`/cgi-bin/DisplayMenu.pl?Reports` and `?Utilities`."""
    actor, court = actor_of(request), court_of(request)
    wanted = request.META["QUERY_STRING"]
    if wanted == "Reports":
        actor.require(Permission.REPORT_RUN)
        page = {
            "court": court,
            "sees_pending_motions": actor.may(Permission.MOTIONS_PENDING_READ),
            "section": "Reports",
        }
        return render(request, "menus/reports.html", page)
    if wanted == "Utilities":
        actor.require(Permission.UTILITIES_OPEN)
        page = {
            "court": court,
            "groups": utilities.groups(court, actor),
            "by_court_login": Role.COURT_LOGIN in actor.roles,
            "section": "Utilities",
        }
        return render(request, "menus/utilities.html", page)
    raise Refused("There is no menu of that name.", "Choose an item of the menu bar.")


@door(Permission.SEARCH_RUN)
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Search finds menu items and events by what people type."""
    text, court, actor = request.GET.get("q", "").strip(), court_of(request), actor_of(request)
    found = utilities.search(text, court, actor) if text else []
    events = events_found(text, court=court, actor=actor) if text else []
    page = {"court": court, "q": text, "found": found, "events": events, "section": "Search"}
    return render(request, "menus/search.html", page)


@door(Permission.COURT_GO_LIVE)
@require_http_methods(["GET", "HEAD", "POST"])
def go_live(request: HttpRequest) -> HttpResponse:
    """Schedules the move to NextGen and carries it out (S3)."""
    court, actor = court_of(request), actor_of(request)
    form = GoLiveForm(request.POST or None, initial={"on": court.settings.go_live_on})
    refused: Refused | None = None
    if request.method == "POST":
        try:
            if "carry_out" in request.POST:
                profile.go_live(court=court.settings, actor=actor)
                return HttpResponseRedirect(request.path)
            if form.is_valid():
                profile.schedule_go_live(court=court.settings, on=form.cleaned_data["on"], actor=actor)
                return HttpResponseRedirect(request.path)
        except Refused as error:
            refused = error
    return render(request, "menus/go_live.html", {"court": court, "form": form, "refused": refused})
