from django.apps import AppConfig


class ContactChangesConfig(AppConfig):
    name = "opencmecf.central.contact_changes"
    label = "contact_changes"
    default_auto_field = "django.db.models.BigAutoField"
