"""What the pages of every site with sessions ask in the background."""

from django.urls import path

from opencmecf.foundation.ui import views

urlpatterns = [path("session/stay", views.session_stay, name="session-stay")]
