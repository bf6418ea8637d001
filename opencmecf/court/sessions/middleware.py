"""Who acts at a court: from its own session, or from the token of an existing program."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from opencmecf.court.filers import actions as filers
from opencmecf.court.filers import rules as filer_rules
from opencmecf.court.filers.models import CourtAccount, Person
from opencmecf.court.profile.queries import HostedCourt, court_of, hosted, hosted_court
from opencmecf.court.sessions import actions, queries, rules, sign_on
from opencmecf.court.sessions.menu import menu_of
from opencmecf.court.sessions.models import CourtSession
from opencmecf.foundation import client_code, clock, cookies
from opencmecf.foundation.access import Actor, Role, actor_of, anonymous
from opencmecf.foundation.access.doors import Door
from opencmecf.foundation.access.refusals import refusal
from opencmecf.foundation.case_search import CaseSearch
from opencmecf.foundation.client_code import NO_RULE, rule_in
from opencmecf.foundation.errors import NotAllowed, ProofRequired, Refused, SignInRequired
from opencmecf.foundation.exemption import Exemption, exemptions_in
from opencmecf.foundation.relying_party import Claims, SignOnFailed
from opencmecf.foundation.sites import SiteKind, site_of
from opencmecf.foundation.ui.frame import Frame
from opencmecf.foundation.ui.session_limits import SessionLimits, limits_of
from opencmecf.foundation.unsent.middleware import keep as keep_form
from opencmecf.foundation.visitor import visitor_of

PROGRAM_COOKIES = ("NextGenCSO", "PacerSession")  # wire contract 2.2


class CourtActorMiddleware:
    """Sets `request.court`, `request.court_session`, `request.actor` and `request.frame` at courts."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        site = site_of(request)
        if site.kind is not SiteKind.COURT:
            return self.get_response(request)
        session = _session(request, site.court_id)
        court = hosted(session.court) if session else hosted_court(site.court_id)
        if court is None:
            return render(request, "404.html", status=404)
        request.court = court  # type: ignore[attr-defined]
        request.court_session = session  # type: ignore[attr-defined]
        request.actor = _actor(request, court, session)  # type: ignore[attr-defined]
        request.frame = partial(frame, court, request.actor, session)  # type: ignore[attr-defined]
        if session is not None and session.is_exempt and _exemption_has_ended(request, court, session):
            return render(request, "sessions/exemption_ended.html", {"court": court})
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Send whoever has a second factor and must show it anew to Central Sign-On, and back to the page at hand.

        A token of `cso-auth` may stand for a password alone, and can show nothing anew: it does not come in at all.
        """
        declared: Door | None = getattr(view, "door", None)
        session: CourtSession | None = getattr(request, "court_session", None)
        if declared is None or not declared.fresh or site_of(request).kind is not SiteKind.COURT:
            return None
        if session is None:
            return refusal(request, in_a_browser_only()) if actor_of(request).by_program else None
        stale = rules.must_show_again(
            has_second_factor=session.has_second_factor, shown_at=session.second_factor_at, now=clock.now()
        )
        return _show_again(request) if stale else None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Send whoever must sign in to Central Sign-On, and tell whoever may not do a thing how to become able to."""
        if site_of(request).kind is not SiteKind.COURT:
            return None
        if isinstance(error, SignInRequired):
            return sign_on.begin(request, return_to=error.return_to)
        if isinstance(error, ProofRequired):
            return _show_again(request)
        if isinstance(error, NotAllowed):
            return refusal(request, _explained(request, error))
        return None


def _show_again(request: HttpRequest) -> HttpResponse:
    keep_form(request)
    return sign_on.begin(request, acr_values=rules.ACR_FRESH)


