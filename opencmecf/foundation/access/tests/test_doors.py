"""Who comes in at a door, and what the others are told."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver

from opencmecf.foundation.access import Actor, Opening, Permission, Role, anonymous, door
from opencmecf.foundation.access.doors import DoorMiddleware, door_of
from opencmecf.foundation.access.permissions import ROLE_PERMISSIONS, permissions_of
from opencmecf.foundation.access.refusals import RefusalMiddleware
from opencmecf.foundation.errors import NotAllowed, NotFound, Refused, SignInRequired

SITES = ("cards", "court", "demo", "login", "mail", "pacer", "pcl")


def asked_by(*roles: Role, program: bool = False) -> HttpRequest:
    request = RequestFactory().get("/")
    label = "account:1234567" if roles else "anonymous"
    request.actor = Actor(label=label, site="flsd", roles=frozenset(roles))  # type: ignore[attr-defined]
    return request


def room(to: Permission | Opening, *, program: bool = False) -> Any:
    @door(to, program=program)
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse("inside")

    return view


def refused(error: Exception, *, program: bool = False) -> HttpResponse | None:
    """How `error` from behind a door reaches the person."""
    request = asked_by(Role.PACER_USER)
    room(Opening.PUBLIC, program=program)(request)
    return RefusalMiddleware(lambda _: HttpResponse()).process_exception(request, error)


@pytest.mark.parametrize("to", [Opening.PUBLIC, Opening.MACHINE])
def test_an_open_door_lets_anybody_in(to: Opening) -> None:
    assert room(to)(asked_by()).content == b"inside"


@pytest.mark.parametrize("to", [Opening.SIGNED_IN, Permission.CASE_QUERY])
def test_whoever_has_not_signed_in_must_do_so(to: Permission | Opening) -> None:
    with pytest.raises(SignInRequired):
        room(to)(asked_by())


def test_whoever_has_signed_in_comes_in_where_that_is_enough() -> None:
    assert room(Opening.SIGNED_IN)(asked_by(Role.ACCOUNT_HOLDER)).content == b"inside"


def test_a_permission_opens_its_door_and_no_other() -> None:
    assert room(Permission.CASE_QUERY)(asked_by(Role.PACER_USER)).content == b"inside"
    with pytest.raises(NotAllowed) as caught:
        room(Permission.COURT_GO_LIVE)(asked_by(Role.PACER_USER))
    assert caught.value.permission == Permission.COURT_GO_LIVE


def test_a_view_without_a_door_lets_nobody_in() -> None:
    def bare(request: HttpRequest) -> HttpResponse:
        return HttpResponse("inside")

    middleware = DoorMiddleware(lambda _: HttpResponse())
    with pytest.raises(ImproperlyConfigured, match="declares no door"):
        middleware.process_view(asked_by(Role.COURT_ADMIN), bare, (), {})
    middleware.process_view(asked_by(), room(Opening.PUBLIC), (), {})


@pytest.mark.parametrize(
    ("to", "program", "exempt"),
    [
        (Opening.PUBLIC, False, False),
        (Permission.CASE_QUERY, False, False),
        (Permission.CASE_QUERY, True, True),
        (Opening.MACHINE, False, True),
    ],
)
def test_only_programs_and_machines_come_without_a_csrf_token(
    to: Permission | Opening, program: bool, exempt: bool
) -> None:
    assert room(to, program=program).csrf_exempt is exempt


@pytest.mark.parametrize(("error", "for_people"), [(NotAllowed(Permission.CASE_QUERY), 403), (Refused("Not so."), 409)])
def test_a_refusal_tells_people_by_status_and_programs_by_text(error: Refused, for_people: int) -> None:
    page, for_program = refused(error), refused(error, program=True)
    assert page is not None
    assert for_program is not None
    assert (page.status_code, for_program.status_code) == (for_people, 200)
    assert error.message.encode() in page.content
    assert error.message.encode() in for_program.content


def test_a_hidden_thing_is_a_missing_page_for_programs_too() -> None:
    with pytest.raises(Http404):
        refused(NotFound(), program=True)


def test_a_fault_is_no_refusal() -> None:
    assert refused(ZeroDivisionError()) is None


def test_nobody_holds_a_permission_by_themselves() -> None:
    nobody = anonymous("flsd", "192.0.2.7")
    assert nobody.is_anonymous
    assert nobody.permissions == frozenset()
    with pytest.raises(NotAllowed):
        nobody.require(Permission.CASE_QUERY)


def test_roles_add_up() -> None:
    both = permissions_of(frozenset({Role.PACER_USER, Role.CLERK}))
    assert both == ROLE_PERMISSIONS[Role.PACER_USER] | ROLE_PERMISSIONS[Role.CLERK]
    assert Permission.FILER_LINK not in ROLE_PERMISSIONS[Role.CLERK]


def test_every_role_is_in_the_table_and_every_permission_is_held_by_somebody() -> None:
    assert set(ROLE_PERMISSIONS) == set(Role)
    assert permissions_of(frozenset(Role)) == frozenset(Permission)


def views_of(patterns: list[URLPattern | URLResolver]) -> Iterator[Any]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from views_of(pattern.url_patterns)
        else:
            yield pattern.callback


@pytest.mark.parametrize("site", SITES)
def test_every_address_of_every_site_has_a_door(site: str) -> None:
    urlconf = importlib.import_module(f"opencmecf.config.urls_{site}")
    views = list(views_of(get_resolver(urlconf.__name__).url_patterns))
    assert views
    for view in views:
        door_of(view)
