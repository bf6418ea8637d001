from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "opencmecf.demo"
    label = "demo"
