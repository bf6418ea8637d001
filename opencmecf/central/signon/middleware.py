"""Who acts at a central site, from the site's own cookie."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from opencmecf.central.signon import queries
from opencmecf.central.signon.models import Session
from opencmecf.foundation import cookies
from opencmecf.foundation.access import Actor, Permission, Role, anonymous
from opencmecf.foundation.errors import SignInRequired
from opencmecf.foundation.sites import Site, SiteKind, page_wanted, site_of
from opencmecf.foundation.ui.frame import Frame, MenuItem
from opencmecf.foundation.visitor import visitor_of

TITLES = {
    SiteKind.PACER: ("PACER", "Accounts and billing for every court"),
    SiteKind.LOGIN: ("PACER", "Central Sign-On"),
    SiteKind.PCL: ("Case Locator", "Cases of every court"),
    SiteKind.MAIL: ("Mailbox", "What the demonstration has sent"),
    SiteKind.DEMO: ("Open CM/ECF", "Demonstration"),
}
WITHOUT_SESSIONS = (SiteKind.MAIL, SiteKind.DEMO)


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
        request.frame = _frame(site, actor, session)  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Send whoever must sign in to the page that does it, and back afterwards."""
        site = site_of(request)
        if site.kind is SiteKind.COURT or not isinstance(error, SignInRequired):
            return None
        return HttpResponseRedirect(f"/login?{urlencode({'next': page_wanted(request)})}")


def session_of(request: HttpRequest) -> Session | None:
    """The Central Sign-On session behind a request at a central site."""
    session: Session | None = request.sign_on_session  # type: ignore[attr-defined]
    return session


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
    )


def _menu(site: Site, actor: Actor) -> tuple[MenuItem, ...]:
    items: list[tuple[str, str, Any]] = [
        ("Register", "/register", actor.is_anonymous),
        ("Manage My Account", "/manage", True),
        ("Courts", "/courts", True),
        ("Operations", "/operations/jobs", actor.may(Permission.JOBS_OPERATE)),
        ("Help", "/help/", True),
        ("Log In", "/login", actor.is_anonymous),
        ("Log Out", "/logout", not actor.is_anonymous),
    ]
    return tuple(MenuItem(label, url) for label, url, shown in items if shown)
