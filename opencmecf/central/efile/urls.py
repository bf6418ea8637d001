"""Registering for e-filing, at the accounts site."""

from django.urls import path

from opencmecf.central.efile import views

urlpatterns = [
    path("manage/attorney-admissions", views.attorney, name="attorney-admissions"),
    path("manage/non-attorney-registration", views.non_attorney, name="non-attorney-registration"),
    path("manage/e-file-status", views.status, name="e-file-status"),
    path("manage/requests", views.requests, name="efile-requests"),
]
