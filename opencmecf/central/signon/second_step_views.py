"""The pages between the password and going on: second factor, passkey, setting one up, a password that is due."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opencmecf.central.accounts import password_age
from opencmecf.central.accounts.models import Account
from opencmecf.central.accounts.password_age import Due
from opencmecf.central.second_factor import actions as second_factor
from opencmecf.central.second_factor import queries as second_factors
from opencmecf.central.second_factor import rules as second_factor_rules
from opencmecf.central.signon import paths, queries, second_step
from opencmecf.central.signon.actions import NewSession
from opencmecf.central.signon.forms import SecondFactorForm
from opencmecf.central.signon.middleware import session_of
from opencmecf.central.signon.models import Enrolment, PendingSignIn, Session
from opencmecf.central.signon.views import ask_second_factor, go_on_with, login_page, may_post_on_to, next_page
from opencmecf.foundation import clock, cookies
from opencmecf.foundation.access import Actor, Opening, actor_of, door
from opencmecf.foundation.caching import never_cache
from opencmecf.foundation.errors import Refused
from opencmecf.foundation.password_rules import password_rule
from opencmecf.foundation.sites import SiteKind, site_of
from opencmecf.foundation.visitor import visitor_of


@door(Opening.PUBLIC)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor_page(request: HttpRequest) -> HttpResponse:
    """Ask for the second factor: of somebody whose password was right, or once more of somebody signed in."""
    pending, session = _pending(request), session_of(request)
    account = pending.account if pending else session.account if session else None
    if account is None:
        return HttpResponseRedirect(paths.going_on_to(paths.LOGIN, next_page(request)))
    if pending is None and (_was_just_shown(request, session) or not second_factors.standing(account).has_method):
        return HttpResponseRedirect(_after(request))
    form: SecondFactorForm | None = None
    refused: Refused | None = None
    if request.method == "POST":
        form = SecondFactorForm(request.POST)
        try:
            return _second_factor_shown(request, form, pending, session)
        except second_step.StartAgain as error:
            return login_page(request, None, error, next_page(request))
        except second_factor.WrongProof as error:
            form.refuse(error, beside="code")
        except Refused as error:
            refused = error
    methods = second_factors.methods_in(pending) if pending else second_factors.standing(account)
    is_signing_in = pending is not None
    return ask_second_factor(
        request, methods, next_page(request), form=form, refused=refused, is_signing_in=is_signing_in
    )


@door(Opening.PUBLIC)
@never_cache
@require_POST
def passkey_options(request: HttpRequest) -> HttpResponse:
    """What the browser asks a passkey to sign; of the account at hand, or of anybody on the login page."""
    pending, session = _pending(request), session_of(request)
    account: Account | None = None
    if "anybody" not in request.POST:
        account = pending.account if pending else session.account if session else None
    options, key = second_factor.ask_passkey(site=site_of(request), account=account)
    answer = JsonResponse(options)
    cookies.give(request, answer, cookies.PASSKEY_CHALLENGE, key)
    return answer


@door(Opening.PUBLIC)
@never_cache
@require_POST
def passkey_login(request: HttpRequest) -> HttpResponse:
    """Log in with a passkey alone."""
    try:
        begun = second_step.sign_in_by_passkey(
            code=request.POST.get("clientCode", ""), visitor=visitor_of(request), **_answer(request)
        )
    except Refused as refused:
        return login_page(request, None, refused, next_page(request))
    return _without_pending(go_on_with(request, begun))


@door(Opening.PUBLIC)
@never_cache
@require_safe
def no_access(request: HttpRequest) -> HttpResponse:
    """What somebody does who has no app, no code and no passkey at hand."""
    page = {"hours": settings.SECOND_FACTOR_RESET_WAIT_HOURS, "next": next_page(request)}
    return render(request, "signon/no_access.html", page)


@door(Opening.SIGNED_IN)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request: HttpRequest) -> HttpResponse:
    """The prompt to set up a second factor, after the password of somebody who needs one or soon will."""
    session = session_of(request)
    target = _after(request)
    if session is None or not second_step.must_enrol_first(session):
        return HttpResponseRedirect(target)
    if request.method == "POST":
        second_step.skip_enrolment(session=session, actor=actor_of(request))
        return HttpResponseRedirect(target)
    page = {
        "next": next_page(request),
        "may_skip": session.enrolment == Enrolment.SKIPPABLE,
        "skips_left": second_factor_rules.SKIPS - second_factors.standing(session.account).skips_used,
        "required_from": settings.SECOND_FACTOR_REQUIRED_FROM,
        "methods_url": site_of(request).names.url(SiteKind.PACER, "/manage/mfa"),
    }
    return may_post_on_to(request, render(request, "signon/set_up.html", page), next_page(request))


@door(Opening.SIGNED_IN)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def password_due(request: HttpRequest) -> HttpResponse:
    """Asks to change the password now, or to put it off while that is still allowed."""
    session = session_of(request)
    assert session is not None  # the door lets in whoever has one
    wanted = next_page(request)
    if request.method == "POST":
        password_age.put_off(account=session.account, session_id=str(session.pk), actor=actor_of(request))
    if password_age.due_of(session.account, str(session.pk)) is Due.NOTHING:
        return HttpResponseRedirect(wanted or reverse("home"))
    life = password_rule().life
    page = {
        "next": wanted,
        "left": password_age.times_left(session.account),
        "days": life.days if life else 0,
        "change_url": site_of(request).names.url(SiteKind.PACER, "/manage/password"),
    }
    return may_post_on_to(request, render(request, "signon/password_due.html", page), wanted)


def _second_factor_shown(
    request: HttpRequest, form: SecondFactorForm, pending: PendingSignIn | None, session: Session | None
) -> HttpResponse:
    """Where one arrives after the second factor. Raises `Refused`."""
    if pending is None:
        assert session is not None
        answer: HttpResponse = HttpResponseRedirect(_after(request))
        cookies.give(request, answer, cookies.SESSION, _show_again(request, form, session, actor_of(request)))
        return answer
    begun = _finish(request, form, pending)
    answer = _without_pending(go_on_with(request, begun))
    if form.data.get("remember"):
        _remember(request, answer, pending.account)
    return answer


def _finish(request: HttpRequest, form: SecondFactorForm, pending: PendingSignIn) -> NewSession:
    visitor = visitor_of(request)
    if request.POST.get("credential"):
        return second_step.finish_by_passkey(pending=pending, visitor=visitor, **_answer(request))
    return second_step.finish_by_code(pending=pending, code=form.typed_code(), visitor=visitor)


def _show_again(request: HttpRequest, form: SecondFactorForm, session: Session, actor: Actor) -> str:
    visitor = visitor_of(request)
    if request.POST.get("credential"):
        return second_step.show_again_by_passkey(session=session, visitor=visitor, actor=actor, **_answer(request))
    return second_step.show_again_by_code(session=session, code=form.typed_code(), visitor=visitor, actor=actor)


def _answer(request: HttpRequest) -> dict[str, Any]:
    """A browser's answer with the challenge that it was given."""
    return {
        "site": site_of(request),
        "answer": request.POST.get("credential", ""),
        "key": request.COOKIES.get(cookies.PASSKEY_CHALLENGE, ""),
    }


