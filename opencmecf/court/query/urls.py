"""Searching cases and reading dockets, under the addresses that PACER programs know."""

from django.urls import path

from opencmecf.court.query import views

urlpatterns = [path("cgi-bin/DktRpt.pl", views.docket_report, name="docket-report")]
