"""Filing agents."""

from django.urls import path

from opencmecf.court.agents import views

urlpatterns = [
    path("utilities/account/agents", views.agents, name="filing-agents"),
    path("utilities/account/agents/<int:account_id>/select", views.select, name="filing-agent-select"),
    path("utilities/account/agents/<int:agency_id>/end", views.end, name="filing-agent-end"),
]
