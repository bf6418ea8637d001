from django.apps import AppConfig


class SecondFactorConfig(AppConfig):
    name = "opencmecf.central.second_factor"
    label = "second_factor"
    default_auto_field = "django.db.models.BigAutoField"
