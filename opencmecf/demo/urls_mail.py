"""The demonstration's mailbox."""

from django.urls import path

from opencmecf.demo import views

urlpatterns = [
    path("", views.mail_list, name="mail-list"),
    path("mail/<str:key>", views.mail, name="mail"),
]
