from django.apps import AppConfig


class LocatorConfig(AppConfig):
    name = "opencmecf.central.locator"
    label = "locator"
    default_auto_field = "django.db.models.BigAutoField"
