from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "opencmecf.foundation.ui"
    label = "ui"
