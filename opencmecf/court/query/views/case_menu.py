"""The menu of one case, and the pages of its items."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_safe

from opencmecf.court.cases.models import Case
from opencmecf.court.profile.queries import court_of
from opencmecf.court.query.case_head import case_head
from opencmecf.court.query.case_items import MENUS, PAGES, CaseItem
from opencmecf.court.query.charging import asks_first, with_charge
from opencmecf.court.query.views.named_case import case_of_query_string
from opencmecf.foundation.access import Permission, actor_of, door
from opencmecf.foundation.caching import never_cache

_ITEMS = {item.slug: item for item in PAGES}


@door(Permission.CASE_QUERY, program=True)
@never_cache
@require_safe
def case_menu(request: HttpRequest) -> HttpResponse:
    """`iqquerymenu.pl`: the menu of the case that the query string names. It costs nothing."""
    case = case_of_query_string(request)
    return show_case_menu(request, case) if case is not None else case_not_found(request)


@door(Permission.CASE_QUERY, program=True)
@never_cache
@require_http_methods(["GET", "HEAD"])
def case_item(request: HttpRequest, item: str) -> HttpResponse:
    """`qrySummary.pl` and its like: one page about one case, charged for; free where there is nothing to show.

    A link on another web site leads to the question first, for it would spend the money of whoever follows it.
    """
    chosen = _ITEMS[item]
    case = case_of_query_string(request)
    if case is None:
        return case_not_found(request)
    if chosen.report is None:
        return case_page(request, case, "query/case/coming.html", chosen)
    if asks_first(request):
        return case_page(request, case, "query/case/ask_first.html", chosen, address=request.get_full_path())
    html = _charged(request, case, chosen)
    if not html:
        return case_page(request, case, "query/case/nothing.html", chosen)
    return case_page(request, case, "query/case/report.html", chosen, report=mark_safe(html))  # noqa: S308 - made of escaped parts


def show_case_menu(request: HttpRequest, case: Case, *, receipt: str = "") -> HttpResponse:
    """The menu of a case; with the receipt of the search that led to it."""
    items = MENUS[court_of(request).reference.kind]
    return case_page(
        request,
        case,
        "query/case/menu.html",
        works=[item for item in items if item.works],
        coming=[item for item in items if not item.works],
        free=actor_of(request).may(Permission.BILLING_VIEW_FREE),
        sees_pending_motions=actor_of(request).may(Permission.MOTIONS_PENDING_READ),
        receipt=mark_safe(receipt),  # noqa: S308 - made of escaped parts
    )


def case_page(
    request: HttpRequest, case: Case, template: str, item: CaseItem | None = None, **more: object
) -> HttpResponse:
    """A page about one case, below its head."""
    head = case_head(case, court=court_of(request), actor=actor_of(request))
    return render(request, template, {"head": head, "case": case, "item": item, "section": "Query", **more})


def case_not_found(request: HttpRequest) -> HttpResponse:
    """What is said of a case that is not there, or not there for this person."""
    return render(request, "query/case/not_found.html", {"section": "Query"})


@transaction.atomic
def _charged(request: HttpRequest, case: Case, item: CaseItem) -> str:
    """The page's HTML and receipt; "" where there is nothing to show, or a program asks for the head alone."""
    actor = actor_of(request)
    shown = item.report(case, actor) if item.report else None
    if shown is None or request.method == "HEAD":
        return ""
    html = render_to_string(item.template, {"case": case, **shown})
    return with_charge(html, description=item.title, criteria=case.number, court=court_of(request), actor=actor)
