"""The demonstration's front door."""

from django.urls import path

from opencmecf.demo import views

urlpatterns = [path("", views.front_door, name="front-door")]
