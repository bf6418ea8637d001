"""Receipts and what proves them."""

from django.urls import path

from opencmecf.court.receipts import views

urlpatterns = [
    path("filing/<uuid:key>/notice", views.notice, name="filing-notice"),
    path("filing/<uuid:key>/receipt.json", views.receipt_file, name="filing-receipt"),
    path("filing/attempts/<uuid:attempt_id>", views.attempt, name="filing-attempt"),
    path("utilities/verify-document", views.verify_document, name="verify-document"),
    path(".well-known/receipt-keys.json", views.keys, name="receipt-keys"),
]
