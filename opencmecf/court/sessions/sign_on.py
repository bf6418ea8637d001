"""Sending a browser to Central Sign-On and taking it back."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from opencmecf.court.profile.queries import court_of
from opencmecf.foundation import cookies
from opencmecf.foundation.relying_party import Claims
from opencmecf.foundation.sites import SiteKind, page_wanted, site_of

CALLBACK = "/signon/callback"
SCOPE = "openid profile email court"  # who it is, where notices go, and by what one views and pays


def begin(request: HttpRequest, *, return_to: str = "", **asked: str) -> HttpResponse:
    """The redirect to Central Sign-On; afterwards the person is back at `return_to` or at the page they wanted.

    `asked` are further parameters of the request, such as `acr_values`.
    """
    site = site_of(request)
    target, under_way = (
        court_of(request)
        .relying_party()
        .begin(
            sign_on_url=site.names.url(SiteKind.LOGIN, ""),
            callback_url=site.url(CALLBACK),
            return_to=return_to or page_wanted(request),
            scope=SCOPE,
            **asked,
        )
    )
    answer = HttpResponseRedirect(target)
    cookies.give(request, answer, cookies.SIGN_IN_UNDER_WAY, under_way)
    return answer


def finish(request: HttpRequest) -> tuple[Claims, str, str]:
    """The claims, the ID token and the path to show. Raises `SignOnFailed`."""
    cookie = request.COOKIES.get(cookies.SIGN_IN_UNDER_WAY, "")
    return court_of(request).relying_party().finish(cookie=cookie, query=request.GET.dict())
