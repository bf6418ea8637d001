from django.apps import AppConfig


class EfileConfig(AppConfig):
    name = "opencmecf.central.efile"
    label = "efile"
    default_auto_field = "django.db.models.BigAutoField"
