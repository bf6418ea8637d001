"""The login page, and the browser's side of Central Sign-On."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_safe

from opencmecf.central.second_factor import queries as second_factors
from opencmecf.central.second_factor.rules import Standing
from opencmecf.central.signon import (
    actions,
    assurance,
    consents,
    keys,
    password_due,
    paths,
    provider,
    queries,
    redirects,
    second_step,
)
from opencmecf.central.signon.forms import LoginForm, SecondFactorForm
from opencmecf.central.signon.middleware import session_of
from opencmecf.central.signon.models import Client, Session
from opencmecf.foundation import clock, cookies
from opencmecf.foundation.access import Opening, actor_of, door
from opencmecf.foundation.caching import never_cache
from opencmecf.foundation.errors import Refused
from opencmecf.foundation.sites import SiteKind, site_of
from opencmecf.foundation.sites.names import find_site
from opencmecf.foundation.visitor import visitor_of

AGAIN = "signon:again"
AGAIN_LIFE = timedelta(minutes=15)


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
    form = LoginForm(request.POST) if request.POST else None
    refused: Refused | None = None
    if form is not None and form.is_valid():
        try:
            return _signed_in(request, form)
        except Refused as error:
            refused = error
    page = login_page(request, form, refused, next_page(request))
    if "cancel" in request.GET:  # on the page that asks for the second factor
        cookies.take_back(page, cookies.SECOND_FACTOR_AWAITED)
    return page


def login_page(request: HttpRequest, form: LoginForm | None, refused: Refused | None, wanted: str) -> HttpResponse:
    """PACER LOGIN with what was typed, if anything was, and why it was not taken; `wanted` is where to go after it."""
    page = {
        "form": form,
        "empty_form": LoginForm,  # made by the template the first time alone
        "refused": refused,
        "next": wanted,
        "links": _links(request),
    }
    return may_post_on_to(request, render(request, "signon/login.html", page), wanted)


@door(Opening.PUBLIC)
@never_cache
@require_safe
def authorize(request: HttpRequest) -> HttpResponse:
    """The authorization endpoint: straight back when somebody is signed in, else by way of the login page.

    Whoever only has to log in gets that page here and now, and not by a redirect, which would cost another trip.
    """
    wanted = request.get_full_path()
    try:
        onward = _onward(wanted, request.GET, session_of(request))
    except provider.Unanswerable as error:
        return render(request, "signon/bad_request.html", {"problem": error}, status=400)
    if onward == paths.LOGIN:
        return login_page(request, None, None, wanted)
    return HttpResponseRedirect(onward)


def _onward(wanted: str, query: QueryDict, session: Session | None) -> str:
    """Where an authorization request leads a browser with `session`; `query` is that of the path `wanted`.

    That is back to the site that asked, with a code or a refusal, or the page that must come first; the login page, if
    this is where one logs in. Raises `provider.Unanswerable`.
    """
    if session is not None and (straight_back := _straight_back(wanted, query, session)):
        return straight_back
    asked = provider.authorization_request(query)
    try:
        asked.check()
        way_there = _way_there(wanted, query, session) or _way_to_consent(wanted, query, session, asked)
        if way_there and query.get("prompt") == "none":
            missing = "consent" if way_there.startswith(paths.CONSENT) else "login"
            raise provider.NotGranted(f"{missing}_required", "The person must do something first.")
        return way_there if session is None or way_there else asked.granted(session)
    except provider.NotGranted as error:
        if session is None and not asked.client.is_ours and query.get("prompt") != "none":
            # A program of others is no way to send strangers on: the person logs in first (RFC 9700, 4.11.2).
            return paths.LOGIN
        return asked.refused(error)


def _straight_back(wanted: str, query: QueryDict, session: Session) -> str:
    """Where nearly every sign-on leads: back to the site of ours that asked. "" for all that is not so simple."""
    try:
        if _way_there(wanted, query, session):
            return ""
    except provider.NotGranted:
        return ""
    return provider.granted_to_own_site(query, session)


@door(Opening.PUBLIC)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def logout(request: HttpRequest) -> HttpResponse:
    """End the session everywhere (RP-Initiated Logout 1.0), then go back to where the person pressed Log Out.

    Without proof that one of our sites sent the browser here, the person is asked first.
    """
    session, proven = _session_to_end(request)
    if session and not proven and request.method != "POST":
        page = render(request, "ui/confirm_logout.html")
        target = _after_logout_at(request)
        if target:
            page._csp_update = {"form-action": [_origin(target)]}  # type: ignore[attr-defined]
        return page
    if session:
        actions.end_session(session=session, by=actor_of(request))
    answer = _after_logout(request)
    cookies.take_back(answer, cookies.SESSION)
    return answer


def _signed_in(request: HttpRequest, form: LoginForm) -> HttpResponse:
    begun = actions.sign_in(
        username=form.cleaned_data["loginName"],
        password=form.cleaned_data["password"],
        code=form.cleaned_data["clientCode"],
        visitor=visitor_of(request),
        device=request.COOKIES.get(cookies.REMEMBERED_DEVICE, ""),
    )
    if isinstance(begun, actions.NewSession):
        return go_on_with(request, begun)
    answer = ask_second_factor(request, begun.methods, next_page(request))
    cookies.give(request, answer, cookies.SECOND_FACTOR_AWAITED, begun.key)
    return answer


def ask_second_factor(
    request: HttpRequest,
    methods: Standing,
    wanted: str,
    *,
    form: SecondFactorForm | None = None,
    refused: Refused | None = None,
    is_signing_in: bool = True,
) -> HttpResponse:
    """The page that asks for the second factor, by one of `methods`; `wanted` is where to go after it.

    It is also the answer to a right password, without a redirect between them, which would cost another trip. It takes
    its own address then, by a script, so that Reload and Back ask for the page and do not send the password once more.
    """
    page = {
        "form": form,
        "empty_form": SecondFactorForm,  # made by the template the first time alone
        "refused": refused,
        "next": wanted,
        "address": paths.going_on_to(paths.SECOND_FACTOR, wanted),
        "is_signing_in": is_signing_in,
        "methods": methods,
    }
    return may_post_on_to(request, render(request, "signon/second_factor.html", page), wanted)


def go_on_with(request: HttpRequest, begun: actions.NewSession) -> HttpResponse:
    """Give the browser its new session, end the one it had, and send it where it wanted to go.

    A browser that came with an authorization request goes straight back to the site, as the authorization endpoint
    would send it; by 303, which never carries on what was posted (RFC 9700, 4.12).
    """
    former = session_of(request)
    if former is not None:
        actions.end_session(session=former, by=actor_of(request), reason="signed in again")
    answer = HttpResponseRedirect(_after_login(request, begun.session), status=303)
    cookies.give(request, answer, cookies.SESSION, begun.key)
    return answer


def _after_login(request: HttpRequest, session: Session) -> str:
    wanted = next_page(request)
    if not wanted.startswith(paths.AUTHORIZE):
        return wanted or site_of(request).names.url(SiteKind.PACER, "/login")
    try:
        return _onward(wanted, QueryDict(urlsplit(wanted).query), session)
    except provider.Unanswerable:
        return wanted  # where the person is told what is wrong


def next_page(request: HttpRequest) -> str:
    """Where to go after signing in: a path of this very site, or nowhere."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    safe = asked.startswith(paths.AFTER_LOGIN) and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if safe else ""


