"""Searching cases and reading dockets, under the addresses that PACER programs know."""

from django.urls import path

from opencmecf.court.query.views import docket_report, query

urlpatterns = [
    path("cgi-bin/DktRpt.pl", docket_report.docket_report, name="docket-report"),
    path("cgi-bin/iquery.pl", query.query, name="query"),
    path("cgi-bin/possible_case_numbers.pl", query.possible_case_numbers, name="possible-case-numbers"),
]
