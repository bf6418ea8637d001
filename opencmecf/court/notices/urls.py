"""Notices and the settings about them."""

from django.urls import path

from opencmecf.court.notices import views

urlpatterns = [
    path("utilities/email", views.email_information, name="email-information"),
    path("utilities/email/primary", views.primary_address, name="primary-address"),
    path("utilities/email/add", views.add_address, name="add-address"),
    path("utilities/email/<int:pk>", views.secondary_address, name="secondary-address"),
    path("utilities/email/<int:pk>/remove", views.remove_address, name="remove-address"),
    path("utilities/email/<int:pk>/ask", views.ask_to_confirm, name="ask-to-confirm-address"),
    path("notice-address/confirm", views.confirm_address, name="confirm-address"),
    path("internal/notice-addresses", views.addresses_asked, name="notice-addresses-asked"),
    path("utilities/mailing-info", views.mailing_info, name="mailing-info"),
    path("notices/<int:pk>", views.notice, name="notice"),
]
