"""A court's home page and menu bar."""

from django.urls import path

from opencmecf.court.menus import views

urlpatterns = [
    path("", views.home, name="home"),
    path("cgi-bin/ShowIndex.pl", views.home, name="show-index"),
    path("cgi-bin/DisplayMenu.pl", views.display_menu, name="display-menu"),
    path("search", views.search, name="search"),
    path("court/go-live", views.go_live, name="go-live"),
]
