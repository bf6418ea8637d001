"""Programs of others at the login site."""

from django.urls import path

from opencmecf.central.programs.views import consent

urlpatterns = [path("signon/consent", consent.consent, name="consent")]
