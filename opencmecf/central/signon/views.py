"""The login page, and the browser's side of Central Sign-On."""

from __future__ import annotations

from urllib.parse import parse_qs, urlencode, urlsplit

from authlib.oauth2 import OAuth2Error
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from opencmecf.central.signon import actions, keys, provider
from opencmecf.central.signon.forms import LoginForm
from opencmecf.central.signon.middleware import session_of
from opencmecf.central.signon.models import Client, Session
from opencmecf.foundation import cookies
from opencmecf.foundation.access import Opening, actor_of, door
from opencmecf.foundation.errors import Refused
from opencmecf.foundation.sites import SiteKind, site_of
from opencmecf.foundation.sites.names import find_site
from opencmecf.foundation.visitor import visitor_of

LOGIN = "/csologin/login.jsf"


@door(Opening.PUBLIC)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Whoever comes here by hand is sent to the accounts site, where everything else is."""
    return HttpResponseRedirect(site_of(request).names.url(SiteKind.PACER))


@door(Opening.PUBLIC)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    """PACER LOGIN (L2): begins a session and goes on to the site that asked for it."""
    form = LoginForm(request.POST or None)
    refused: Refused | None = None
    if request.method == "POST" and form.is_valid():
        try:
            return _signed_in(request, form)
        except Refused as error:
            refused = error
    page = {"form": form, "refused": refused, "next": _next(request), "links": _links(request)}
    return _may_post_on_to(request, render(request, "signon/login.html", page))


@door(Opening.PUBLIC)
@never_cache
@require_safe
def authorize(request: HttpRequest) -> HttpResponse:
    """The authorization endpoint: straight back when somebody is signed in, else by way of the login page."""
    session = session_of(request)
    try:
        grant = provider.server.get_consent_grant(request, end_user=provider.Grantee(session) if session else None)
    except OAuth2Error as error:
        if error.redirect_uri:
            return provider.answer_error(request, error)
        return _bad_request(request, f"{error.error}: {error.description}")
    except ValueError:  # Authlib quotes what it was asked, and may not quote every character
        return _bad_request(request, "invalid_request: a parameter holds characters that it cannot have")
    wants_fresh_login = "login" in request.GET.get("prompt", "").split() and not request.GET.get("again")
    if request.GET.get("prompt") != "none" and (session is None or wants_fresh_login):
        again = request.get_full_path() + ("&again=1" if wants_fresh_login else "")
        return HttpResponseRedirect(f"{LOGIN}?{urlencode({'next': again})}")
    return provider.answer_authorization(request, grant=grant, session=session)


@door(Opening.PUBLIC)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def logout(request: HttpRequest) -> HttpResponse:
    """End the session everywhere (RP-Initiated Logout 1.0), then go back to where the person pressed Log Out.

    Without proof that one of our sites sent the browser here, the person is asked first.
    """
    session, proven = _session_to_end(request)
    if session and not proven and request.method != "POST":
        return render(request, "ui/confirm_logout.html")
    if session:
        actions.end_session(session=session, by=actor_of(request))
    answer = _after_logout(request)
    cookies.take_back(answer, cookies.SESSION)
    return answer


def _bad_request(request: HttpRequest, problem: str) -> HttpResponse:
    return render(request, "signon/bad_request.html", {"problem": problem}, status=400)


def _signed_in(request: HttpRequest, form: LoginForm) -> HttpResponse:
    begun = actions.sign_in(
        username=form.cleaned_data["loginName"],
        password=form.cleaned_data["password"],
        code=form.cleaned_data["clientCode"],
        visitor=visitor_of(request),
    )
    former = session_of(request)
    if former is not None:
        actions.end_session(session=former, by=actor_of(request), reason="signed in again")
    answer = HttpResponseRedirect(_next(request) or site_of(request).names.url(SiteKind.PACER, "/login"))
    cookies.give(request, answer, cookies.SESSION, begun.key)
    return answer


def _next(request: HttpRequest) -> str:
    """Where to go after signing in: a path of this very site, or nowhere."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    safe = asked.startswith("/signon/authorize?") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if safe else ""


def _may_post_on_to(request: HttpRequest, page: HttpResponse) -> HttpResponse:
    """Let the login form's redirect reach the site that asked; browsers hold redirects to `form-action` as well."""
    asked = parse_qs(urlsplit(_next(request)).query).get("redirect_uri", [""])[0]
    targets = [site_of(request).names.url(SiteKind.PACER, "")]
    if _is_ours(asked) or ("\0" not in asked and Client.objects.filter(redirect_uris__contains=[asked]).exists()):
        targets.append(_origin(asked))
    page._csp_update = {"form-action": targets}  # type: ignore[attr-defined]
    return page


def _links(request: HttpRequest) -> dict[str, str]:
    names = site_of(request).names
    paths = {
        "register": "/register",
        "forgot_password": "/forgot-password",
        "forgot_username": "/forgot-username",
        "cancel": "/",
        "help": "/help/signing-on",
    }
    return {name: names.url(SiteKind.PACER, path) for name, path in paths.items()}


def _session_to_end(request: HttpRequest) -> tuple[Session | None, bool]:
    """The session to end, and whether an ID token of ours proves that one of our sites asks for it."""
    session = session_of(request)
    claims = keys.read_own_token(request.GET.get("id_token_hint", ""))
    if claims is None:
        return session, False
    named = Session.objects.select_related("account").filter(pk=claims["sid"]).first()
    if session is None:
        return named, True
    return session, named is not None and named.pk == session.pk


def _after_logout(request: HttpRequest) -> HttpResponse:
    """Back to the site that asked, if the address is registered; otherwise a page that says it is done."""
    target = request.GET.get("post_logout_redirect_uri", "")
    if target and Client.objects.filter(post_logout_redirect_uris__contains=[target]).exists():
        return HttpResponseRedirect(target)
    return render(request, "signon/logged_out.html")


def _is_ours(url: str) -> bool:
    """Whether `url` is at one of our own sites, under the names and the scheme that it has."""
    parts = urlsplit(url)
    site = find_site(parts.netloc, settings.SITE_NAMES)
    return site is not None and site.url("") == _origin(url)


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
