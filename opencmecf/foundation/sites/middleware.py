"""Every request belongs to a site by its host name; an unknown host gets nothing."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseNotFound

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
        if "%00" in request.META.get("QUERY_STRING", ""):
            return HttpResponseBadRequest(NUL_CHARACTER, content_type="text/plain; charset=utf-8")
        request.site = site  # type: ignore[assignment] # the stubs think of django.contrib.sites
        request.urlconf = f"opencmecf.config.urls_{site.kind.value}"  # type: ignore[attr-defined]
        return self.get_response(request)


def page_wanted(request: HttpRequest) -> str:
    """The path to come back to after signing in.

    A form that was sent after the session had ended is shown again, with `again` in its address.
    """
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    query = request.META.get("QUERY_STRING", "")
    return f"{request.path}?{query}&again" if query else f"{request.path}?again"


def site_of(request: HttpRequest) -> Site:
    """The site that `request` was addressed to."""
    site: Site = request.site  # type: ignore[assignment] # see above
    return site
