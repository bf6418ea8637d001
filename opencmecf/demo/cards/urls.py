"""The stand-in for a card processor."""

from django.urls import path

from opencmecf.demo.cards import views

urlpatterns = [
    path("", views.home, name="cards-home"),
    path("sessions", views.announce, name="card-announce"),
    path("card/<str:key>", views.card_page, name="card-page"),
]
