"""The pages of `TransportRoom` about dockets: the report of a case, the screen that asks for it, and ways elsewhere."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.shortcuts import render

from opencmecf.court.cases.models import Case
from opencmecf.court.profile.queries import court_of
from opencmecf.court.query import report
from opencmecf.court.query.answers import report_page
from opencmecf.court.query.appellate_form import AppellateForm
from opencmecf.court.query.charging import asks_first
from opencmecf.court.query.views.named_case import NOT_FOUND, cases_of_number
from opencmecf.foundation.access import Permission, actor_of
from opencmecf.foundation.errors import Refused

_ELSEWHERE = {"CaseSearch.jsp": "/cgi-bin/iquery.pl", "InvalidUserLogin.jsp": "/cgi-bin/login.pl?logout"}


def docket_page(request: HttpRequest, asked: QueryDict) -> HttpResponseBase:
    """The page about a docket that `servlet` names. Raises `Refused` where there is none of that name.

    Programs run the report by a GET, as the courts' own links do; the one thing that it writes is its charge. A browser
    that a link on another web site has led here gets the screen, filled in; so does whoever asks for the head alone.
    """
    servlet = asked.get("servlet", "")
    if servlet in _ELSEWHERE:
        return HttpResponseRedirect(_ELSEWHERE[servlet])
    if servlet == "CaseSummary.jsp" and asked.get("caseNum") and request.method != "HEAD":
        return _report(request, asked)
    if servlet in {"CaseSummary.jsp", "DocketReportFilter.jsp"}:
        number = asked.get("caseNum", "")
        form = AppellateForm(initial={"caseNum": number}, kind=court_of(request).kind)
        return _screen(request, form, _case(request, number))
    raise Refused("There is no such page at this court.", "Choose an item of the menu bar.")


def _report(request: HttpRequest, asked: QueryDict) -> HttpResponseBase:
    if asked.get("outputXML_TXT"):
        raise Refused("The docket is not offered as XML or text.", "Run the report as a page.")
    form = AppellateForm(asked, kind=court_of(request).kind)
    if not form.is_valid():
        return _screen(request, form)
    case = _case(request, form.cleaned_data["caseNum"], form)
    if case is None:
        return _screen(request, form)
    if asks_first(request):
        return _screen(request, form, case)
    wanted = form.wanted()
    try:
        made = report.docket_report(
            report.Asked(case=case, wanted=wanted, court=court_of(request), actor=actor_of(request))
        )
    except report.NothingSelected as nothing:
        return render(request, "query/nothing_selected.html", _page(number=nothing.number, case=case))
    return report_page(request, made)


def _case(request: HttpRequest, number: str, form: AppellateForm | None = None) -> Case | None:
    """The one case with a number; `form` takes up what is wrong with it."""
    found = cases_of_number(request, number) if number.strip() else []
    if len(found) == 1:
        return found[0]
    if form is not None:
        several = ", ".join(case.number for case in found)
        said = f"Several cases have this number: {several}. Type it in full." if found else NOT_FOUND
        form.add_error("caseNum", said)
    return None


def _screen(request: HttpRequest, form: AppellateForm, case: Case | None = None) -> HttpResponse:
    free = actor_of(request).may(Permission.BILLING_VIEW_FREE)
    return render(request, "query/appellate_form.html", _page(form=form, case=case, free=free))


def _page(**more: Any) -> dict[str, Any]:
    return {"section": "Query", **more}
