"""Signing in and out at the other central sites: they rely on Central Sign-On as every court does."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from opencmecf.central.signon import actions, keys
from opencmecf.central.signon.assurance import Acr
from opencmecf.central.signon.clients import CENTRAL_SITES, secret_of_central_site
from opencmecf.central.signon.middleware import session_of
from opencmecf.foundation import cookies
from opencmecf.foundation.access import Opening, actor_of, door
from opencmecf.foundation.caching import never_cache
from opencmecf.foundation.relying_party import RelyingParty, SignOnFailed, internal_http
from opencmecf.foundation.sites import Site, SiteKind, site_of

CALLBACK = "/signon/callback"


@door(Opening.PUBLIC)
@never_cache
@require_safe
def login(request: HttpRequest) -> HttpResponse:
    """Off to Central Sign-On, and back to where the person wanted to go; with `fresh` it asks for the second factor."""
    site = site_of(request)
    asked = {"acr_values": Acr.FRESH.value} if "fresh" in request.GET else {}
    target, under_way = relying_party(site).begin(
        sign_on_url=site.names.url(SiteKind.LOGIN, ""),
        callback_url=site.url(CALLBACK),
        return_to=_safe_path(request.GET.get("next", ""), CENTRAL_SITES[site.kind]),
        **asked,
    )
    answer = HttpResponseRedirect(target)
    cookies.give(request, answer, cookies.SIGN_IN_UNDER_WAY, under_way)
    return answer


@door(Opening.PUBLIC)
@never_cache
@require_safe
def callback(request: HttpRequest) -> HttpResponse:
    """Back from Central Sign-On. Whoever comes here once more, by Back or Reload, is logged in already."""
    site = site_of(request)
    try:
        claims, _, path = relying_party(site).finish(
            cookie=request.COOKIES.get(cookies.SIGN_IN_UNDER_WAY, ""), query=request.GET.dict()
        )
    except SignOnFailed as failed:
        if failed.code == "cookie" and session_of(request) is not None:
            return HttpResponseRedirect(CENTRAL_SITES[site.kind])  # it was used up by logging in
        template = "ui/cookies.html" if failed.code == "cookie" else "signon/failed.html"
        return render(request, template, {"failed": failed}, status=403)
    former = request.COOKIES.get(cookies.SESSION, "")
    key = actions.open_central_site(sid=claims["sid"], site=site.kind.value, former=former)
    answer = HttpResponseRedirect(path)
    cookies.give(request, answer, cookies.SESSION, key)
    cookies.take_back(answer, cookies.SIGN_IN_UNDER_WAY)
    return answer


@door(Opening.PUBLIC)
@never_cache
@require_safe
def logout(request: HttpRequest) -> HttpResponse:
    """End the session everywhere. Pressed on another site's page by a stranger's link, it asks first."""
    site = site_of(request)
    session = session_of(request)
    answer = HttpResponseRedirect(site.names.url(SiteKind.LOGIN, "/signon/logout"))
    if session is not None and request.headers.get("Sec-Fetch-Site") != "cross-site":
        actions.end_session(session=session, by=actor_of(request))
    cookies.take_back(answer, cookies.SESSION)
    return answer


def relying_party(site: Site) -> RelyingParty:
    """This central site as Central Sign-On knows it."""
    client_id = site.kind.value
    return RelyingParty(client_id, secret_of_central_site(client_id), keys.issuer(), internal_http())


def _safe_path(asked: str, otherwise: str) -> str:
    local = asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if local else otherwise
