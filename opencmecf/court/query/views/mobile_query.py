"""The case in few words, for small screens and for programs that count entries."""

from __future__ import annotations

import re
from urllib.parse import unquote

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from opencmecf.court.docket.filings import entry_count
from opencmecf.court.query.views.case_menu import case_not_found, case_page
from opencmecf.court.query.views.named_case import case_of_id
from opencmecf.foundation.access import Permission, actor_of, door
from opencmecf.foundation.caching import never_cache

_CASE = re.compile(r"(?:^|&)caseid==?(?P<id>[^&]*)")


@door(Permission.CASE_QUERY, program=True)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mobile_query(request: HttpRequest) -> HttpResponse:
    """`mobile_query.pl?search=caseInfo&caseid=560001`: how many entries a case has. It costs nothing.

    Programs write two equals signs and send an empty POST (wire contract 6.15).
    """
    named = _CASE.search(unquote(request.META["QUERY_STRING"]))
    case = case_of_id(request, named["id"]) if named else None
    if case is None:
        return case_not_found(request)
    return case_page(request, case, "query/case/mobile_query.html", entries=entry_count(case, actor_of(request)))
