from django.apps import AppConfig


class ExemptionsConfig(AppConfig):
    name = "opencmecf.central.exemptions"
    label = "exemptions"
    default_auto_field = "django.db.models.BigAutoField"
