"""Searching cases and reading dockets, under the addresses that PACER programs know."""

from django.urls import path

from opencmecf.court.query.case_items import PAGES
from opencmecf.court.query.views import (
    case_menu,
    docket_report,
    history,
    mobile_query,
    numbered_document,
    query,
)

urlpatterns = [
    path("cgi-bin/DktRpt.pl", docket_report.docket_report, name="docket-report"),
    path("cgi-bin/iquery.pl", query.query, name="query"),
    path("cgi-bin/iqquerymenu.pl", case_menu.case_menu, name="case-menu"),
    *(path(f"cgi-bin/{item.address}", case_menu.case_item, {"item": item.slug}, name=item.slug) for item in PAGES),
    path(
        "cgi-bin/AsccaseDisplay.pl", case_menu.case_item, {"item": "associated-cases"}, name="associated-cases-display"
    ),
    path("cgi-bin/HistDocQry.pl", history.history, name="history-documents"),
    path("cgi-bin/qryDocument.pl", numbered_document.view_document, name="view-document"),
    path("cgi-bin/show_case_doc", numbered_document.show_case_doc, name="show-case-doc"),
    path("cgi-bin/mobile_query.pl", mobile_query.mobile_query, name="mobile-query"),
    path("c/<str:number>", numbered_document.permanent_link, name="permanent-case-link"),
    path("c/<str:number>/<str:document>", numbered_document.permanent_link, name="permanent-document-link"),
    path("cgi-bin/possible_case_numbers.pl", query.possible_case_numbers, name="possible-case-numbers"),
]
