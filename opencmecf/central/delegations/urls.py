"""Who files for whom, at the accounts site."""

from django.urls import path

from opencmecf.central.delegations import views

urlpatterns = [path("manage/delegations", views.delegations, name="delegations-at-courts")]
