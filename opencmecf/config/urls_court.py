"""The URL table of a court."""

from django.urls import include, path

urlpatterns = [
    path("", include("opencmecf.court.sessions.urls")),  # first, as every sign-on comes by it
    path("", include("opencmecf.court.menus.urls")),
    path("", include("opencmecf.court.clerk.urls")),
    path("", include("opencmecf.court.receipts.urls")),
    path("", include("opencmecf.court.intake.urls")),
    path("", include("opencmecf.court.filing.urls")),
    path("", include("opencmecf.court.admissions.urls")),
    path("", include("opencmecf.court.appearances.urls")),
    path("", include("opencmecf.court.agents.urls")),
    path("", include("opencmecf.court.delegation.urls")),
    path("", include("opencmecf.court.query.urls")),
    path("", include("opencmecf.court.desk.urls")),
    path("", include("opencmecf.court.viewing.urls")),
    path("", include("opencmecf.court.notices.urls")),
    path("", include("opencmecf.court.filers.urls")),
    path("", include("opencmecf.court.metering.urls")),
    path("", include("opencmecf.exchange.uploads.urls")),
    path("help/", include("opencmecf.foundation.help.urls")),
    path("", include("opencmecf.foundation.ui.urls")),
    path("", include("opencmecf.foundation.unsent.urls")),
]
handler403 = "opencmecf.foundation.ui.views.permission_denied"
handler404 = "opencmecf.foundation.ui.views.page_not_found"
handler500 = "opencmecf.foundation.ui.views.server_error"
