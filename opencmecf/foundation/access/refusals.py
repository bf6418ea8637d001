"""How a refusal, a missing thing and a needed sign-in reach the person."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from opencmecf.foundation.access.doors import Door
from opencmecf.foundation.errors import NotAllowed, NotFound, Refused


class RefusalMiddleware:
    """Turns `Refused`, `NotAllowed` and `NotFound` into pages that say what to do next.

    Views for existing PACER programs answer 200 even then (wire contract, rule 1): those programs
    take any other status for a broken server.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The page for `error`, or None for an error that is not a refusal."""
        if isinstance(error, NotFound):
            raise Http404 from error
        if not isinstance(error, Refused):
            return None
        return refusal(request, error)


def refusal(request: HttpRequest, error: Refused) -> HttpResponse:
    """The page that tells `error` to the person."""
    declared: Door | None = getattr(request, "door", None)
    status = 403 if isinstance(error, NotAllowed) else 409
    if declared is not None and declared.program:
        status = 200
    return render(request, "ui/refused.html", {"refused": error}, status=status)
