"""Who acts at a central site, from the site's own cookie."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from opencmecf.central.accounts.models import AccountClass
from opencmecf.central.second_factor import queries as second_factors
from opencmecf.central.second_factor.rules import is_fresh
from opencmecf.central.signon import paths, queries, rules, second_step
from opencmecf.central.signon.models import Enrolment, Session
from opencmecf.foundation import clock, cookies
from opencmecf.foundation.access import Actor, Opening, Permission, Role, anonymous
from opencmecf.foundation.access.doors import Door
from opencmecf.foundation.errors import SignInRequired
from opencmecf.foundation.sites import Site, SiteKind, page_wanted, site_of
from opencmecf.foundation.ui.frame import Frame, MenuItem
from opencmecf.foundation.ui.session_limits import SessionLimits, limits_of
from opencmecf.foundation.unsent.middleware import keep as keep_form
from opencmecf.foundation.visitor import visitor_of

TITLES = {
    SiteKind.PACER: ("PACER", "Accounts and billing for every court"),
    SiteKind.LOGIN: ("PACER", "Central Sign-On"),
    SiteKind.PCL: ("Case Locator", "Cases of every court"),
    SiteKind.MAIL: ("Mailbox", "What the demonstration has sent"),
    SiteKind.CARDS: ("Card processor", "Toy cards for the demonstration"),
    SiteKind.DEMO: ("Open CM/ECF", "Demonstration"),
}
SECOND_FACTOR_ROOM = "opencmecf.central.second_factor."
WITHOUT_SESSIONS = (SiteKind.MAIL, SiteKind.CARDS, SiteKind.DEMO)


class CentralActorMiddleware:
    """Sets `request.actor`, `request.sign_on_session` and `request.frame` at central sites; courts have their own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        site = site_of(request)
        if site.kind is SiteKind.COURT:
            return self.get_response(request)
        session = _session(request, site)
        actor = _actor(request, site, session)
        request.sign_on_session = session  # type: ignore[attr-defined]
        request.actor = actor  # type: ignore[attr-defined]
        request.frame = partial(_frame, site, actor, session)  # type: ignore[attr-defined]
        return _may_post_on_to_login(site, self.get_response(request))

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Send whoever must first show or set up a second factor to the page for that."""
        declared: Door | None = getattr(view, "door", None)
        session: Session | None = getattr(request, "sign_on_session", None)
        if session is None or declared is None:
            return None
        if _must_set_up(session, declared, view):
            return HttpResponseRedirect(site_of(request).names.url(SiteKind.LOGIN, paths.SET_UP))
        if declared.fresh and _is_stale(session):
            return _show_again(request)
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Send whoever must sign in to the page that does it, and back afterwards."""
        site = site_of(request)
        if site.kind is SiteKind.COURT or not isinstance(error, SignInRequired):
            return None
        login = paths.LOGIN if site.kind is SiteKind.LOGIN else "/login"
        return HttpResponseRedirect(paths.going_on_to(login, page_wanted(request)))


def session_of(request: HttpRequest) -> Session | None:
    """The Central Sign-On session behind a request at a central site."""
    session: Session | None = request.sign_on_session  # type: ignore[attr-defined]
    return session


def _may_post_on_to_login(site: Site, answer: HttpResponse) -> HttpResponse:
    """Let a form that is sent too late lead to the login page; browsers hold redirects to `form-action` as well."""
    if site.kind is SiteKind.PACER and not hasattr(answer, "_csp_update"):
        answer._csp_update = {"form-action": [site.names.url(SiteKind.LOGIN, "")]}  # type: ignore[attr-defined]
    return answer


def _must_set_up(session: Session, declared: Door, view: Callable[..., Any]) -> bool:
    """Whether nothing but setting up a second factor is open to this session."""
    if session.enrolment != Enrolment.REQUIRED or declared.to in (Opening.PUBLIC, Opening.MACHINE):
        return False
    return not view.__module__.startswith((SECOND_FACTOR_ROOM, __package__)) and second_step.must_enrol_first(session)


def _is_stale(session: Session) -> bool:
    """Whether the account has a second factor that was not shown lately.

    Whoever is setting up a method has shown one to begin with, or had none, and need not show the new one at once.
    """
    if is_fresh(session.second_factor_at, clock.now()):
        return False
    if not second_factors.standing(session.account).has_method:
        return False
    return second_factors.enrolment_of(session.account, str(session.pk)) is None


def _show_again(request: HttpRequest) -> HttpResponse:
    """To the page that asks for the second factor, and back to the page at hand; what was sent is sent once more."""
    keep_form(request)
    at_hand = page_wanted(request)
    if site_of(request).kind is SiteKind.LOGIN:
        return HttpResponseRedirect(paths.going_on_to(paths.SECOND_FACTOR, at_hand))
    return HttpResponseRedirect(f"{paths.going_on_to('/login', at_hand)}&fresh=1")


def _session(request: HttpRequest, site: Site) -> Session | None:
    key = request.COOKIES.get(cookies.SESSION, "")
    if not key or site.kind in WITHOUT_SESSIONS:
        return None
    session = (
        queries.session_of_key(key) if site.kind is SiteKind.LOGIN else queries.session_at_site(key, site.kind.value)
    )
    if session is not None:
        queries.touch(session)
    return session


def _actor(request: HttpRequest, site: Site, session: Session | None) -> Actor:
    address = visitor_of(request).address
    if session is None:
        return anonymous(site.label, address)
    account = session.account
    roles = {Role.ACCOUNT_HOLDER} | ({Role.SERVICE_CENTER} if account.is_service_center else set())
    roles |= {Role.FIRM_ADMINISTRATOR} if account.account_class == AccountClass.FIRM else set()
    return Actor(
        label=account.chain,
        site=site.label,
        name=account.name,
        roles=frozenset(roles),
        address=address,
        account_number=account.number,
        account_id=account.pk,
        session_id=str(session.pk),
        client_code=session.client_code,
    )


def _frame(site: Site, actor: Actor, session: Session | None) -> Frame:
    title, subtitle = TITLES[site.kind]
    return Frame(
        title=title,
        subtitle=subtitle,
        seal=title[:2].upper(),
        menu=_menu(site, actor) if site.kind is SiteKind.PACER else (),
        help_desk_telephone=settings.SERVICE_CENTER_TELEPHONE,
        help_desk_hours=settings.SERVICE_CENTER_HOURS,
        time_zone=settings.SERVICE_CENTER_TIME_ZONE,
        person=actor.name,
        tags=(f"Client code {session.client_code}",) if session and session.client_code else (),
        demonstration=settings.DEMO,
        limits=_limits(session),
    )


def _limits(session: Session | None) -> SessionLimits | None:
    if session is None:
        return None
    return limits_of(session.started_at, idle=rules.IDLE_LIMIT, absolute=rules.ABSOLUTE_LIMIT)


def _menu(site: Site, actor: Actor) -> tuple[MenuItem, ...]:
    items: list[tuple[str, str, Any]] = [
        ("Register", "/register", actor.is_anonymous),
        ("Manage My Account", "/manage", True),
        ("Courts", "/courts", True),
        ("Service Center", "/desk", actor.may(Permission.ACCOUNT_LOOK)),
        ("Operations", "/operations/jobs", actor.may(Permission.JOBS_OPERATE)),
        ("Help", "/help/", True),
        ("Log In", "/login", actor.is_anonymous),
        ("Log Out", "/logout", not actor.is_anonymous),
    ]
    return tuple(MenuItem(label, url) for label, url, shown in items if shown)
