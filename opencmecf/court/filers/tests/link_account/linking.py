"""Linking in a browser, page by page."""

from __future__ import annotations

import re
from typing import Any

from opencmecf.court.filers.models import CourtAccount
from opencmecf.foundation.sites import SiteKind
from opencmecf.testing.pages import text_of
from opencmecf.testing.people import COURT_PASSWORD, PASSWORD, Browser

LINK = "/utilities/link-account"
RIGHT = {"login": "cm-john", "password": COURT_PASSWORD}
MENU_BEFORE = ["Query", "Reports", "Utilities", "Help", "Log Out"]
MENU_AFTER = ["Civil", "Criminal", "Query", "Reports", "Utilities", "Search", "Help", "Log Out"]


def menu(page: Any) -> list[str]:
    return re.findall(r"<a [^>]*>([^<]+)</a>", page.content.decode().split('id="topmenu"')[1].split("</nav>")[0])


def confirmation(browser: Browser, form: dict[str, str] | None = None) -> str:
    """The path of the second page, after the right login and password."""
    answer = browser.post(LINK, form or RIGHT, follow=False)
    assert answer.status_code == 302, text_of(answer)
    path: str = answer["Location"]
    return path


def linked(issued: CourtAccount) -> bool:
    issued.refresh_from_db()
    return issued.person_id is not None


class Killed(BaseException):
    """Stands for the end of the process, which a test outlives."""


def log_in_again(john: Browser, page: Any) -> Any:
    """Where john arrives after logging in again on the login page he was sent to."""
    host = john.names.host(SiteKind.LOGIN)
    assert page.host == host
    form = {"loginForm:loginName": "john", "loginForm:password": PASSWORD, "next": page.context["next"]}
    return john.post("/csologin/login.jsf", form, host=host)


def forget_session(john: Browser) -> None:
    for client in john.clients.values():
        client.cookies.clear()
