"""The docket report.

Query strings here are opaque (wire contract 0, rule 5): a case id, or a token that says nothing.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from opencmecf.court.cases.models import Case
from opencmecf.court.docket.models import Docket
from opencmecf.court.docket.queries import has_more_entries
from opencmecf.court.profile.queries import court_of
from opencmecf.court.query import report
from opencmecf.court.query.answers import report_page
from opencmecf.court.query.case_head import case_head
from opencmecf.court.query.forms import DocketForm
from opencmecf.court.query.views.named_case import NOT_FOUND, case_of_id, cases_of_number, docket_of_id
from opencmecf.court.query.wanted import Wanted
from opencmecf.foundation import clock
from opencmecf.foundation.access import Permission, actor_of, door
from opencmecf.foundation.caching import never_cache

LONG_DOCKET = 300  # entries, as in the courts' own system (feature map 5.3)
_PAST = (("week", 7), ("90 days", 90), ("year", 365))


@door(Permission.CASE_QUERY, program=True)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def docket_report(request: HttpRequest) -> HttpResponseBase:
    """`DktRpt.pl`: the selection screen, and the report that it asks for.

    A report comes by a POST without a CSRF token, and the one thing it writes is the charge for itself: that is the
    classic contract, which PACER programs rely on. The session cookie goes with no POST from another site.
    """
    if request.method != "POST":
        return _selection(request)
    form = DocketForm(request.POST, kind=court_of(request).kind)
    if not form.is_valid():
        return _docket_form(request, form)
    docket = docket_of_id(request, form.cleaned_data["all_case_ids"].split(",", maxsplit=1)[0].strip())
    case = _wanted_case(request, docket, form.cleaned_data["case_num"], form)
    if case is None:
        return _docket_form(request, form)
    wanted = Wanted.of_form(form.cleaned_data)
    if _asks_first(request, wanted, case):
        return render(request, "query/long_docket.html", _long_docket(request, case))
    try:
        asked = report.Asked(
            case=case,
            wanted=wanted,
            court=court_of(request),
            actor=actor_of(request),
            docket=docket if docket is not None and docket.case == case else None,
        )
        made = report.docket_report(asked)
    except report.NothingSelected as nothing:
        page = {"number": nothing.number, "case": case, "section": "Query"}
        return render(request, "query/nothing_selected.html", page)
    return report_page(request, made)


def _asks_first(request: HttpRequest, wanted: Wanted, case: Case) -> bool:
    """Return whether to ask before a long report. Programs give a first date or press no button, and are not asked."""
    asked_by_a_person = "button1" in request.POST and not request.POST.get("date_from", "").strip()
    return asked_by_a_person and not wanted.narrows and has_more_entries(case, LONG_DOCKET, actor_of(request))


def _long_docket(request: HttpRequest, case: Case) -> dict[str, Any]:
    """The question, with everything that was asked for, so that nothing is chosen twice."""
    today = clock.today(court_of(request).reference.zone)
    choices = [(f"The past {name}", f"{today - timedelta(days=days):%m/%d/%Y}") for name, days in _PAST]
    chosen = [(name, value) for name, value in request.POST.items() if name not in {"button1", "date_from"}]
    return {"case": case, "choices": choices, "chosen": chosen, "section": "Query"}


def _selection(request: HttpRequest) -> HttpResponse:
    """The screen, filled in for the case of the query string where that names one."""
    query = unquote(request.META["QUERY_STRING"])
    number = ""
    if "caseNumber=" in query:
        asked_for = parse_qs(request.META["QUERY_STRING"])
        number = asked_for.get("caseNumber", [""])[0]
        query = asked_for.get("caseId", [""])[0]
    case = case_of_id(request, query)
    kind = court_of(request).kind
    if kind.has_transport_room:
        asked = urlencode({"servlet": "DocketReportFilter.jsp", "caseNum": case.number if case else number})
        return HttpResponseRedirect(f"/n/beam/servlet/TransportRoom?{asked}")
    if case is not None:
        named = {"all_case_ids": case.pacer_case_id, "case_num": case.number}
        return _docket_form(request, DocketForm(initial=named, kind=kind), case)
    problem = NOT_FOUND if query.isdecimal() and not number else ""
    return _docket_form(request, DocketForm(initial={"case_num": number}, kind=kind), problem=problem)


def _wanted_case(request: HttpRequest, docket: Docket | None, typed: str, form: DocketForm) -> Case | None:
    """The case of the form. A number that somebody has typed over that of the given case is meant instead."""
    case = docket.case if docket else None
    if not typed.strip() or (case is not None and typed.strip() in {case.number, case.number_core}):
        found = [case] if case else []
    else:
        found = cases_of_number(request, typed)
        if case is not None and case in found:
            found = [case]
    if len(found) == 1:
        return found[0]
    several = ", ".join(case.number for case in found)
    form.add_error("case_num", f"Several cases have this number: {several}. Type it in full." if found else NOT_FOUND)
    return None


def _docket_form(
    request: HttpRequest, form: DocketForm, case: Case | None = None, *, problem: str = ""
) -> HttpResponse:
    free = actor_of(request).may(Permission.BILLING_VIEW_FREE)
    head = case_head(case, court=court_of(request), actor=actor_of(request)) if case else None
    page = {"form": form, "head": head, "problem": problem, "free": free, "section": "Query"}
    return render(request, "query/docket_form.html", page)
