"""Searching cases and reading dockets.

Query strings here are opaque (wire contract 0, rule 5): a case id, or a token that says nothing.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qs, unquote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from opencmecf.court.cases.models import Case
from opencmecf.court.cases.queries import case_by_id
from opencmecf.court.documents.queries import document_by_id
from opencmecf.court.profile.queries import court_of
from opencmecf.court.query import report
from opencmecf.court.query.forms import DocketForm, QueryForm
from opencmecf.court.query.possible_cases import possible_cases_xml
from opencmecf.court.query.typed_number import cases_typed
from opencmecf.foundation.access import Actor, Permission, actor_of, door
from opencmecf.foundation.errors import NotFound

NOT_FOUND = "Case not found."
_UNTYPABLE = re.compile(r"[^\w:~. /-]", re.ASCII)
_CASE_ID = re.compile(r"[0-9A-Fa-f][0-9A-Fa-f-]{0,35}")


@door(Permission.CASE_QUERY, program=True)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def docket_report(request: HttpRequest) -> HttpResponse:
    """`DktRpt.pl`: the selection screen, and the report that it asks for.

    A report comes by a POST without a CSRF token, and the one thing it writes is the charge for itself: that is the
    classic contract, which PACER programs rely on. The session cookie goes with no request from another site.
    """
    if request.method != "POST":
        return _selection(request)
    form = DocketForm(request.POST)
    if not form.is_valid():
        return _docket_form(request, form)
    wanted = form.cleaned_data
    case = _wanted_case(request, wanted["all_case_ids"], wanted["case_num"], form)
    if case is None:
        return _docket_form(request, form)
    try:
        html = report.docket_report(case=case, wanted=wanted, court=court_of(request), actor=actor_of(request))
    except report.NothingSelected as nothing:
        page = {"number": nothing.number, "case": case, "section": "Query"}
        return render(request, "query/nothing_selected.html", page)
    page = {"report": mark_safe(html), "number": case.number, "section": "Query"}  # noqa: S308 - made of escaped parts
    return render(request, "query/docket_report.html", page)


@door(Permission.CASE_QUERY, program=True)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def query(request: HttpRequest) -> HttpResponse:
    """`iquery.pl`: the cases that have a number, with links to their dockets. It costs nothing and changes nothing."""
    form = QueryForm(request.POST if request.method == "POST" else None)
    found: list[Case] = []
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data["case_num"]
        by_id = _by_id(request, form.cleaned_data["all_case_ids"])
        found = _by_number(request, typed) if typed else [by_id] if by_id else []
        if not found:
            form.add_error("case_num", NOT_FOUND)
    elif not form.is_bound:
        by_id = _by_id(request, unquote(request.META["QUERY_STRING"]))
        found = [by_id] if by_id else []
    return render(request, "query/query.html", {"form": form, "found": found, "section": "Query"})


@door(Permission.CASE_QUERY, program=True)
@never_cache
@require_safe
def possible_case_numbers(request: HttpRequest) -> HttpResponse:
    """`possible_case_numbers.pl?20-20001`: the cases that a number may mean, as XML without a declaration."""
    typed = _UNTYPABLE.sub("", unquote(request.META["QUERY_STRING"]))[:100]
    return HttpResponse(possible_cases_xml(typed, _by_number(request, typed)), content_type="text/xml; charset=utf-8")


@door(Permission.CASE_QUERY, program=True)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def document(request: HttpRequest, document_id: str) -> HttpResponse:
    """`/doc1/…`: says that a docket names the document and that it is not kept here. Nothing is charged.

    A document that the person may not know of is answered like one that no docket names.
    """
    court = court_of(request)
    page = {"court": court, "section": "Query", "document_id": document_id}
    try:
        document_by_id(court_id=court.court_id, document_id=document_id, actor=actor_of(request))
    except NotFound:
        return render(request, "query/no_document.html", page)
    return render(request, "query/document_not_kept.html", page)


def _selection(request: HttpRequest) -> HttpResponse:
    """The screen, filled in for the case of the query string where that names one."""
    query = unquote(request.META["QUERY_STRING"])
    number = ""
    if "caseNumber=" in query:
        named = parse_qs(request.META["QUERY_STRING"])
        number = named.get("caseNumber", [""])[0]
        query = named.get("caseId", [""])[0]
    case = _by_id(request, query)
    if case is not None:
        return _docket_form(
            request, DocketForm(initial={"all_case_ids": case.pacer_case_id, "case_num": case.number}), case
        )
    problem = NOT_FOUND if query.isdecimal() and not number else ""
    return _docket_form(request, DocketForm(initial={"case_num": number}), problem=problem)


def _wanted_case(request: HttpRequest, case_id: str, typed: str, form: DocketForm) -> Case | None:
    """The case of the form. A number that somebody has typed over that of the given case is meant instead."""
    case = _by_id(request, case_id.split(",", maxsplit=1)[0].strip())
    if not typed.strip() or (case is not None and typed.strip() in {case.number, case.number_core}):
        found = [case] if case else []
    else:
        found = _by_number(request, typed)
        if case is not None and case in found:
            found = [case]
    if len(found) == 1:
        return found[0]
    several = ", ".join(case.number for case in found)
    form.add_error("case_num", f"Several cases have this number: {several}. Type it in full." if found else NOT_FOUND)
    return None


def _by_id(request: HttpRequest, case_id: str) -> Case | None:
    if not _CASE_ID.fullmatch(case_id):
        return None
    actor: Actor = actor_of(request)
    try:
        return case_by_id(court_id=court_of(request).court_id, case_id=case_id, actor=actor)
    except NotFound:
        return None


def _by_number(request: HttpRequest, typed: str) -> list[Case]:
    found = cases_typed(court_id=court_of(request).court_id, text=typed, actor=actor_of(request))
    exact = [case for case in found if case.number == typed.strip()]
    return exact or found


def _docket_form(
    request: HttpRequest, form: DocketForm, case: Case | None = None, *, problem: str = ""
) -> HttpResponse:
    free = actor_of(request).may(Permission.BILLING_VIEW_FREE)
    page = {"form": form, "case": case, "problem": problem, "free": free, "section": "Query"}
    return render(request, "query/docket_form.html", page)
