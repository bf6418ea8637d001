"""The list of new filings, and the look at one of them."""

from __future__ import annotations

from datetime import timedelta

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from opencmecf.court.clerk import actions, queries, rules, wording
from opencmecf.court.clerk.forms import FindEntryForm, QueueForm, ReviewForm
from opencmecf.court.clerk.models import FilingReview
from opencmecf.court.clerk.queries.filings import NOT_LOOKED_AT
from opencmecf.court.clerk.views.trail import TO_AN_ENTRY, name_of
from opencmecf.court.docket.models import DocketEntry
from opencmecf.court.docket.queries import documents_of
from opencmecf.court.profile.queries import court_of
from opencmecf.court.query.views.named_case import NOT_FOUND, cases_of_number
from opencmecf.foundation import clock
from opencmecf.foundation.access import Permission, actor_of, door
from opencmecf.foundation.caching import never_cache
from opencmecf.foundation.errors import NotFound

SHOWN_AT_FIRST = timedelta(days=7)
PAGE_SIZE = 50
SAID = {"corrected": "The entry is corrected", "replaced": "The document is replaced", "reviewed": "Your note is kept"}


@door(Permission.DOCKET_ENTRY_CORRECT)
@never_cache
@require_safe
def filings(request: HttpRequest) -> HttpResponse:
    """The filings since a day that wait for a look, and the e-mails that did not arrive."""
    court, actor = court_of(request), actor_of(request)
    first = clock.today(court.reference.zone) - SHOWN_AT_FIRST
    form = QueueForm({"since": f"{first:%m/%d/%Y}", "state": NOT_LOOKED_AT, **request.GET.dict()})
    if not form.is_valid():
        return render(request, "clerk/filings.html", {"form": form, "section": "Utilities"})
    since, state = form.cleaned_data["since"], form.cleaned_data["state"]
    found = queries.filings(court=court, since=since, state=state, actor=actor)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    shown = {
        "form": form,
        "page": page,
        "rows": [queries.Filing(row, wording.printed_time(row.receipt.accepted_at, court.court_id)) for row in page],
        "undelivered": queries.undelivered(court=court, since=since, actor=actor),
        "chosen": f"since={since:%m/%d/%Y}&state={state}",
        "section": "Utilities",
    }
    return render(request, "clerk/filings.html", shown)


@door(Permission.DOCKET_ENTRY_CORRECT)
@never_cache
@require_safe
def find_entry(request: HttpRequest) -> HttpResponse:
    """Leads to an entry by the numbers of case and document."""
    actor = actor_of(request)
    form = FindEntryForm(request.GET or None, kind=court_of(request).kind)
    if form.is_bound and form.is_valid():
        cases = cases_of_number(request, form.cleaned_data["case_number"])
        if len(cases) > 1:
            listed = ", ".join(case.number for case in cases[:5])
            form.add_error("case_number", f"Several cases have this number: {listed}. Type it in full.")
        elif not cases:
            form.add_error("case_number", NOT_FOUND)
        else:
            try:
                found = queries.entry_of_case(case=cases[0], number=form.cleaned_data["number"], actor=actor)
                return HttpResponseRedirect(reverse("clerk-entry", args=[found.pk]))
            except NotFound:
                form.add_error("number", "The case has no entry with this number. Look at its docket sheet.")
    return render(request, "clerk/find_entry.html", {"form": form, "section": "Utilities"})


@door(Permission.DOCKET_ENTRY_CORRECT)
@never_cache
@require_safe
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """One entry: what it says and holds, what came of a look at it, and what can be done."""
    found = queries.entry_with_id(pk=pk, court_id=court_of(request).court_id, actor=actor_of(request))
    known = getattr(found, "review", None)
    initial = {"state": known.state, "note": known.note} if known else {}
    return _entry_page(request, found, ReviewForm(initial=initial))


@door(Permission.DOCKET_ENTRY_CORRECT)
@require_POST
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Notes what came of a look at a filing; from the list, leads back to the list."""
    found = queries.entry_with_id(pk=pk, court_id=court_of(request).court_id, actor=actor_of(request))
    form = ReviewForm(request.POST)
    if not form.is_valid():
        return _entry_page(request, found, form)
    state = FilingReview.State(form.cleaned_data["state"])
    actions.review_filing(entry=found, state=state, note=form.cleaned_data["note"], actor=actor_of(request))
    if "list" in request.POST:
        return HttpResponseRedirect(f"{reverse('clerk-filings')}?{QueryDict(request.POST['list']).urlencode()}")
    return HttpResponseRedirect(reverse("clerk-entry", args=[pk]) + "?done=reviewed")


def _entry_page(request: HttpRequest, found: DocketEntry, form: ReviewForm) -> HttpResponse:
    actor = actor_of(request)
    others = queries.entered_with(found, actor)
    page = {
        "entry": found,
        "others": others,
        "still_open": [one for one in others if rules.is_open_further(one, found)],
        "case": found.case,
        "holdings": documents_of(found, actor),
        "receipt": getattr(getattr(found, "filed_as", None), "receipt", None),
        "review": getattr(found, "review", None),
        "form": form,
        "done": SAID.get(request.GET.get("done", ""), ""),
        "last": next(iter(queries.history(found, actor)), None),
        "section": "Utilities",
        "trail": TO_AN_ENTRY,
        "here": name_of(found),
    }
    return render(request, "clerk/entry.html", page)
