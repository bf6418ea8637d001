"""Signing in and out at a court, and the client code."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opencmecf.court.profile.queries import court_of
from opencmecf.court.sessions import actions, queries, sign_on
from opencmecf.court.sessions.forms import ClientCodeForm, CourtLoginForm
from opencmecf.court.sessions.middleware import own_session, session_of
from opencmecf.foundation import cookies
from opencmecf.foundation.access import Opening, Permission, actor_of, door
from opencmecf.foundation.caching import never_cache
from opencmecf.foundation.errors import Refused
from opencmecf.foundation.relying_party import SignOnFailed
from opencmecf.foundation.sites import SiteKind, site_of

AFTER_SIGN_IN = "/"


@door(Opening.PUBLIC)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    """`/cgi-bin/login.pl`: Central Sign-On at a NextGen court; both ways in at a CurrentGen one; `?logout` logs out."""
    if request.META["QUERY_STRING"] == "logout":
        return _log_out(request)
    court = court_of(request)
    if court.settings.is_nextgen or request.META["QUERY_STRING"] == "pacer":
        return sign_on.begin(request, return_to=AFTER_SIGN_IN)
    form = CourtLoginForm(request.POST or None)
    refused: Refused | None = None
    if request.method == "POST" and form.is_valid():
        try:
            return _signed_in_by_court_login(request, form)
        except Refused as error:
            refused = error
    return render(request, "sessions/court_login.html", {"form": form, "refused": refused, "court": court})


@door(Opening.PUBLIC)
@never_cache
@require_safe
def callback(request: HttpRequest) -> HttpResponse:
    """Back from Central Sign-On. Whoever comes here once more, by Back or Reload, is logged in already."""
    former = session_of(request)
    try:
        claims, id_token, path = sign_on.finish(request)
    except SignOnFailed as failed:
        if failed.code == "cookie" and former is not None and former.person_id is not None:
            return HttpResponseRedirect(AFTER_SIGN_IN)  # it was used up by logging in
        template = "ui/cookies.html" if failed.code == "cookie" else "sessions/sign_on_failed.html"
        return render(request, template, {"failed": failed, "path": "/cgi-bin/login.pl"}, status=403)
    key = actions.begin_by_sign_on(
        court=court_of(request).settings,
        claims=claims,
        id_token=id_token,
        former=former,
        log_out_url=site_of(request).names.url(SiteKind.LOGIN, "/signon/logout"),
    )
    answer = HttpResponseRedirect(path)
    cookies.give(request, answer, cookies.SESSION, key)
    cookies.take_back(answer, cookies.SIGN_IN_UNDER_WAY)
    return answer


@door(Opening.MACHINE)
@never_cache
@require_POST
def backchannel_logout(request: HttpRequest) -> HttpResponse:
    """Central Sign-On tells that a session has ended (OpenID Connect Back-Channel Logout 1.0, 2.5)."""
    court = court_of(request)
    try:
        claims = court.relying_party().read_logout_token(request.POST.get("logout_token", ""))
    except SignOnFailed as failed:
        return HttpResponse(f"{failed}\n", status=400, content_type="text/plain; charset=utf-8")
    actions.end_sign_on(court=court.settings, sid=claims["sid"])
    return HttpResponse(status=200)


@door(Opening.PUBLIC)
@never_cache
@require_safe
def logged_out(request: HttpRequest) -> HttpResponse:
    """Where Central Sign-On sends the browser when everything has ended."""
    return render(request, "sessions/logged_out.html", {"court": court_of(request)})


@door(Permission.CLIENT_CODE_CHANGE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change_client_code(request: HttpRequest) -> HttpResponse:
    """Utilities, “Change Client Code” (L5)."""
    session = own_session(request)
    form = ClientCodeForm(request.POST or None, initial={"client_code": session.client_code})
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["client_code"]
        change = partial(actions.change_client_code, session=session, code=code, actor=actor_of(request))
        if form.carry_out(change, beside="client_code"):
            return HttpResponseRedirect(f"{request.path}?changed")  # so that the header shows the new code as well
    changed = "changed" in request.GET and not form.is_bound
    page = {"form": form, "changed": changed, "code": session.client_code, "section": "Utilities"}
    return render(request, "sessions/change_client_code.html", page)


@door(Permission.EXEMPTION_SWITCH)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def exemption_status(request: HttpRequest) -> HttpResponse:
    """Utilities, “Change PACER Exemption Status”."""
    session, court = own_session(request), court_of(request)
    if request.method == "POST":
        actions.switch_exemption(session=session, on=request.POST.get("status") == "exempt", actor=actor_of(request))
        return HttpResponseRedirect(f"{request.path}?changed")  # so that the header shows the new state as well
    page = {
        "session": session,
        "usable": queries.usable_exemption(session),
        "is_nextgen": court.settings.is_nextgen,
        "changed": "changed" in request.GET,
        "exemptions_url": site_of(request).names.url(SiteKind.PACER, "/manage/exemptions"),
        "section": "Utilities",
    }
    return render(request, "sessions/exemption_status.html", page)


def _signed_in_by_court_login(request: HttpRequest, form: CourtLoginForm) -> HttpResponse:
    key = actions.begin_by_court_login(
        court=court_of(request).settings,
        login=form.cleaned_data["login"],
        password=form.cleaned_data["key"],
        address=actor_of(request).address,
    )
    answer = HttpResponseRedirect(AFTER_SIGN_IN)
    cookies.give(request, answer, cookies.SESSION, key)
    return answer


def _log_out(request: HttpRequest) -> HttpResponse:
    """End this court's session, then the sign-on behind it. A link on a stranger's page asks first."""
    session = session_of(request)
    if session is None:
        return render(request, "sessions/logged_out.html", {"court": court_of(request)})
    if request.method != "POST" and request.headers.get("Sec-Fetch-Site") == "cross-site":
        return render(request, "ui/confirm_logout.html")
    actions.end(session=session)
    answer = HttpResponseRedirect(_after_log_out(request, id_token=session.id_token))
    cookies.take_back(answer, cookies.SESSION)
    return answer


def _after_log_out(request: HttpRequest, *, id_token: str) -> str:
    site = site_of(request)
    if not id_token:
        return "/logged-out"
    return (
        court_of(request)
        .relying_party()
        .end_session_url(
            sign_on_url=site.names.url(SiteKind.LOGIN, ""), id_token=id_token, return_url=site.url("/logged-out")
        )
    )
