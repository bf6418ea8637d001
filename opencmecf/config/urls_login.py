"""The URL table of the login site."""

from django.urls import include, path

urlpatterns = [
    path("", include("opencmecf.central.signon.urls")),
    path("", include("opencmecf.central.programs.urls_login")),
    path("", include("opencmecf.central.second_factor.urls_login")),
    path("", include("opencmecf.central.billing.urls_login")),
    path("help/", include("opencmecf.foundation.help.urls")),
    path("", include("opencmecf.foundation.ui.urls")),
    path("", include("opencmecf.foundation.unsent.urls")),
]
handler403 = "opencmecf.foundation.ui.views.permission_denied"
handler404 = "opencmecf.foundation.ui.views.page_not_found"
handler500 = "opencmecf.foundation.ui.views.server_error"
