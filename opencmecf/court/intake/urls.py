"""Uploads at a court."""

from django.urls import path

from opencmecf.court.intake import views

urlpatterns = [
    path("utilities/check-a-pdf", views.check_a_pdf, name="check-a-pdf"),
    path("filing/uploads", views.receive, name="upload-receive"),
    path("filing/uploads/<uuid:upload_id>", views.upload, name="upload"),
    path("filing/uploads/<uuid:upload_id>/file", views.upload_file, name="upload-file"),
    path("filing/uploads/<uuid:upload_id>/mend", views.mend, name="upload-mend"),
    path("filing/uploads/<uuid:upload_id>/cancel", views.cancel, name="upload-cancel"),
]
