from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "opencmecf.foundation.jobs"
    label = "jobs"
