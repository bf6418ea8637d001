"""`show_temp.pl`: the file that was paid for, for an hour."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from opencmecf.court.documents.rules import PDF
from opencmecf.court.profile.queries import court_of
from opencmecf.court.viewing import queries
from opencmecf.court.viewing.files import file_of, name_of, zip_of
from opencmecf.court.viewing.models import Retrieval
from opencmecf.court.viewing.views import answers
from opencmecf.foundation.access import Opening, Permission, actor_of, door
from opencmecf.foundation.errors import NotFound
from opencmecf.foundation.storage.sending import send_file, send_pieces


@door(Opening.PUBLIC, program=True)
@require_safe
def temporary_file(request: HttpRequest) -> HttpResponseBase:
    """The file of a retrieval: of a free look for whoever has its id, else of the person's own."""
    try:
        retrieval_id = UUID(request.GET.get("file", ""))
    except ValueError:
        return _own_file(request, None)
    retrieval = queries.retrieval_shown_again(retrieval_id=retrieval_id, actor=actor_of(request))
    if retrieval is not None and retrieval.free_look_id is not None:
        return _file(request, retrieval)
    return _own_file(request, retrieval)


@door(Permission.CASE_QUERY, program=True)
def _own_file(request: HttpRequest, retrieval: Retrieval | None) -> HttpResponseBase:
    return _file(request, retrieval) if retrieval else answers.page(request, "viewing/expired.html")


def _file(request: HttpRequest, retrieval: Retrieval) -> HttpResponseBase:
    """The PDF or ZIP file. Who may see what is asked once more."""
    court = court_of(request)
    try:
        holdings = queries.retrieved(retrieval=retrieval, actor=actor_of(request))
    except NotFound:
        return answers.page(request, "viewing/expired.html")
    name = name_of(retrieval, holdings, court)
    try:
        if retrieval.form == Retrieval.Form.ZIP:
            pieces, length = zip_of(holdings, court, has_header=retrieval.has_header)
            return send_pieces(request, pieces, length=length, media_type="application/zip", name=name)
        path = file_of(holdings, court, form=retrieval.form, has_header=retrieval.has_header)
    except FileNotFoundError:
        return answers.lost(request, holdings)
    return send_file(request, path, media_type=PDF, name=name, attached=request.GET.get("download") == "1")
