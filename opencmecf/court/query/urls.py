"""Searching cases and reading dockets, under the addresses that PACER programs know."""

from django.urls import path

from opencmecf.court.query.views import docket_report, documents, query, transport_room

urlpatterns = [
    path("cgi-bin/DktRpt.pl", docket_report.docket_report, name="docket-report"),
    path("cgi-bin/iquery.pl", query.query, name="query"),
    path("doc1/<str:document_id>", documents.document, name="document"),
    path("n/beam/servlet/TransportRoom", transport_room.transport_room, name="transport-room"),
    path("cmecf/servlet/TransportRoom", transport_room.transport_room, name="transport-room-cmecf"),  # ca5, ca7, ca11
    path("cgi-bin/possible_case_numbers.pl", query.possible_case_numbers, name="possible-case-numbers"),
]
