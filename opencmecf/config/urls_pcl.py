"""The URL table of the Case Locator."""

from django.urls import include, path

urlpatterns = [
    path("help/", include("opencmecf.foundation.help.urls")),
    path("", include("opencmecf.central.locator.urls")),
]

handler403 = "opencmecf.foundation.ui.views.permission_denied"
handler404 = "opencmecf.foundation.ui.views.page_not_found"
handler500 = "opencmecf.foundation.ui.views.server_error"
