"""Somebody who comes back from Central Sign-On."""

from __future__ import annotations

from django.test import Client

from opencmecf.testing.people import PASSWORD, House

COURT, LOGIN = "ecf.flsd.localhost:8000", "login.localhost:8000"
LOG_OUT = b"/cgi-bin/login.pl?logout"


def at_the_door_of_the_callback(house: House, username: str = "john") -> tuple[Client, str]:
    """A browser that comes back from the login page, and the path of the callback that it has not opened yet."""
    house.account(username)
    assert house.flsd
    court, login = Client(HTTP_HOST=COURT), Client(HTTP_HOST=LOGIN)
    authorize = court.get("/cgi-bin/login.pl")["Location"].removeprefix(f"http://{LOGIN}")
    page = login.get(authorize)
    form = {"loginForm:loginName": username, "loginForm:password": PASSWORD, "next": page.context["next"]}
    back = login.post("/csologin/login.jsf", form)["Location"]
    return court, back.removeprefix(f"http://{COURT}")