def _was_just_shown(request: HttpRequest, session: Session | None) -> bool:
    """Whether somebody has come back to the page, by Back for example, after the second factor was shown."""
    if session is None or request.method == "POST":
        return False
    return second_factor_rules.is_fresh(session.second_factor_at, clock.now())


def _after(request: HttpRequest) -> str:
    return next_page(request) or site_of(request).names.url(SiteKind.PACER, "/login")


def _pending(request: HttpRequest) -> PendingSignIn | None:
    key = request.COOKIES.get(cookies.SECOND_FACTOR_AWAITED, "")
    return queries.pending_of_key(key) if key else None


def _without_pending(answer: HttpResponse) -> HttpResponse:
    cookies.take_back(answer, cookies.SECOND_FACTOR_AWAITED)
    cookies.take_back(answer, cookies.PASSKEY_CHALLENGE)
    return answer


def _remember(request: HttpRequest, answer: HttpResponse, account: Account) -> None:
    actor = Actor(label=account.chain, site="login", address=visitor_of(request).address, account_id=account.pk)
    token = second_factor.remember_device(account=account, visitor=visitor_of(request), actor=actor)
    seconds = int(second_factor_rules.REMEMBERED_FOR.total_seconds())
    cookies.give(request, answer, cookies.REMEMBERED_DEVICE, token, seconds=seconds)
