"""Every view says who may come in; a view that says nothing lets nobody in.

A door is declared beside the view:

    @door(Permission.CASE_QUERY)
    def iquery(request): ...

and the declaration keeps it; `DoorMiddleware` stops a view that has none. The sweep in `tests/access` visits every
URL with every role.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from opencmecf.foundation.access.actor import actor_of
from opencmecf.foundation.access.permissions import Permission
from opencmecf.foundation.errors import SignInRequired

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


class Opening(StrEnum):
    """Doors that ask for no permission."""

    PUBLIC = "public"  # anybody
    SIGNED_IN = "signed in"  # anybody who has signed in
    MACHINE = "machine"  # another program of ours or a registered one; the view checks its credentials itself


@dataclass(frozen=True)
class Door:
    """Who may come in, and how the way in behaves."""

    to: Permission | Opening
    program: bool = False  # existing PACER programs call it: no CSRF token, refusals answer 200
    files: bool = False  # takes files: says where they go before the token among them is read, and checks it itself
    fresh: bool = False  # whoever has a second factor must have shown it a moment ago; the sign-on sees to that


def door(
    to: Permission | Opening, *, program: bool = False, files: bool = False, fresh: bool = False
) -> Callable[[View], View]:
    """Declare and keep the door of a view: `SignInRequired` or `NotAllowed` is raised before the view runs.

    A `program` view must authorise by token and change nothing, for it takes no CSRF token; so does a `MACHINE` view.
    A `files` view is decorated with `foundation.storage.arrivals.files_into_store`, which checks the token.
    A `fresh` view is for changes that could lock the holder of an account out.
    """
    declared = Door(to, program, files, fresh)

    def keep(view: View) -> View:
        @functools.wraps(view)
        def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            request.door = declared  # type: ignore[attr-defined]
            _check(declared, request)
            return view(request, *args, **kwargs)

        kept.door = declared  # type: ignore[attr-defined]
        kept.csrf_exempt = program or files or to is Opening.MACHINE  # type: ignore[attr-defined]
        return kept  # type: ignore[return-value]

    return keep


def _check(declared: Door, request: HttpRequest) -> None:
    if declared.to in (Opening.PUBLIC, Opening.MACHINE):
        return
    actor = actor_of(request)
    if actor.is_anonymous:
        raise SignInRequired
    if isinstance(declared.to, Permission):
        actor.require(declared.to)


def door_of(view: Callable[..., Any]) -> Door:
    """The declared door of `view`. Raises `ImproperlyConfigured` when it declares none."""
    declared = getattr(view, "door", None)
    if declared is None:
        raise ImproperlyConfigured(f"{view!r} declares no door; see foundation/access/doors.py")
    result: Door = declared
    return result


class DoorMiddleware:
    """Lets no view run that has not declared who may come in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> None:
        """Raise `ImproperlyConfigured` for a view without a door."""
        door_of(view)
