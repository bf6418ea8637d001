"""Searching cases."""

from __future__ import annotations

import re
from urllib.parse import unquote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_safe

from opencmecf.court.cases.models import Case
from opencmecf.court.cases.typed_number import typed_number
from opencmecf.court.profile.queries import court_of
from opencmecf.court.query.case_search_page import find_cases
from opencmecf.court.query.possible_cases import possible_cases_xml
from opencmecf.court.query.search_form import SearchForm
from opencmecf.court.query.views.case_menu import show_case_menu
from opencmecf.court.query.views.named_case import NOT_FOUND, case_of_id, case_of_query_string, cases_of_number
from opencmecf.foundation import clock
from opencmecf.foundation.access import Permission, actor_of, door
from opencmecf.foundation.caching import never_cache
from opencmecf.foundation.reference import causes

_UNTYPABLE = re.compile(r"[^\w:~. /-]", re.ASCII)
_NO_CASE = re.compile(r"(?:\d+-L_.*)?")


@door(Permission.CASE_QUERY, program=True)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def query(request: HttpRequest) -> HttpResponse:
    """`iquery.pl`: the search screen, what a search has found, and the menu of a case.

    A search comes by a POST without a CSRF token and writes nothing but the charge for what it shows, as the docket
    report does. Whoever names a case by its number or id is led to it for nothing.
    """
    if request.method == "POST":
        return _search(request)
    query_string = unquote(request.META["QUERY_STRING"])
    case = case_of_query_string(request)
    if case is not None:
        return show_case_menu(request, case)
    form = _form(request)
    return _screen(request, form, problem="" if _NO_CASE.fullmatch(query_string) else NOT_FOUND)


@door(Permission.CASE_QUERY, program=True)
@never_cache
@require_safe
def possible_case_numbers(request: HttpRequest) -> HttpResponse:
    """`possible_case_numbers.pl?20-20001`: the cases that a number may mean, as XML without a declaration."""
    typed = _UNTYPABLE.sub("", unquote(request.META["QUERY_STRING"]))[:100]
    return HttpResponse(
        possible_cases_xml(typed, cases_of_number(request, typed)), content_type="text/xml; charset=utf-8"
    )


def _search(request: HttpRequest) -> HttpResponse:
    form = _form(request, request.POST)
    if not form.is_valid():
        return _screen(request, form)
    if form.by_number:
        return _by_number(request, form)
    found = find_cases(
        criteria=form.cleaned_data["criteria"],
        told=form.told(),
        after=form.cleaned_data["after"],
        court=court_of(request),
        actor=actor_of(request),
    )
    if found.only_case is not None:
        return show_case_menu(request, found.only_case, receipt=found.receipt)
    page = {"report": mark_safe(found.html), "form": form, "after": found.after, "section": "Query"}  # noqa: S308 - made of escaped parts
    return render(request, "query/found_cases.html", page)


def _by_number(request: HttpRequest, form: SearchForm) -> HttpResponse:
    found = _numbered(request, form)
    if not found:
        form.add_error("case_num", NOT_FOUND)
        return _screen(request, form)
    if len(found) == 1:
        return show_case_menu(request, found[0])
    return _screen(request, form, found=found)


def _numbered(request: HttpRequest, form: SearchForm) -> list[Case]:
    """The cases of the form. A number that somebody has typed over that of the given case is meant instead."""
    typed = form.cleaned_data["case_num"]
    by_id = case_of_id(request, form.cleaned_data["all_case_ids"].split(",", maxsplit=1)[0].strip())
    found = cases_of_number(request, typed) if typed else []
    if by_id is not None and (typed_number(typed) is None or by_id in found):
        return [by_id]
    return found


def _form(request: HttpRequest, data: object = None) -> SearchForm:
    court = court_of(request)
    return SearchForm(
        data,
        kind=court.kind,
        days=court.kind.days_searched,
        today=lambda: clock.today(court.reference.zone),
    )


def _screen(
    request: HttpRequest, form: SearchForm, *, found: list[Case] | None = None, problem: str = ""
) -> HttpResponse:
    page = {
        "form": form,
        "found": found,
        "problem": problem,
        "causes": causes().values(),
        "free": actor_of(request).may(Permission.BILLING_VIEW_FREE),
        "section": "Query",
    }
    return render(request, "query/query.html", page)
