"""The filing items of the menu bar: the categories of events, the search for one, and the beginning of a draft."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from opencmecf.court.docket.events.event import Dictionary
from opencmecf.court.docket.events.of_court import dictionary_of
from opencmecf.court.docket.events.searching import search
from opencmecf.court.filers.models import CourtAccount
from opencmecf.court.filing import actions, queries
from opencmecf.court.filing.content import ChosenEvent, Content, Step
from opencmecf.court.filing.menu import events_menu
from opencmecf.court.filing.models import Draft
from opencmecf.court.filing.queries import workspace_with
from opencmecf.court.filing.steps.events import choices
from opencmecf.court.filing.views.heading import show_only_principal, show_principal
from opencmecf.court.profile.kinds import FilingMenu
from opencmecf.court.profile.queries import court_of
from opencmecf.foundation.access import Permission, actor_of, door
from opencmecf.foundation.caching import never_cache
from opencmecf.foundation.errors import Refused


@door(Permission.DOCUMENT_FILE)
@never_cache
@require_safe
def filing_menu(request: HttpRequest, slug: str) -> HttpResponse:
    """Civil, Criminal, Bankruptcy, Adversary or Filing, as the kind of court has them (L11)."""
    court, actor = court_of(request), actor_of(request)
    menu = _menu(request, slug)
    page = {"court": court, "menu": menu, "section": menu.label}
    dictionary = dictionary_of(court.court_id)
    queries.check_may_open_menu(actor)
    principals = queries.principals_of(actor)
    show_only_principal(request, principals)
    kind, wanted = menu.cases, request.GET.get("q", "").strip()
    menus = queries.menus_of(actor)
    groups = events_menu(dictionary, menus, kind)
    found = search(dictionary.open_to(menus, kind), wanted) if wanted else []
    hits = [(event, dictionary.category(event.category)) for event in found]
    page |= {"groups": groups, "q": wanted, "hits": hits, "drafts": len(queries.open_drafts(actor))}
    page |= {"role": queries.role_in_words(actor), "principals": principals}
    return render(request, "filing/menu.html", page)


@door(Permission.DOCUMENT_FILE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, slug: str, category: str) -> HttpResponse:
    """The events of one category: select, and begin."""
    court, actor = court_of(request), actor_of(request)
    menu, dictionary = _menu(request, slug), dictionary_of(court.court_id)
    _check_category(dictionary, category)
    codes = list(dict.fromkeys((request.POST if request.method == "POST" else request.GET).getlist("event")))
    queries.check_may_open_menu(actor)
    principals = queries.principals_of(actor)
    acting_for = _chosen(principals, request)
    show_principal(request, acting_for)
    content = Content(
        menu=menu.cases, category=category, events=tuple(ChosenEvent(code=code) for code in codes), done=(Step.EVENTS,)
    )
    refused: Refused | None = None
    if request.method == "POST" and request.POST.get("button") != "filter":
        try:
            draft = actions.start(court=court.settings, content=content, actor=actor, acting_for=acting_for)
        except Refused as error:
            refused = error
        else:
            return HttpResponseRedirect(reverse("filing-step", args=[draft.pk, Step.CASE.value]))
    wanted = request.POST.get("q", request.GET.get("q", "")).strip()
    space = workspace_with(Draft(court=court.settings, for_attorney=acting_for), content, actor)
    page = {
        "menu": menu,
        "section": menu.label,
        "refused": refused,
        "trail": [(menu.label, f"/{menu.slug}")],
        "principals": principals,
        "acting_for": acting_for,
    }
    return render(request, "filing/start.html", {**page, **choices(space, wanted, codes)})


def _chosen(principals: list[CourtAccount], request: HttpRequest) -> CourtAccount | None:
    """Return the filer for whom an agent files: the one that was chosen, or the only one; None for everybody else."""
    sent = request.POST if request.method == "POST" else request.GET
    wanted = sent.get("acting_for", "")
    chosen = next((one for one in principals if str(one.pk) == wanted), None)
    return chosen or (principals[0] if len(principals) == 1 else None)


def _menu(request: HttpRequest, slug: str) -> FilingMenu:
    court = court_of(request)
    menu = next((menu for menu in court.kind.filing_menus if menu.slug == slug), None)
    if menu is None or court.settings.is_archive:
        raise Http404
    return menu


def _check_category(dictionary: Dictionary, category: str) -> None:
    if dictionary.category(category) is None:
        raise Http404
