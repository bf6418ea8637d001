"""Mounted at `help/` by every site."""

from django.urls import path

from opencmecf.foundation.help import views

urlpatterns = [
    path("", views.index, name="help"),
    path("<slug:topic>", views.topic, name="help-topic"),
]