def _way_there(wanted: str, query: QueryDict, session: Session | None) -> str:
    """The page that must come before the answer to the site; "" when nothing stands between."""
    if session is None:
        return paths.LOGIN
    asked = assurance.asked_by({name: str(value) for name, value in query.items()})
    proof = _way_to_proof(wanted, query, session, asked) if asked != assurance.Asked() else ""
    if proof:
        return proof
    if query.get("client_id") != SiteKind.PACER.value and second_step.must_enrol_first(session):
        return paths.going_on_to(paths.SET_UP, wanted)
    if password_due.stands_between(session, query.get("client_id", "")):
        return paths.going_on_to(password_due.PATH, wanted)
    return ""


def _way_to_proof(wanted: str, query: QueryDict, session: Session, asked: assurance.Asked) -> str:
    """The page where the person proves anew what the site has asked for; "" when it was proved."""
    now = clock.now()
    since = _asked_at(query) or now
    has_method = bool(asked.acr) and second_factors.standing(session.account).has_method
    step = assurance.step_before(asked, session, has_method=has_method, since=since, now=now)
    if step is assurance.Step.SECOND_FACTOR:
        return paths.going_on_to(paths.SECOND_FACTOR, wanted)
    if step is assurance.Step.NOTHING:
        return ""
    return paths.going_on_to(paths.LOGIN, _asked_now(query, now))


