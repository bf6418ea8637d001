from django.apps import AppConfig


class FilersConfig(AppConfig):
    name = "opencmecf.court.filers"
    label = "filers"
    default_auto_field = "django.db.models.BigAutoField"
