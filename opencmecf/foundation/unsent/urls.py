"""Where somebody comes back to after signing in."""

from django.urls import path

from opencmecf.foundation.unsent import views

urlpatterns = [path("signon/unsent/<uuid:form_id>", views.unsent_form, name="unsent-form")]
