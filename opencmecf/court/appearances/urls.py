"""Appearances of accounts."""

from django.urls import path

from opencmecf.court.appearances import views

urlpatterns = [
    path("court/appearances", views.accounts_to_look_at, name="accounts-to-look-at"),
    path("court/accounts/<int:account_id>/appearances", views.appearances, name="account-appearances"),
    path("court/accounts/<int:account_id>/appearances/look-again", views.look_again, name="appearances-look-again"),
    path("court/accounts/<int:account_id>/appearances/<int:appearance_id>/untie", views.untie, name="appearance-untie"),
    path("utilities/cases", views.own_cases, name="own-cases"),
]
