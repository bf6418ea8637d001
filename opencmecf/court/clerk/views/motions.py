"""Motions that wait for a ruling: of one case, or of the whole court."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from opencmecf.court.cases.models import Case
from opencmecf.court.clerk import queries
from opencmecf.court.clerk.forms import PendingMotionsForm
from opencmecf.court.profile.queries import court_of
from opencmecf.court.query.views.named_case import NOT_FOUND, cases_of_number
from opencmecf.foundation import clock
from opencmecf.foundation.access import Permission, actor_of, door
from opencmecf.foundation.caching import never_cache
from opencmecf.foundation.spreadsheet import csv_file

PAGE_SIZE = 100
HEADINGS = ("Case", "Title", "Number", "Filed", "Days", "Parts", "Judge")


@door(Permission.MOTIONS_PENDING_READ)
@never_cache
@require_safe
def pending_motions(request: HttpRequest) -> HttpResponse:
    """The motions that wait, the oldest first, as a page or as CSV. It costs nothing."""
    court, actor = court_of(request), actor_of(request)
    judges = queries.judges_with_motions(court_id=court.court_id, actor=actor)
    form = PendingMotionsForm(request.GET, judges=judges, kind=court.kind)
    case = _case(request, form)
    if not form.is_valid():
        return render(request, "clerk/pending_motions.html", {"form": form, "section": "Reports"})
    found = queries.pending_motions(
        court_id=court.court_id,
        today=clock.today(court.reference.zone),
        case=case,
        judge=form.cleaned_data["judge"],
        at_least_days=form.cleaned_data["days"] or 0,
        actor=actor,
    )
    if request.GET.get("format") == "csv":
        return csv_file(f"pending-motions-{court.court_id}.csv", HEADINGS, map(_csv_row, found))
    chosen = request.GET.copy()
    chosen.pop("page", None)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    shown = {"form": form, "page": page, "case": case, "chosen": chosen.urlencode(), "section": "Reports"}
    return render(request, "clerk/pending_motions.html", shown)


def _case(request: HttpRequest, form: PendingMotionsForm) -> Case | None:
    """Return the case that is named, if one is; says what is wrong with a number that names none or several."""
    typed = form.cleaned_data.get("case_number", "") if form.is_valid() else ""
    if not typed:
        return None
    cases = cases_of_number(request, typed)
    if len(cases) == 1:
        return cases[0]
    listed = ", ".join(one.number for one in cases[:5])
    form.add_error("case_number", f"Several cases have this number: {listed}. Type it in full." if cases else NOT_FOUND)
    return None


def _csv_row(motion: queries.PendingMotion) -> list[str | int]:
    filed = f"{motion.entry.date_filed:%m/%d/%Y}" if motion.entry.date_filed else ""
    days = motion.days if motion.days is not None else ""
    return [motion.case.number, motion.case.title, motion.entry.number or "", filed, days, motion.reliefs, motion.judge]
