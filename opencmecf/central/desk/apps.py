from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "opencmecf.central.desk"
    label = "service_center_desk"
    default_auto_field = "django.db.models.BigAutoField"
