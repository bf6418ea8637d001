"""History/Documents of one case."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods

from opencmecf.court.cases.models import Case
from opencmecf.court.profile.queries import court_of
from opencmecf.court.query.case_items import HISTORY
from opencmecf.court.query.charging import with_charge
from opencmecf.court.query.forms import HistoryForm
from opencmecf.court.query.history import DOCUMENTS, history_html
from opencmecf.court.query.views.case_menu import case_not_found, case_page
from opencmecf.court.query.views.named_case import case_of_query_string, token_of
from opencmecf.foundation.access import Permission, actor_of, door
from opencmecf.foundation.caching import never_cache


@door(Permission.CASE_QUERY, program=True)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def history(request: HttpRequest) -> HttpResponse:
    """`HistDocQry.pl`: the selection screen, and the list that it asks for.

    The list comes by a POST without a CSRF token and writes the charge for itself alone. The token in the form's
    address names the case, since programs send no other field of it.
    """
    case = case_of_query_string(request)
    if case is None:
        return case_not_found(request)
    if request.method != "POST":
        free = actor_of(request).may(Permission.BILLING_VIEW_FREE)
        return case_page(
            request, case, "query/case/history_form.html", HISTORY, form=HistoryForm(), token=token_of(case), free=free
        )
    form = HistoryForm(request.POST)
    form.full_clean()
    html = _charged(request, case, form)
    if not html:
        return case_page(request, case, "query/case/no_history.html", HISTORY)
    return case_page(request, case, "query/case/report.html", HISTORY, report=mark_safe(html))  # noqa: S308 - made of escaped parts


@transaction.atomic
def _charged(request: HttpRequest, case: Case, form: HistoryForm) -> str:
    court, actor, wanted = court_of(request), actor_of(request), form.cleaned_data
    html = history_html(
        case,
        kind=court.reference.kind,
        documents_only=wanted["QueryType"] == DOCUMENTS,
        with_text=wanted["DisplayDktText"],
        newest_first=wanted["sort1"] == "desc",
        actor=actor,
    )
    if not html:
        return ""
    return with_charge(html, description=HISTORY.title, criteria=case.number, court=court, actor=actor)
