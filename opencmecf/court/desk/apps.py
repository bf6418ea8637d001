from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "opencmecf.court.desk"
    label = "court_desk"
    default_auto_field = "django.db.models.BigAutoField"
