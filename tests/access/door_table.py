"""The table of doors (`doors.csv`), the URLs of every site, and how an answer is named in a cell.

A cell says what somebody in that role gets: `ok`, `sign-in` (sent to Central Sign-On), `refused` (told why, whatever
the status), `not-found`, `redirect` (elsewhere), `bad-request`, `no-credentials` (401) or `gone` (410).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from django.test import RequestFactory
from django.urls import URLPattern, URLResolver

from opencmecf.foundation.sites import SiteKind

TABLE = Path(__file__).with_name("doors.csv")
ROLES = (
    "anonymous",
    "viewer",
    "unlinked_attorney",
    "linked_attorney",
    "clerk",
    "clerk_of_another_court",
    "judge",
    "court_administrator",
    "service_center",
)
HEADER = ("site", "url", "path", "method", *ROLES)
UNSAFE_METHODS = ("POST", "PUT", "PATCH", "DELETE")
NAMED_STATUSES = {
    400: "bad-request",
    401: "no-credentials",
    403: "refused",
    404: "not-found",
    409: "refused",
    410: "gone",
}
SIGN_IN_PLACES = ("/signon/authorize?", "/csologin/login.jsf?", "/login?")


@dataclass(frozen=True)
class Row:
    """One line of the table. `path` may hold names of the sweep's own things, such as `{job}`."""

    site: SiteKind
    url: str
    path: str
    method: str
    answers: tuple[str, ...]

    def __str__(self) -> str:
        line = io.StringIO()
        csv.writer(line, lineterminator="").writerow([self.site.value, self.url, self.path, self.method, *self.answers])
        return line.getvalue()


@dataclass(frozen=True)
class Route:
    """One URL of a site."""

    site: SiteKind
    url: str
    path: str
    view: Callable[..., Any]

    @property
    def has_parameters(self) -> bool:
        """Whether somebody must choose a sample path."""
        return any(sign in self.path for sign in "<(")


def rows(kind: SiteKind | None = None) -> list[Row]:
    """The lines of the table, of one kind of site when it is given."""
    with TABLE.open(newline="") as file:
        lines = csv.reader(file)
        assert tuple(next(lines)) == HEADER, f"the columns of {TABLE.name} are {HEADER}"
        found = [Row(SiteKind(line[0]), line[1], line[2], line[3], tuple(line[4:])) for line in lines if line]
    return [row for row in found if kind in (None, row.site)]


def routes(kind: SiteKind) -> list[Route]:
    """Every URL of a kind of site."""
    table = import_module(f"opencmecf.config.urls_{kind.value}")
    return [Route(kind, pattern.name or "", path, pattern.callback) for path, pattern in _walk("/", table.urlpatterns)]


def all_routes() -> list[Route]:
    """Every URL of every kind of site."""
    return [route for kind in SiteKind for route in routes(kind)]


def methods(view: Callable[..., Any]) -> list[str]:
    """The methods that a view declares (`require_safe` and its like) besides HEAD; empty when it declares none."""
    behind_the_door = getattr(view, "__wrapped__", view)
    try:
        answer = behind_the_door(RequestFactory().options("/"))
    except Exception:  # noqa: BLE001 - it did not ask for the method first, whatever it stumbled over then
        return []
    return [method for method in answer.get("Allow", "").split(", ") if method not in ("", "HEAD")]


def name_of(answer: Any) -> str:
    """The word for an answer in the table."""
    if answer.status_code in (301, 302, 303):
        return "sign-in" if any(place in answer["Location"] for place in SIGN_IN_PLACES) else "redirect"
    if any(template.name == "ui/refused.html" for template in answer.templates):
        return "refused"
    if answer.status_code in (200, 204):
        return "ok"
    return NAMED_STATUSES.get(answer.status_code, f"error {answer.status_code}")


def _walk(prefix: str, patterns: Iterable[URLPattern | URLResolver]) -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        path = prefix + str(pattern.pattern).removeprefix("^")
        if isinstance(pattern, URLResolver):
            yield from _walk(path, pattern.url_patterns)
        else:
            yield path, pattern
