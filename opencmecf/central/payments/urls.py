"""Stored cards, fees of courts and payments, at the accounts site. The page above them is in the billing's room."""

from django.urls import path

from opencmecf.central.payments.views import cards, payments

urlpatterns = [
    path("manage/cards", cards.cards, name="cards"),
    path("manage/cards/add", cards.add_card, name="add-card"),
    path("manage/cards/return", cards.card_return, name="card-return"),
    path("manage/cards/<int:card_id>/remove", cards.remove_card, name="remove-card"),
    path("manage/fees/<uuid:fee_id>", payments.court_fee, name="court-fee"),
    path("manage/payments/<uuid:key>", payments.payment, name="payment"),
    path("manage/payments/<uuid:key>/go-on", payments.go_on, name="payment-go-on"),
    path("manage/payments/<uuid:key>/cancel", payments.cancel, name="payment-cancel"),
    path("payments/answer", cards.card_answer, name="card-answer"),
    path("payments/outcome", cards.payment_answer, name="payment-answer"),
]
