"""Stored cards, at the accounts site."""

from django.urls import path

from opencmecf.central.payments import views

urlpatterns = [
    path("manage/cards", views.cards, name="cards"),
    path("manage/cards/add", views.add_card, name="add-card"),
    path("manage/cards/return", views.card_return, name="card-return"),
    path("manage/cards/<int:card_id>/remove", views.remove_card, name="remove-card"),
    path("payments/answer", views.card_answer, name="card-answer"),
]
