from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "opencmecf.court.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare the jobs."""
        from opencmecf.court.notices import jobs  # noqa: F401
