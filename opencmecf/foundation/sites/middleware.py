"""Every request belongs to a site by its host name; an unknown host gets nothing."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseNotFound
from django.utils.http import escape_leading_slashes

from opencmecf.foundation.sites.names import Site, find_site

UNKNOWN_HOST = "There is no site of this name here.\n"
NUL_CHARACTER = "The address holds a NUL character, which no text here can have.\n"


class SiteMiddleware:
    """Sets `request.site` and the URL table of its kind; answers 404 to unknown hosts and 400 to NULs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        site = find_site(request.META.get("HTTP_HOST", ""), settings.SITE_NAMES)
        if site is None:
            return HttpResponseNotFound(UNKNOWN_HOST, content_type="text/plain; charset=utf-8")
        if "%00" in request.META.get("QUERY_STRING", "") or "\0" in request.path_info:
            return HttpResponseBadRequest(NUL_CHARACTER, content_type="text/plain; charset=utf-8")
        request.site = site  # type: ignore[assignment] # the stubs think of django.contrib.sites
        request.urlconf = f"opencmecf.config.urls_{site.kind.value}"  # type: ignore[attr-defined]
        return self.get_response(request)


def page_wanted(request: HttpRequest) -> str:
    """The path to come back to after signing in.

    A form that was sent after the session had ended is shown again where it was kept; if nothing was typed into it,
    the page that has it, with `again` in its address, which then says what has happened.
    """
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    kept: str = getattr(request, "shown_again_at", "")
    if kept:
        return kept
    before = page_before(request)
    return f"{before}&again" if "?" in before else f"{before}?again"


def page_before(request: HttpRequest) -> str:
    """The path of the page whose form was sent, as the browser tells; where it tells nothing, where the form went."""
    try:
        before = urlsplit(request.headers.get("Referer", ""))
    except ValueError:  # as a half-written IPv6 address is none
        return request.get_full_path()
    if before.netloc != request.get_host() or not before.path:
        return request.get_full_path()
    path = escape_leading_slashes(before.path)
    return f"{path}?{before.query}" if before.query else path


def site_of(request: HttpRequest) -> Site:
    """The site that `request` was addressed to."""
    site: Site = request.site  # type: ignore[assignment] # see above
    return site
