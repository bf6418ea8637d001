"""Searching cases and reading dockets, under the addresses that PACER programs know."""

from django.urls import path

from opencmecf.court.query import views

urlpatterns = [
    path("cgi-bin/DktRpt.pl", views.docket_report, name="docket-report"),
    path("cgi-bin/iquery.pl", views.query, name="query"),
    path("doc1/<str:document_id>", views.document, name="document"),
    path("cgi-bin/possible_case_numbers.pl", views.possible_case_numbers, name="possible-case-numbers"),
]
