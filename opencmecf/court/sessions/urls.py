"""Signing in and out at a court."""

from django.urls import path

from opencmecf.court.sessions import views

urlpatterns = [
    path("cgi-bin/login.pl", views.login, name="login"),
    path("signon/callback", views.callback, name="signon-callback"),
    path("signon/backchannel-logout", views.backchannel_logout, name="backchannel-logout"),
    path("logged-out", views.logged_out, name="logged-out"),
    path("utilities/client-code", views.change_client_code, name="change-client-code"),
    path("utilities/exemption-status", views.exemption_status, name="exemption-status"),
]
