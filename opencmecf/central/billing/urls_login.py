"""What courts tell of their charges, at the login site."""

from django.urls import path

from opencmecf.central.billing import machine_views

urlpatterns = [path("internal/courts/<slug:court_id>/charges", machine_views.charges, name="charge-register")]
