from django.apps import AppConfig


class ClerkConfig(AppConfig):
    name = "opencmecf.court.clerk"
    label = "clerk"
    default_auto_field = "django.db.models.BigAutoField"
