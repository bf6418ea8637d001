"""Documents under their classic addresses."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from opencmecf.court.documents.queries import document_by_id
from opencmecf.court.profile.queries import court_of
from opencmecf.foundation.access import Permission, actor_of, door
from opencmecf.foundation.errors import NotFound


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
