"""The page at the login site on which somebody lets a program in, or does not."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from opencmecf.central.programs import actions, queries
from opencmecf.central.signon import consents, paths, provider, scopes
from opencmecf.central.signon.middleware import session_of
from opencmecf.central.signon.views import may_post_on_to, next_page
from opencmecf.foundation.access import Opening, actor_of, door
from opencmecf.foundation.caching import never_cache
from opencmecf.foundation.errors import NotFound
from opencmecf.foundation.sites import SiteKind, site_of

DENIED = provider.NotGranted("access_denied", "The person does not let the program in.")


@door(Opening.PUBLIC)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def consent(request: HttpRequest) -> HttpResponse:
    """Who asks, what they will see and what not. Allowing leads back to the authorization endpoint, which decides."""
    target, session = next_page(request), session_of(request)
    if not target or session is None:
        return HttpResponseRedirect(target or paths.LOGIN)
    asked = _asked(target)
    if request.method == "POST" and "allow" in request.POST:
        account = session.account
        actions.let_in(account=account, client=asked.client, scope=asked.scope, actor=actor_of(request))
        return HttpResponseRedirect(target, status=303)
    if request.method == "POST":
        return HttpResponseRedirect(asked.refused(DENIED), status=303)
    known = consents.live(session.account, asked.client)
    page = {
        "next": target,
        "program": queries.of_client(asked.client).in_force,
        "account": session.account,
        "opened": scopes.described(asked.scope),
        "known": known.scope.split() if known else [],
        "never_shown": scopes.NEVER_SHOWN,
        "never_done": scopes.NEVER_DONE,
        "goes_to": urlsplit(asked.redirect_uri).netloc,
        "access_url": site_of(request).names.url(SiteKind.PACER, "/manage/program-access"),
    }
    return may_post_on_to(request, render(request, "programs/consent.html", page), next_page(request))


def _asked(target: str) -> provider.AuthorizationRequest:
    """What a program asks for at `target`, checked once more. Raises `NotFound` when nobody has to agree to that."""
    try:
        asked = provider.authorization_request(QueryDict(urlsplit(target).query))
        asked.check()
    except (provider.Unanswerable, provider.NotGranted) as error:
        raise NotFound from error
    if asked.client.is_ours:
        raise NotFound
    return asked
