from django.apps import AppConfig


class AppearancesConfig(AppConfig):
    name = "opencmecf.court.appearances"
    label = "appearances"
    default_auto_field = "django.db.models.BigAutoField"
