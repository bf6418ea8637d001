"""Signing in and out at the central sites other than the login site."""

from django.urls import path

from opencmecf.central.signon import central_site_views

urlpatterns = [
    path("login", central_site_views.login, name="login"),
    path("logout", central_site_views.logout, name="logout"),
    path("signon/callback", central_site_views.callback, name="signon-callback"),
]
