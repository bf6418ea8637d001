"""Every URL of every site, swept with every role and compared with `doors.csv`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import resolve
from door_table import ROLES, UNSAFE_METHODS, Route, Row, all_routes, methods, name_of, routes, rows

from opencmecf.foundation.access import Opening, Role
from opencmecf.foundation.access.doors import door_of
from opencmecf.foundation.sites import SiteKind
from opencmecf.testing.people import House

ClientsAt = Callable[[SiteKind], dict[str, Client]]
PUBLISHED_FOR_MACHINES = ("discovery", "jwks")  # documents that anybody may read
CSRF_PAGES = {"ui/stale_form.html", "ui/cookies.html"}
TOKEN = "a" * 32


@pytest.mark.parametrize("route", all_routes(), ids=lambda route: f"{route.site.value}:{route.url}")
def test_every_view_declares_a_door_and_its_methods(route: Route) -> None:
    assert route.url, f"{route.path} has no name"
    door_of(route.view)
    assert methods(route.view), f"{route.url} takes any method; say which (require_safe, require_http_methods)"


@pytest.mark.parametrize("kind", SiteKind)
def test_names_of_urls_are_unique_at_a_site(kind: SiteKind) -> None:
    names = [route.url for route in routes(kind)]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("kind", SiteKind)
def test_every_row_of_the_table_is_a_url(kind: SiteKind) -> None:
    known = {(route.url, method) for route in routes(kind) for method in methods(route.view)}
    strays = [str(row) for row in rows(kind) if (row.url, row.method) not in known]
    assert not strays, "no such URL any more; delete these rows of tests/access/doors.csv:\n" + "\n".join(strays)


@pytest.mark.parametrize("kind", SiteKind)
def test_every_url_answers_every_role_as_the_table_says(
    kind: SiteKind, clients_at: ClientsAt, things: dict[str, str], knock: Callable[..., Any]
) -> None:
    clients = clients_at(kind)
    wrong = []
    for row in [*rows(kind), *_missing(kind)]:
        path = row.path.format(**things)
        found = resolve(path.partition("?")[0], f"opencmecf.config.urls_{kind.value}").url_name
        assert found == row.url, f"{row.path} is {found}, not {row.url}"
        answers = tuple(name_of(knock(clients[role], row.method, path)) for role in ROLES)
        if answers != row.answers:
            differing = [
                f"{role}: {was} → {now}"
                for role, was, now in zip(ROLES, row.answers, answers, strict=True)
                if was != now
            ]
            wrong.append(f"{Row(kind, row.url, row.path, row.method, answers)}\n    # {', '.join(differing)}")
    assert not wrong, "if these are meant, put them into tests/access/doors.csv:\n" + "\n".join(wrong)


@pytest.mark.parametrize("kind", SiteKind)
def test_unsafe_requests_without_a_token_are_refused(
    kind: SiteKind, clients_at: ClientsAt, things: dict[str, str], knock: Callable[..., Any]
) -> None:
    clients = clients_at(kind)
    for client in clients.values():
        client.handler.enforce_csrf_checks = True
        client.cookies["csrf"] = TOKEN
    doors = {route.url: door_of(route.view) for route in routes(kind)}
    for row in _protected(kind):
        path = row.path.format(**things)
        # Where files go, the door comes before the token: of somebody who may not come in nothing is read.
        first = () if doors[row.url].files else ("anonymous",)
        for role in (*first, *(role for role in ROLES if row.answers[ROLES.index(role)] in ("ok", "redirect"))):
            where = f"{kind.value} {row.url} as {role}"
            assert _stopped(knock(clients[role], "POST", path, {})), f"{where}: taken without a token"
            good = {"csrfmiddlewaretoken": TOKEN}
            stranger = knock(clients[role], "POST", path, good, Origin="https://stranger.example")
            assert _stopped(stranger), f"{where}: taken from a page of another site"
            assert not _stopped(knock(clients[role], "POST", path, good)), f"{where}: refused with a token"


def test_machines_without_credentials_are_refused() -> None:
    machines = {
        (kind, route.url) for kind in SiteKind for route in routes(kind) if door_of(route.view).to is Opening.MACHINE
    }
    assert machines
    for row in rows():
        if (row.site, row.url) in machines and row.url not in PUBLISHED_FOR_MACHINES:
            assert set(row.answers) <= {"no-credentials", "bad-request"}, str(row)


@pytest.mark.parametrize("credentials", ["Basic Y291cnQtZmxzZDp3cm9uZw==", "Basic !", "Bearer no", "Digest x"])
def test_machines_with_wrong_credentials_are_refused(
    credentials: str, clients_at: ClientsAt, things: dict[str, str], knock: Callable[..., Any]
) -> None:
    for kind in SiteKind:
        client = clients_at(kind)["anonymous"]
        doors = {route.url: door_of(route.view).to for route in routes(kind)}
        for row in rows(kind):
            if doors[row.url] is Opening.MACHINE and row.url not in PUBLISHED_FOR_MACHINES:
                answer = knock(client, row.method, row.path.format(**things), Authorization=credentials)
                assert answer.status_code in (400, 401), str(row)


def test_clerk_of_another_court_is_only_a_pacer_viewer(clients_at: ClientsAt) -> None:
    answer = clients_at(SiteKind.COURT)["clerk_of_another_court"].get("/")
    assert answer.wsgi_request.actor.roles == {Role.PACER_USER}
    viewer, stranger = ROLES.index("viewer"), ROLES.index("clerk_of_another_court")
    for row in rows(SiteKind.COURT):
        assert row.answers[viewer] == row.answers[stranger], str(row)


def test_session_cookie_presented_at_another_host_is_nobodys(clients_at: ClientsAt, town: House) -> None:
    owners = [clients_at(kind)["clerk"] for kind in (SiteKind.PACER, SiteKind.LOGIN, SiteKind.COURT)]
    hosts = [_host_of(client) for client in owners]
    others = [town.browser(court).home for court in (town.ca11, town.flsb)]
    for owner in owners:
        for host in [*hosts, *others, _host_of(clients_at(SiteKind.PCL)["clerk"])]:
            thief = Client(HTTP_HOST=host)
            thief.cookies["session"] = owner.cookies["session"].value
            actor = thief.get("/help/").wsgi_request.actor
            assert actor.is_anonymous == (host != _host_of(owner)), f"the cookie of {_host_of(owner)} at {host}"


def _missing(kind: SiteKind) -> list[Row]:
    """A row without answers for every URL and method that the table leaves out."""
    known = {(row.url, row.method) for row in rows(kind)}
    missing = [
        (route, method) for route in routes(kind) for method in methods(route.view) if (route.url, method) not in known
    ]
    for route, method in missing:
        message = (
            f"tests/access/doors.csv needs a row for {kind.value} {route.url} {method}; choose a path for {route.path}"
        )
        assert not route.has_parameters, message
    return [Row(kind, route.url, route.path, method, ("",) * len(ROLES)) for route, method in missing]


def _protected(kind: SiteKind) -> list[Row]:
    doors = {route.url: door_of(route.view) for route in routes(kind)}
    return [
        row
        for row in rows(kind)
        if row.method in UNSAFE_METHODS and not doors[row.url].program and doors[row.url].to is not Opening.MACHINE
    ]


def _stopped(answer: Any) -> bool:
    return answer.status_code == 403 and any(template.name in CSRF_PAGES for template in answer.templates)


def _host_of(client: Client) -> str:
    host: str = client.defaults["HTTP_HOST"]
    return host
