"""Searching cases."""

from __future__ import annotations

import re
from urllib.parse import unquote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from opencmecf.court.cases.models import Case
from opencmecf.court.query.forms import QueryForm
from opencmecf.court.query.possible_cases import possible_cases_xml
from opencmecf.court.query.views.named_case import NOT_FOUND, case_of_id, cases_of_number
from opencmecf.foundation.access import Permission, door

_UNTYPABLE = re.compile(r"[^\w:~. /-]", re.ASCII)


@door(Permission.CASE_QUERY, program=True)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def query(request: HttpRequest) -> HttpResponse:
    """`iquery.pl`: the cases that have a number, with links to their dockets. It costs nothing and changes nothing."""
    form = QueryForm(request.POST if request.method == "POST" else None)
    found: list[Case] = []
    if form.is_bound and form.is_valid():
        typed = form.cleaned_data["case_num"]
        by_id = case_of_id(request, form.cleaned_data["all_case_ids"])
        found = cases_of_number(request, typed) if typed else [by_id] if by_id else []
        if not found:
            form.add_error("case_num", NOT_FOUND)
    elif not form.is_bound:
        by_id = case_of_id(request, unquote(request.META["QUERY_STRING"]))
        found = [by_id] if by_id else []
    return render(request, "query/query.html", {"form": form, "found": found, "section": "Query"})


@door(Permission.CASE_QUERY, program=True)
@never_cache
@require_safe
def possible_case_numbers(request: HttpRequest) -> HttpResponse:
    """`possible_case_numbers.pl?20-20001`: the cases that a number may mean, as XML without a declaration."""
    typed = _UNTYPABLE.sub("", unquote(request.META["QUERY_STRING"]))[:100]
    return HttpResponse(
        possible_cases_xml(typed, cases_of_number(request, typed)), content_type="text/xml; charset=utf-8"
    )
