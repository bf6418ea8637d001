"""Exemptions at the accounts site: the holder's list, and the service center's desk."""

from django.urls import path

from opencmecf.central.exemptions.views import desk, manage

urlpatterns = [
    path("manage/exemptions", manage.exemptions, name="exemptions"),
    path("desk/exemptions", desk.find, name="desk-exemptions"),
    path("desk/exemptions/grants/<int:grant_id>/withdraw", desk.withdraw, name="desk-exemptions-withdraw"),
    path("desk/exemptions/<slug:account_number>", desk.account, name="desk-exemptions-account"),
    path("desk/exemptions/<slug:account_number>/merge", desk.merge, name="desk-exemptions-merge"),
]
