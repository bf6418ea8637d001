from django.apps import AppConfig


class MenusConfig(AppConfig):
    name = "opencmecf.court.menus"
    label = "menus"
