"""What viewing has cost."""

from django.urls import path

from opencmecf.court.metering import views

urlpatterns = [path("utilities/billing-history", views.billing_history, name="billing-history")]
