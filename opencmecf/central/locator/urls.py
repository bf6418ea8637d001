"""Mounted at the root of the Case Locator."""

from django.urls import path

from opencmecf.central.locator import views

urlpatterns = [path("", views.home, name="locator")]
