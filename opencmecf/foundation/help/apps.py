from django.apps import AppConfig


class HelpConfig(AppConfig):
    name = "opencmecf.foundation.help"
    label = "help"
