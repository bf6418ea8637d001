"""The go-live rehearsed, and undone."""

from __future__ import annotations

import csv
from collections import Counter
from typing import Any

import httpx
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from opencmecf.court.desk import actions, queries, rules
from opencmecf.court.desk.forms import ReasonForm
from opencmecf.court.profile.queries import HostedCourt, court_of
from opencmecf.foundation.access import Actor, Permission, actor_of, door
from opencmecf.foundation.caching import never_cache
from opencmecf.foundation.errors import Refused

LONGEST_LIST = 500


@door(Permission.COURT_GO_LIVE)
@never_cache
@require_safe
def rehearsal(request: HttpRequest) -> HttpResponse:
    """Who is ready for the move, and who is not; nothing changes by it."""
    rows = _rehearsed(court_of(request), actor_of(request))
    open_rows = [row for row in rows if not row.is_ready]
    page = {
        "counts": rules.counted(rows),
        "count": len(rows),
        "ready": len(rows) - len(open_rows),
        "open_rows": open_rows[:LONGEST_LIST],
        "left_out": max(0, len(open_rows) - LONGEST_LIST),
    }
    return _page(request, "desk/rehearsal.html", page, here="Rehearse the move")


@door(Permission.COURT_GO_LIVE)
@never_cache
@require_safe
def rehearsal_csv(request: HttpRequest) -> HttpResponse:
    """The same for every account, as CSV."""
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    court_id = court_of(request).court_id
    answer["Content-Disposition"] = f'attachment; filename="{court_id}-go-live-rehearsal.csv"'
    writer = csv.writer(answer)
    writer.writerow(["login", "name", "e-mail", "role", "state", "what follows"])
    for row in _rehearsed(court_of(request), actor_of(request)):
        writer.writerow([_cell(text) for text in (row.login, row.name, row.email, row.role, row.label, row.advice)])
    return answer


@door(Permission.COURT_GO_LIVE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reverse(request: HttpRequest) -> HttpResponse:
    """Undo the move, until the first filing; says what will happen first."""
    court = court_of(request)
    rules.check_can_be_reversed(is_nextgen=court.settings.is_nextgen, has_filing=queries.has_filing(court.settings))
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason, actor = form.cleaned_data["reason"], actor_of(request)
        if form.carry_out(lambda: actions.reverse_go_live(court=court.settings, reason=reason, actor=actor)):
            return redirect("home")
    page = {"form": form, "links": queries.accounts(actor_of(request), state="linked").count()}
    return _page(request, "desk/reverse.html", page, here="Undo the move")


def _rehearsed(court: HostedCourt, actor: Actor) -> list[rules.Readiness]:
    try:
        rows = queries.rehearsal(court, actor)
    except httpx.HTTPError as error:
        raise Refused("PACER does not answer at the moment.", "Try again in some minutes.") from error
    actions.note_rehearsal(court=court.settings, counts=dict(Counter(row.state for row in rows)), actor=actor)
    return rows


def _cell(text: str) -> str:
    """`text` so that no spreadsheet takes it for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def _page(request: HttpRequest, template: str, page: dict[str, Any], *, here: str) -> HttpResponse:
    trail = (("Move to NextGen", "/court/go-live"),)
    known = {"section": "Utilities", "trail": trail, "here": here, "court": court_of(request)}
    return render(request, template, {**known, **page})
