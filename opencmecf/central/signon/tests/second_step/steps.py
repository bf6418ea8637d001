"""The page on which the second factor is shown."""

from __future__ import annotations

from typing import Any

from opencmecf.foundation.sites import SiteKind
from opencmecf.testing.people import Browser

STEP = "/csologin/second-factor"
ONE_MORE_STEP, CONFIRM = "One more step", "Confirm that it is you"  # its two headings


def login_host(browser: Browser) -> str:
    """The host name of Central Sign-On."""
    return browser.names.host(SiteKind.LOGIN)


def show(browser: Browser, page: Any, code: str, **more: str) -> Any:
    """Type `code` on the page, and go on from there."""
    form = {"code": code, "next": page.context["next"], **more}
    return browser.post(STEP, form, host=login_host(browser))


def html_of(answer: Any) -> str:
    """What was answered, tags and all."""
    return str(answer.content.decode())
