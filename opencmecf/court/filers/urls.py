"""Linking and court-issued logins."""

from django.urls import path

from opencmecf.court.filers import views

urlpatterns = [
    path("utilities/link-account", views.link_account, name="link-account"),
    path("utilities/link-account/<uuid:request_id>", views.confirm_link, name="confirm-link"),
    path("utilities/link-account/<uuid:request_id>/done", views.linked, name="linked"),
    path("utilities/pacer-account", views.pacer_account, name="pacer-account"),
    path("account-invitation", views.invitation, name="invitation"),
    path("account-invitation/accept", views.accept_invitation, name="accept-invitation"),
    path("forgot-login", views.forgot_login, name="forgot-login"),
    path("reset-login", views.reset_login, name="reset-login"),
]
