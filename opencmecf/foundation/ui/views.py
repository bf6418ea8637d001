"""The pages that answer when something is wrong with the request or with us; the URL tables and the settings name them.

A URL table names `permission_denied`, `page_not_found` and `server_error` as its handler403, handler404 and handler500;
the settings name `csrf_failure`.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseServerError, JsonResponse
from django.middleware.csrf import REASON_NO_CSRF_COOKIE
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from opencmecf.foundation.access import Opening, door
from opencmecf.foundation.caching import never_cache
from opencmecf.foundation.errors import SignInRequired
from opencmecf.foundation.ui.frame import frame_of


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Status 403: how to let cookies in when the browser sent none, else how to send the form anew."""
    template = "ui/cookies.html" if reason == REASON_NO_CSRF_COOKIE else "ui/stale_form.html"
    return render(request, template, status=403)


@door(Opening.SIGNED_IN)
@never_cache
@require_safe
def session_stay(request: HttpRequest) -> HttpResponse:
    """A sign of life, for the warning before a session ends: how long it lives now, and until when in words."""
    frame = frame_of(request)
    limits = frame.limits
    if limits is None:
        raise SignInRequired
    until = f"{frame.local_time(limits.ends_at):%-I:%M %p %Z}"
    return JsonResponse({"seconds_left": limits.seconds_left, "extends": limits.can_be_extended, "until": until})


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Status 403: the page is not for this account."""
    return render(request, "403.html", status=403)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Status 404: nothing is at this address, or nothing that this person may know of."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Status 500, from static text: whatever failed is not asked again."""
    return HttpResponseServerError(render_to_string("500.html"))
