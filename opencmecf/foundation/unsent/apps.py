from django.apps import AppConfig


class UnsentConfig(AppConfig):
    name = "opencmecf.foundation.unsent"
    label = "unsent"
    default_auto_field = "django.db.models.BigAutoField"
