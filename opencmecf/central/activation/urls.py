"""Activating case search, at the accounts site: the holder's page, and the service center's desk."""

from django.urls import path

from opencmecf.central.activation.views import desk, manage

urlpatterns = [
    path("manage/activate", manage.activation, name="activation"),
    path("manage/activate/letter", manage.ask_for_letter, name="activation-letter"),
    path("desk/letters", desk.letters, name="desk-letters"),
    path("desk/letters/make", desk.make_batch, name="desk-letters-make"),
    path("desk/letters/<int:batch_id>.pdf", desk.print_batch, name="desk-letters-pdf"),
    path("desk/letters/<int:batch_id>/sent", desk.mark_sent, name="desk-letters-sent"),
]
