"""Viewing documents, under the addresses that PACER programs and a hundred million links know."""

from django.urls import path

from opencmecf.court.viewing.views import documents, files, several, transport_room

urlpatterns = [
    path("doc1/<str:document_id>", documents.document, name="document"),
    path("docs1/<str:document_id>", documents.document, name="appellate-document"),
    path("cgi-bin/show_temp.pl", files.temporary_file, name="show-temp"),
    path("cgi-bin/show_multidocs.pl", several.several_documents, name="show-multidocs"),
    path("n/beam/servlet/TransportRoom", transport_room.transport_room, name="transport-room"),
    path("cmecf/servlet/TransportRoom", transport_room.transport_room, name="transport-room-cmecf"),  # ca5, ca7, ca11
    path("cgi-bin/show_doc.pl", documents.old_document, name="show-doc"),
]
