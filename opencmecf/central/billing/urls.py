"""Usage, statements and payments in Manage My Account."""

from django.urls import path

from opencmecf.central.billing import views

urlpatterns = [
    path("manage/usage", views.usage, name="usage"),
    path("manage/utilization", views.utilization, name="utilization"),
    path("manage/payments", views.payments, name="payments"),
    path("manage/statements", views.statements, name="statements"),
    path("manage/statements/<slug:quarter>", views.statement, name="statement"),
]
