"""Making a passkey, at the login site: a passkey belongs to the host that it is used at."""

from django.urls import path

from opencmecf.central.second_factor.views import passkey

urlpatterns = [
    path("signon/passkeys/add", passkey.add, name="add-passkey"),
    path("signon/passkeys/options", passkey.options, name="add-passkey-options"),
]
