from django.apps import AppConfig


class FirmsConfig(AppConfig):
    name = "opencmecf.central.firms"
    label = "firms"
    default_auto_field = "django.db.models.BigAutoField"
