"""The stand-in for a card processor."""

from django.urls import path

from opencmecf.demo.cards import payment_views, views

urlpatterns = [
    path("", views.home, name="cards-home"),
    path("sessions", views.announce, name="card-announce"),
    path("card/<str:key>", views.card_page, name="card-page"),
    path("cards/<str:reference>/forget", views.forget, name="card-forget"),
    path("payments/<uuid:key>", payment_views.payment, name="payment-announce"),
    path("payments/<uuid:key>/cancel", payment_views.cancel, name="payment-end"),
    path("pay/<uuid:key>", payment_views.payment_page, name="payment-page"),
]
