"""Handing docket sheets over."""

from django.urls import path

from opencmecf.exchange.uploads import views

urlpatterns = [
    path("court/imports", views.uploads, name="docket-uploads"),
    path("court/imports/<int:upload_id>", views.upload, name="docket-upload"),
]
