"""`show_temp.pl`: the file that was paid for, for an hour."""

from __future__ import annotations

from uuid import UUID

import structlog
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from opencmecf.court.documents.rules import PDF
from opencmecf.court.profile.queries import court_of
from opencmecf.court.viewing import queries
from opencmecf.court.viewing.files import file_of, name_of
from opencmecf.court.viewing.models import Retrieval
from opencmecf.court.viewing.views import answers
from opencmecf.foundation.access import Permission, actor_of, door
from opencmecf.foundation.errors import NotFound
from opencmecf.foundation.storage.sending import send_file

_log = structlog.get_logger(__name__)


@door(Permission.CASE_QUERY, program=True)
@require_safe
def temporary_file(request: HttpRequest) -> HttpResponseBase:
    """The PDF or ZIP file of a retrieval of the person's own. Who may see what is asked once more."""
    court = court_of(request)
    try:
        retrieval_id = UUID(request.GET.get("file", ""))
        retrieval, holdings = queries.retrieved(retrieval_id=retrieval_id, actor=actor_of(request))
    except (NotFound, ValueError):
        return answers.page(request, "viewing/expired.html")
    try:
        path = file_of(retrieval, holdings, court)
    except FileNotFoundError:
        _log.exception("stored_file_lost", documents=[holding.document.chain for holding in holdings])
        return answers.lost(request)
    is_zip = retrieval.form == Retrieval.Form.ZIP
    return send_file(
        request,
        path,
        media_type="application/zip" if is_zip else PDF,
        name=name_of(retrieval, holdings, court),
        attached=is_zip or request.GET.get("download") == "1",
    )
