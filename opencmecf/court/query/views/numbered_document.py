"""Documents by their number in a docket: the screen “View a Document”, `show_case_doc`, and permanent links."""

from __future__ import annotations

from urllib.parse import unquote

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from opencmecf.court.cases.models import Case
from opencmecf.court.docket.filings import document_numbered
from opencmecf.court.profile.queries import court_of
from opencmecf.court.query.case_items import VIEW_A_DOCUMENT
from opencmecf.court.query.forms import DocumentForm
from opencmecf.court.query.views.case_menu import case_not_found, case_page
from opencmecf.court.query.views.named_case import case_of_id, case_of_query_string, cases_of_number, token_of
from opencmecf.foundation.access import Permission, actor_of, door
from opencmecf.foundation.caching import never_cache
from opencmecf.foundation.errors import NotFound
from opencmecf.foundation.reference import CourtKind

_NO_DOCUMENT = (
    "Either you do not have permission to view the document, or the document does not exist in the case. "
    "Compare the number with the docket."
)


@door(Permission.CASE_QUERY, program=True)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def view_document(request: HttpRequest) -> HttpResponse:
    """`qryDocument.pl`: asks for the number of a document and leads to it. The document has its own charge."""
    case = case_of_query_string(request)
    if case is None:
        return case_not_found(request)
    form = DocumentForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        address = _address(request, case, form.cleaned_data["document_number"], form.cleaned_data["attachment_number"])
        if address:
            return HttpResponseRedirect(address)
        form.add_error("document_number", _NO_DOCUMENT)
    return case_page(request, case, "query/case/view_document.html", VIEW_A_DOCUMENT, form=form, token=token_of(case))


@door(Permission.CASE_QUERY, program=True)
@never_cache
@require_safe
def show_case_doc(request: HttpRequest) -> HttpResponse:
    """`show_case_doc?12,560001,3,,`: leads to attachment 3 of document 12 of that case (wire contract 6.10)."""
    number, case_id, attachment = (*unquote(request.META["QUERY_STRING"]).split(","), "", "", "")[:3]
    case = case_of_id(request, case_id.strip())
    if case is None:
        return case_not_found(request)
    address = _address(request, case, number.strip(), _attachment(attachment.strip()))
    if address:
        return HttpResponseRedirect(address)
    return render(request, "query/no_document.html", {"section": "Query"})


@door(Permission.CASE_QUERY)
@never_cache
@require_safe
def permanent_link(request: HttpRequest, number: str, document: str = "") -> HttpResponse:
    """`/c/1:20-cv-20001` leads to the menu of the case, `/c/1:20-cv-20001/45-2` to attachment 2 of document 45.

    Raises `NotFound`, also where several cases have the number and a document is asked for.
    """
    found = cases_of_number(request, number)
    if not found or (document and len(found) > 1):
        raise NotFound
    if len(found) > 1:
        return render(request, "query/several_cases.html", {"found": found, "number": number, "section": "Query"})
    if not document:
        return HttpResponseRedirect(f"/cgi-bin/iqquerymenu.pl?{found[0].pacer_case_id}")
    main, _, attachment = document.partition("-")
    address = _address(request, found[0], main, _attachment(attachment))
    if not address:
        raise NotFound
    return HttpResponseRedirect(address)


def _address(request: HttpRequest, case: Case, number: str, attachment: int | None) -> str:
    """The address of a document, "" where there is none of that number for this person.

    `attachment` is the number behind the hyphen, as the court prints it.
    """
    if attachment is not None:
        attachment = court_of(request).kind.document_menu.attachment_number(attachment)
    try:
        found = document_numbered(case, number=number, attachment=attachment, actor=actor_of(request))
    except NotFound:
        return ""
    folder = "docs1" if court_of(request).reference.kind is CourtKind.APPELLATE else "doc1"
    return f"/{folder}/{found.document_id}"


def _attachment(typed: str) -> int | None:
    return int(typed) if typed.isdecimal() and len(typed) < 6 else None
