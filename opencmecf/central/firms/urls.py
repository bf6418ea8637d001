"""Firms and their people, at the accounts site."""

from django.urls import path

from opencmecf.central.firms import views

urlpatterns = [
    path("manage/firm", views.people, name="firm"),
    path("manage/firm/add", views.invite, name="firm-add"),
    path("manage/firm/remove", views.remove, name="firm-remove"),
    path("manage/firm/client-codes", views.client_codes, name="firm-client-codes"),
    path("manage/firm/invitations/<int:membership_id>/withdraw", views.withdraw, name="firm-withdraw"),
    path("manage/billing-preferences", views.billing_preferences, name="billing-preferences"),
    path("manage/firms", views.firms, name="firms"),
    path("manage/firms/<int:membership_id>/accept", views.accept, name="firm-accept"),
    path("manage/firms/<int:membership_id>/decline", views.decline, name="firm-decline"),
    path("manage/firms/<int:membership_id>/leave", views.leave, name="firm-leave"),
]
