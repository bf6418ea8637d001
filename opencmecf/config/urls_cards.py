"""The URL table of the demonstration's card processor."""

from django.urls import include, path

urlpatterns = [
    path("", include("opencmecf.demo.cards.urls")),
    path("help/", include("opencmecf.foundation.help.urls")),
]
handler404 = "opencmecf.foundation.ui.views.page_not_found"
handler500 = "opencmecf.foundation.ui.views.server_error"
