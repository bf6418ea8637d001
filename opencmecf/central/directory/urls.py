"""Mounted at the root of the accounts site."""

from django.urls import path

from opencmecf.central.directory import views

urlpatterns = [path("courts", views.courts, name="courts")]
