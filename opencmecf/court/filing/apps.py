from django.apps import AppConfig


class FilingConfig(AppConfig):
    name = "opencmecf.court.filing"
    label = "filing"
    default_auto_field = "django.db.models.BigAutoField"
