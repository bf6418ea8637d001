from django.apps import AppConfig


class AdmissionsConfig(AppConfig):
    name = "opencmecf.court.admissions"
    label = "admissions"
    default_auto_field = "django.db.models.BigAutoField"
