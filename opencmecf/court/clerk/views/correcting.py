"""Correcting an entry."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from opencmecf.court.clerk import actions, queries, rules
from opencmecf.court.clerk.forms import CorrectionForm
from opencmecf.court.clerk.views.trail import trail_through
from opencmecf.court.docket.models import DocketEntry
from opencmecf.court.docket.queries import documents_of
from opencmecf.court.profile.queries import court_of
from opencmecf.foundation.access import Permission, Restriction, actor_of, door
from opencmecf.foundation.caching import never_cache
from opencmecf.foundation.errors import Refused


@door(Permission.DOCKET_ENTRY_CORRECT)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """What an entry says, to be typed anew. Whoever comes second is shown both texts, and nothing typed is lost."""
    entry = queries.entry_with_id(pk=pk, court_id=court_of(request).court_id, actor=actor_of(request))
    if request.method != "POST":
        return _page(request, entry, _form(request, entry, None))
    form = _form(request, entry, request.POST)
    if not form.is_valid():
        return _page(request, entry, form)
    try:
        actions.correct_entry(
            entry=entry,
            correction=form.correction(),
            seen=form.cleaned_data["revision"],
            reason=form.cleaned_data["reason"],
            former_level=Restriction(form.cleaned_data["former_level"]),
            tell=form.cleaned_data["tell"],
            actor=actor_of(request),
        )
    except rules.ChangedMeanwhile as changed:
        entry = queries.entry_with_id(pk=pk, court_id=entry.case.court_id, actor=actor_of(request))
        typed = {**request.POST.dict(), "revision": str(changed.number)}
        return _page(request, entry, _form(request, entry, typed), changed, status=409)
    except rules.NothingChanged as refused:
        return _page(request, entry, form, refused)
    return HttpResponseRedirect(reverse("clerk-entry", args=[pk]) + "?done=corrected")


def _form(request: HttpRequest, entry: DocketEntry, typed: Any) -> CorrectionForm:
    actor = actor_of(request)
    return CorrectionForm(
        typed,
        entry=entry,
        holdings=documents_of(entry, actor),
        links=queries.linked_entries(entry, actor),
        initial={"revision": queries.last_revision(entry)},
    )


def _page(
    request: HttpRequest, entry: DocketEntry, form: CorrectionForm, refused: Refused | None = None, *, status: int = 200
) -> HttpResponse:
    is_conflict = isinstance(refused, rules.ChangedMeanwhile)
    page = {
        "entry": entry,
        "case": entry.case,
        "others": queries.entered_with(entry, actor_of(request)),
        "form": form,
        "refused": refused,
        "meanwhile": next(iter(queries.history(entry, actor_of(request))), None) if is_conflict else None,
        "section": "Utilities",
        "trail": trail_through(entry),
        "here": "Correct",
    }
    return render(request, "clerk/correct.html", page, status=status)
