"""The history of an entry."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from opencmecf.court.clerk import queries, wording
from opencmecf.court.docket.models import DocketEntry
from opencmecf.court.profile.queries import court_of
from opencmecf.foundation.access import Permission, actor_of, door
from opencmecf.foundation.caching import never_cache


@door(Permission.CASE_QUERY)
@never_cache
@require_safe
def entry_history(request: HttpRequest, pk: int) -> HttpResponse:
    """Who changed what in an entry, when and why, as far as the reader may know of it. It costs nothing.

    What the entry says now is told beside a correction, and to court staff: all other docket text is charged for.
    """
    court, actor = court_of(request), actor_of(request)
    entry = queries.entry_with_id(pk=pk, court_id=court.court_id, actor=actor)
    revisions = queries.history(entry, actor)
    is_told = bool(revisions) or actor.may(Permission.RECORD_RESTRICTED_READ)
    readable = is_told and DocketEntry.objects.with_text_visible_to(actor).filter(pk=pk).exists()
    page = {
        "entry": entry,
        "case": entry.case,
        "words": entry.words if readable else "",
        "revisions": [(one, wording.printed_time(one.row.at, court.court_id)) for one in revisions],
        "sees_replaced": actor.may(Permission.RECORD_RESTRICTED_READ),
        "corrects": actor.may(Permission.DOCKET_ENTRY_CORRECT),
        "section": "Query",
    }
    return render(request, "clerk/history.html", page)
