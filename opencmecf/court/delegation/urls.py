"""Staff who file for an attorney."""

from django.urls import path

from opencmecf.court.delegation import views

urlpatterns = [
    path("internal/delegations", views.asked, name="delegations-asked"),
    path("utilities/delegation", views.delegations, name="delegations"),
    path("utilities/delegation/<int:delegation_id>/accept", views.accept, name="delegation-accept"),
    path("utilities/delegation/<int:delegation_id>/decline", views.decline, name="delegation-decline"),
    path("utilities/delegation/<int:delegation_id>/end", views.end, name="delegation-end"),
]
