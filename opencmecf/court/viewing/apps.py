from django.apps import AppConfig


class ViewingConfig(AppConfig):
    name = "opencmecf.court.viewing"
    label = "viewing"
    default_auto_field = "django.db.models.BigAutoField"