def _exemption_has_ended(request: HttpRequest, court: HostedCourt, session: CourtSession) -> bool:
    """Whether nothing covers the exempt use of this session any more; it is switched back, and nothing else is done.

    The person is told before anything is charged, whatever page they wanted.
    """
    actor = actor_of(request)
    if actor.exemption is not None or site_of(request).kind is not SiteKind.COURT or Role.PACER_USER not in actor.roles:
        return False
    actions.end_exempt_use(session=session, actor=actor)
    request.frame = partial(frame, court, actor, session)  # type: ignore[attr-defined]
    return True


def _explained(request: HttpRequest, error: NotAllowed) -> Refused:
    court = court_of(request)
    return rules.explain(
        error,
        roles=actor_of(request).roles,
        is_nextgen=court.settings.is_nextgen,
        link_label=court.kind.link_label,
        account=linked_account_of(request),
        unfit=unfit_to_link(request),
    )


def unfit_to_link(request: HttpRequest) -> Refused | None:
    """Why the PACER account behind a session could never be linked; None for one that could, and without one."""
    session, names = session_of(request), site_of(request).names
    if session is None or session.person is None:
        return None
    return filer_rules.unfit_to_link(
        session.person,
        upgrade_url=names.url(SiteKind.PACER, "/manage/upgrade"),
        register_url=names.url(SiteKind.PACER, "/register"),
    )


def session_of(request: HttpRequest) -> CourtSession | None:
    """The court session behind a request; None for programs and for anybody not signed in."""
    session: CourtSession | None = request.court_session  # type: ignore[attr-defined]
    return session


def linked_account_of(request: HttpRequest) -> CourtAccount | None:
    """The court account that the person behind a session is linked to, disabled or not; None for programs."""
    session = session_of(request)
    return getattr(session.person, "court_account", None) if session else None


def own_session(request: HttpRequest) -> CourtSession:
    """The court session behind a request. Raises `Refused` for a program, which has none."""
    session = session_of(request)
    if session is None:
        raise in_a_browser_only()
    return session


def in_a_browser_only() -> Refused:
    """What a program is told whose token would have to show something anew."""
    return Refused("This can be done in a browser only.", "Log in with a browser.")


def frame(court: HostedCourt, actor: Actor, session: CourtSession | None = None) -> Frame:
    """Header, menu and footer of a court's pages."""
    return Frame(
        title=court.reference.title,
        subtitle=_subtitle(court),
        seal="".join(word[0] for word in court.short_name.split() if word[0].isupper())[:2],
        menu=menu_of(court, actor),
        help_desk_telephone=court.settings.help_desk_telephone,
        help_desk_hours=court.settings.help_desk_hours,
        time_zone=court.reference.zone,
        person=actor.name,
        tags=_tags(actor),
        demonstration=settings.DEMO,
        limits=_limits(session) if not actor.is_anonymous else None,
    )


def _subtitle(court: HostedCourt) -> str:
    """Which court it is, unless the title has said so, as the titles of courts of appeals do."""
    return "CM/ECF" if court.short_name in court.reference.title else f"{court.short_name} · CM/ECF"


def _tags(actor: Actor) -> tuple[str, ...]:
    """What stands beside the name: the client code, and for whoever has exemptions how they are viewing."""
    client_code = (f"Client code {actor.client_code}",) if actor.client_code else ()
    if actor.exemption is not None:
        return (*client_code, f"Exempt: {actor.exemption.kind}")
    return (*client_code, "Not exempt") if actor.exemptions else client_code


def _limits(session: CourtSession | None) -> SessionLimits | None:
    if session is None:
        return None
    return limits_of(session.started_at, idle=rules.IDLE_LIMIT, absolute=rules.ABSOLUTE_LIMIT)


def _session(request: HttpRequest, court_id: str) -> CourtSession | None:
    key = request.COOKIES.get(cookies.SESSION, "")
    session = queries.session_of_key(key, court_id=court_id) if key else None
    if session is not None:
        queries.touch(session)
    return session


