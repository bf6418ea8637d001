from django.apps import AppConfig


class DelegationsConfig(AppConfig):
    name = "opencmecf.central.delegations"
    label = "delegations"
    default_auto_field = "django.db.models.BigAutoField"