def _way_to_consent(
    wanted: str, query: QueryDict, session: Session | None, asked: provider.AuthorizationRequest
) -> str:
    """The page where the person lets a program of others in; "" for our own sites, and when they have done so."""
    if session is None or asked.client.is_ours:
        return ""
    now = clock.now()
    since = (_asked_at(query) or now) if "consent" in query.get("prompt", "").split() else None
    if consents.covers(session.account, asked.client, asked.scope, since=since):
        return ""
    return paths.going_on_to(paths.CONSENT, wanted if _asked_at(query) else _asked_now(query, now))


def _asked_now(query: QueryDict, now: datetime) -> str:
    """The address of the request with a note of ours when it came in."""
    again = query.copy()
    again["again"] = signing.dumps(now.timestamp(), salt=AGAIN)
    return f"{paths.AUTHORIZE}{again.urlencode()}"


def _asked_at(query: QueryDict) -> datetime | None:
    """When the site's wish for a new login came in, as we have noted in the address ourselves; None when just now."""
    try:
        return datetime.fromtimestamp(signing.loads(query.get("again", ""), salt=AGAIN, max_age=AGAIN_LIFE), UTC)
    except signing.BadSignature:
        return None


def may_post_on_to(request: HttpRequest, page: HttpResponse, wanted: str) -> HttpResponse:
    """Let a form's redirect reach the site that asked, if `wanted` is such a request.

    Browsers hold redirects to `form-action` as well.
    """
    parameters = parse_qs(urlsplit(wanted).query)
    asked, client_id = (parameters.get(name, [""])[0] for name in ("redirect_uri", "client_id"))
    targets = [site_of(request).names.url(SiteKind.PACER, "")]
    if _is_ours(asked) or ((client := queries.client(client_id)) and redirects.is_registered(asked, client)):
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
    if claims is None or not _is_for(request.GET.get("client_id", ""), claims["aud"]):
        return session, False
    client = queries.client(claims["aud"][0])
    if client is None or not client.is_ours:
        return session, False  # a program of others does not end everything without a question
    named = Session.objects.select_related("account").filter(pk=claims["sid"]).first()
    if session is None:
        return named, True
    return session, named is not None and named.pk == session.pk


def _is_for(client_id: str, audience: str | list[str]) -> bool:
    """Whether a site that names itself is the one that the token was made for (RP-Initiated Logout 1.0, 2)."""
    return not client_id or client_id in ([audience] if isinstance(audience, str) else audience)


def _after_logout(request: HttpRequest) -> HttpResponse:
    """Back to the site that asked, with its `state`, or a page that says it is done (RP-Initiated Logout 1.0, 3)."""
    target, state = _after_logout_at(request), request.GET.get("state", "")
    if not target:
        return render(request, "signon/logged_out.html")
    query = f"{'&' if '?' in target else '?'}{urlencode({'state': state})}" if state else ""
    return HttpResponseRedirect(f"{target}{query}")


def _after_logout_at(request: HttpRequest) -> str:
    """The address to go back to, if it is registered (RP-Initiated Logout 1.0, 3); "" otherwise.

    A client that names itself, by itself or with a token, has its own addresses; else those of our own sites are good.
    """
    target = request.GET.get("post_logout_redirect_uri", "")
    claims = keys.read_own_token(request.GET.get("id_token_hint", "")) or {"aud": [""]}
    client_id = request.GET.get("client_id", "") or claims["aud"][0]
    if not target or "\0" in target:
        return ""
    if not client_id:
        is_known = Client.objects.filter(is_ours=True, post_logout_redirect_uris__contains=[target]).exists()
    else:
        client = queries.client(client_id)
        is_known = client is not None and target in client.post_logout_redirect_uris
    return target if is_known else ""


def _is_ours(url: str) -> bool:
    """Whether `url` is at one of our own sites, under the names and the scheme that it has."""
    try:
        parts = urlsplit(url)
    except ValueError:  # as a half-written IPv6 address is none
        return False
    site = find_site(parts.netloc, settings.SITE_NAMES)
    return site is not None and site.url("") == _origin(url)


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
