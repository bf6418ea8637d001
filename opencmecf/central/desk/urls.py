"""The service center's desk, at the accounts site."""

from django.urls import path

from opencmecf.central.desk import views

urlpatterns = [
    path("desk", views.find, name="desk"),
    path("desk/registrations", views.registrations, name="desk-registrations"),
    path("desk/registrations/<int:review_id>", views.registration, name="desk-registration"),
    path("desk/people/<slug:account_number>", views.person, name="desk-person"),
    path("desk/people/<slug:account_number>/security-log", views.security_log, name="desk-security-log"),
    path("desk/people/<slug:account_number>/lock", views.lock, name="desk-lock"),
    path("desk/people/<slug:account_number>/unlock", views.unlock, name="desk-unlock"),
    path("desk/people/<slug:account_number>/approve-firm", views.approve_firm, name="desk-approve-firm"),
]
