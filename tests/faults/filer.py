"""Somebody who links accounts, without a window: forms are filled in by the names of their fields."""

from __future__ import annotations

import re
from types import TracebackType
from typing import Self

import httpx

from opencmecf.testing.running import DemoPerson, Login, RunningDemo

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
LINK = "/utilities/link-account"


class Filer:
    """One person at one browser."""

    def __init__(self, demo: RunningDemo, person: DemoPerson) -> None:
        self.demo, self.person = demo, person
        self.browser = demo.browser()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.browser.close()

    def login_page(self, court: str = "flsd") -> httpx.Response:
        """PACER LOGIN, on the way to a court."""
        return self.browser.get(self.demo.url(court, "/cgi-bin/login.pl"))

    def answer(self, page: httpx.Response, *, follow: bool = True) -> httpx.Response:
        """Fill in PACER LOGIN and submit it."""
        filled = {"loginForm:loginName": self.person.username, "loginForm:password": self.person.password}
        return self.browser.post(
            self.demo.url("login", "/csologin/login.jsf"), data=hidden(page) | filled, follow_redirects=follow
        )

    def sign_in(self, court: str = "flsd") -> Self:
        """All the way to the court."""
        page = self.login_page(court)
        assert "PACER LOGIN" in page.text, page.text
        home = self.answer(page)
        assert f"Welcome, {self.person.name.removesuffix('.')}." in home.text, home.text
        return self

    def offer(self, login: Login, court: str = "flsd") -> httpx.Response:
        """The first page of linking; returns the second, with both names."""
        address = self.demo.url(court, LINK)
        filled = {"login": login.login, "password": login.password}
        page = self.browser.post(address, data=hidden(self.browser.get(address)) | filled)
        assert "Do you want to link these accounts?" in page.text, page.text
        return page

    def submit(self, page: httpx.Response) -> httpx.Response:
        """Submit the second page of linking."""
        return self.browser.post(page.url, data=hidden(page))

    def may_file(self, court: str = "flsd", path: str = "/civil") -> bool:
        """Whether the filing menu opens."""
        return "This account is ready for filing documents." in self.browser.get(self.demo.url(court, path)).text


def hidden(page: httpx.Response) -> dict[str, str]:
    """The hidden fields of the forms of a page."""
    return {name: value.replace("&amp;", "&") for name, value in HIDDEN.findall(page.text)}
