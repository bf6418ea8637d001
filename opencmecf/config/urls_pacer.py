"""The URL table of the accounts site."""

from django.urls import include, path

urlpatterns = [
    path("help/", include("opencmecf.foundation.help.urls")),
    path("", include("opencmecf.foundation.ui.urls")),
    path("", include("opencmecf.foundation.unsent.urls")),
    path("", include("opencmecf.central.signon.urls_central_site")),
    path("", include("opencmecf.central.directory.urls")),
    path("", include("opencmecf.central.accounts.urls")),
    path("", include("opencmecf.central.second_factor.urls")),
    path("", include("opencmecf.central.efile.urls")),
    path("", include("opencmecf.central.delegations.urls")),
    path("", include("opencmecf.central.firms.urls")),
    path("", include("opencmecf.central.payments.urls")),
    path("", include("opencmecf.central.activation.urls")),
    path("", include("opencmecf.central.exemptions.urls")),
    path("", include("opencmecf.central.billing.urls")),
    path("", include("opencmecf.central.programs.urls")),
    path("", include("opencmecf.central.desk.urls")),
    path("", include("opencmecf.central.signon.urls_account")),
    path("", include("opencmecf.foundation.jobs.urls")),
]

handler403 = "opencmecf.foundation.ui.views.permission_denied"
handler404 = "opencmecf.foundation.ui.views.page_not_found"
handler500 = "opencmecf.foundation.ui.views.server_error"