def _actor(request: HttpRequest, court: HostedCourt, session: CourtSession | None) -> Actor:
    address = visitor_of(request).address
    if session is not None:
        return _person_actor(court, session.person, _account(court, session), session, address)
    for name in PROGRAM_COOKIES:
        token = request.COOKIES.get(name, "")
        if token:
            return _program_actor(request, court, token, address)
    return anonymous(court.court_id, address)


def _account(court: HostedCourt, session: CourtSession) -> CourtAccount | None:
    """The court account that the session may act for: the linked one, or before go-live the one it signed in with."""
    if not court.settings.is_nextgen:
        return session.court_account
    return getattr(session.person, "court_account", None)


def _person_actor(
    court: HostedCourt, person: Person | None, account: CourtAccount | None, session: CourtSession, address: str
) -> Actor:
    roles = rules.roles_of(court.settings.is_nextgen, person=person, account=account)
    if not roles:
        return anonymous(court.court_id, address)
    exemption = _exemption_in_use(court, session) if session.is_exempt else None  # which may bring `person` up to date
    label = f"account:{person.account_number}" if person else account.chain if account else ""
    return Actor(
        label=label,
        site=court.court_id,
        name=person.name if person else account.name if account else "",
        roles=roles,
        address=address,
        account_number=person.account_number if person else "",
        person_id=person.pk if person else None,
        court_account_id=account.pk if account and account.is_active else None,
        session_id=session.sid,
        client_code=session.client_code,
        client_code_rule=rule_in(person.client_code_rule) if person else NO_RULE,
        exemption=exemption,
        exemptions=exemptions_in(person.exemptions) if person else (),
        case_search=_case_search(court, person) if person else CaseSearch.ACTIVE.value,
        asked_at=getattr(session, "asked_at", None),
    )


def _case_search(court: HostedCourt, person: Person) -> str:
    """Whether the person may view for a charge; asked anew while not, so that activating is noticed at once."""
    if person.case_search != CaseSearch.ACTIVE:
        standing = queries.standing_of(person.account_number, court)
        if standing is not None:
            actions.learn_standing(person=person, standing=standing)
    return person.case_search


def _exemption_in_use(court: HostedCourt, session: CourtSession) -> Exemption | None:
    """The exemption that covers this session now, as Central Sign-On knows it; while that is away, as last heard."""
    if session.person is None:
        return None
    standing = queries.standing_of(session.person.account_number, court)
    if standing is not None:
        actions.learn_standing(person=session.person, standing=standing)
    return queries.usable_exemption(session)


def _program_actor(request: HttpRequest, court: HostedCourt, token: str, address: str) -> Actor:
    try:
        claims = queries.claims_of_program(token, court)
    except SignOnFailed:
        claims = None
    if claims is None or claims.get("account_class") == "firm":
        return anonymous(court.court_id, address)
    person = filers.remember_person(court=court.settings, claims=claims)
    account = getattr(person, "court_account", None) if court.settings.is_nextgen else None
    code = request.COOKIES.get("PacerClientCode") or claims.get("client_code", "")
    return Actor(
        label=f"account:{person.account_number}",
        site=court.court_id,
        name=person.name,
        roles=rules.roles_of(court.settings.is_nextgen, person=person, account=account) or frozenset({Role.PACER_USER}),
        address=address,
        account_number=person.account_number,
        person_id=person.pk,
        court_account_id=account.pk if account and account.is_active else None,
        client_code=code[: client_code.LONGEST],
        client_code_rule=rule_in(person.client_code_rule),
        case_search=person.case_search,
        exemption=_exemption_of_program(claims, court),
        by_program=True,
    )


def _exemption_of_program(claims: Claims, court: HostedCourt) -> Exemption | None:
    """The exemption that a program uses: at a CurrentGen court alone, and only if it logged in with X-."""
    if court.settings.is_nextgen or not claims.get("exempt_use"):
        return None
    return queries.exemption_today(exemptions_in(claims.get("exemptions", [])), court.court_id)
