"""Programs of others at the accounts site: for their makers, for those who let them in, for the service center."""

from django.urls import path

from opencmecf.central.programs.views import desk, developer, manage

urlpatterns = [
    path("developer/programs", developer.program_list, name="developer-programs"),
    path("developer/programs/register", developer.register, name="developer-register"),
    path("developer/programs/<slug:client_id>", developer.program, name="developer-program"),
    path("developer/programs/<slug:client_id>/change", developer.change, name="developer-change"),
    path("developer/programs/<slug:client_id>/secret", developer.secret, name="developer-secret"),
    path("developer/programs/<slug:client_id>/stop", developer.stop, name="developer-stop"),
    path("manage/program-access", manage.access_list, name="program-access"),
    path("manage/program-access/<int:consent_id>/end", manage.end_access, name="end-program-access"),
    path("desk/programs", desk.program_list, name="desk-programs"),
    path("desk/programs/<slug:client_id>", desk.program, name="desk-program"),
    path("desk/programs/<slug:client_id>/approve", desk.approve, name="desk-program-approve"),
]
