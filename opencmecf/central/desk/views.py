"""The pages of the service center's desk."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from opencmecf.central.accounts import actions as account_actions
from opencmecf.central.accounts import queries as accounts
from opencmecf.central.accounts.address import lines_of_address
from opencmecf.central.accounts.models import Account, AccountClass, AccountStatus, ReviewDecision
from opencmecf.central.accounts.rules import case_search_status
from opencmecf.central.desk import actions, queries
from opencmecf.central.desk.forms import FindForm, ReasonForm, ReviewForm
from opencmecf.central.directory import queries as directory
from opencmecf.central.firms import actions as firms
from opencmecf.central.firms import queries as firm_queries
from opencmecf.central.payments import queries as payments
from opencmecf.central.second_factor import queries as second_factors
from opencmecf.central.signon import queries as signon
from opencmecf.foundation.access import Actor, Permission, actor_of, door
from opencmecf.foundation.caching import never_cache
from opencmecf.foundation.ui.paging import page_of

SECTION = "Service Center"
DESK = ("Find a person", "/desk")
LONGEST_LOG = 200
MOST_PAYMENTS = 50
COMPARED = (
    ("Account number", "number"),
    ("Name", "name"),
    ("Date of birth", "date_of_birth"),
    ("E-mail address", "email"),
    ("Street address", "address"),
    ("City", "city"),
    ("Telephone", "telephone"),
    ("User type", "user_type"),
    ("Status", "get_status_display"),
)


@door(Permission.ACCOUNT_LOOK)
@never_cache
@require_http_methods(["GET", "HEAD"])
def find(request: HttpRequest) -> HttpResponse:
    """Find a person. What was looked for is recorded."""
    form = FindForm(request.GET or None)
    found = None
    if form.is_bound and form.is_valid():
        words = form.cleaned_data["q"]
        found = page_of(queries.people(words), request)
        account_actions.note_search(
            words=words, count=len(found.shown), permission=Permission.ACCOUNT_LOOK, actor=actor_of(request)
        )
    return render(request, "service_center/find.html", {"form": form, "found": found, "section": SECTION})


@door(Permission.ACCOUNT_LOOK, fresh=True)
@never_cache
@require_http_methods(["GET", "HEAD"])
def person(request: HttpRequest, account_number: str) -> HttpResponse:
    """How an account stands. The look is in the account's own history."""
    actor, account = actor_of(request), accounts.numbered(account_number)
    actions.look(account=account, what="how it stands", actor=actor)
    page = {
        "account": account,
        "lost_mailbox": accounts.open_lost_mailbox(account),
        "last_used": queries.last_used(account),
        "sessions": signon.live_sessions(account),
        "courts": directory.registrations_of(account.number),
        "address": lines_of_address(account),
        "reset": second_factors.open_reset(account),
        "has_second_factor": second_factors.standing(account).has_method,
        "case_search": case_search_status(account),
        "payments": payments.payments_of(account, actor)[:MOST_PAYMENTS],
        "most_payments": MOST_PAYMENTS,
        "is_held": account.status == AccountStatus.HELD,
        "is_locked": account.status in (AccountStatus.DISABLED, AccountStatus.INACTIVE),
        "is_closed": account.status == AccountStatus.CLOSED,
        "is_pending": account.status == AccountStatus.PENDING,
        "is_own": actor.account_id == account.pk,
        "is_firm": account.account_class == AccountClass.FIRM,
        "approval": firm_queries.approval_of(account),
    }
    return _page(request, "service_center/person.html", page, here=account.name)


@door(Permission.ACCOUNT_LOOK, fresh=True)
@never_cache
@require_http_methods(["GET", "HEAD"])
def security_log(request: HttpRequest, account_number: str) -> HttpResponse:
    """Every attempt to log in to the account. The look is in the account's own history."""
    account = accounts.numbered(account_number)
    actions.look(account=account, what="the security log", actor=actor_of(request))
    attempts = signon.attempts_at(account)
    page = {"account": account, "attempts": attempts[:LONGEST_LOG], "count": attempts.count(), "longest": LONGEST_LOG}
    return _page(request, "service_center/security_log.html", page, here="Security log", account=account)


@door(Permission.ACCOUNT_STATUS_CHANGE, fresh=True)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def lock(request: HttpRequest, account_number: str) -> HttpResponse:
    """Lock an account, with the reason."""
    return _with_reason(request, account_number, actions.lock_account, "service_center/lock.html", "Lock")


@door(Permission.ACCOUNT_STATUS_CHANGE, fresh=True)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unlock(request: HttpRequest, account_number: str) -> HttpResponse:
    """Unlock a locked or inactive account, with the reason."""
    return _with_reason(request, account_number, actions.unlock_account, "service_center/unlock.html", "Unlock")


@door(Permission.REGISTRATION_REVIEW, fresh=True)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def approve_firm(request: HttpRequest, account_number: str) -> HttpResponse:
    """Let a firm's word be enough for the case search of its people, with the reason."""
    page = "service_center/approve_firm.html"
    return _with_reason(request, account_number, _approve_firm, page, "Approve the firm")


def _approve_firm(*, account: Account, reason: str, actor: Actor) -> None:
    firms.approve_firm(firm=account, reason=reason, actor=actor)


@door(Permission.REGISTRATION_REVIEW)
@never_cache
@require_safe
def registrations(request: HttpRequest) -> HttpResponse:
    """Review Registration Hold: the registrations that wait for a decision, oldest first."""
    waiting = page_of(accounts.open_reviews(actor_of(request)), request)
    page = {"waiting": waiting, "done": "done" in request.GET}
    return _page(request, "service_center/registrations.html", page, here="Review Registration Hold")


@door(Permission.REGISTRATION_REVIEW, fresh=True)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def registration(request: HttpRequest, review_id: int) -> HttpResponse:
    """One of them, beside the account that it resembles; approve or refuse it."""
    actor = actor_of(request)
    review = accounts.review(review_id, actor)
    for account in filter(None, (review.account, review.other)):
        actions.look(account=account, what="a registration that waits for a decision", actor=actor)
    form = ReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = {**form.cleaned_data, "decision": ReviewDecision(form.cleaned_data["decision"])}
        if form.carry_out(lambda: account_actions.decide_review(review=review, **told, actor=actor)):
            return redirect(reverse("desk-registrations") + "?done")
    rows = [(label, getattr(review.account, name), getattr(review.other, name, "")) for label, name in COMPARED]
    page = {"form": form, "review": review, "rows": rows}
    trail = [DESK, ("Review Registration Hold", reverse("desk-registrations"))]
    facts = {"section": SECTION, "trail": trail, "here": review.account.name, **page}
    return render(request, "service_center/registration.html", facts)


def _with_reason(request: HttpRequest, account_number: str, action: Any, template: str, here: str) -> HttpResponse:
    account = accounts.numbered(account_number)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if form.carry_out(lambda: action(account=account, reason=reason, actor=actor_of(request))):
            return redirect("desk-person", account_number)
    return _page(request, template, {"form": form, "account": account}, here=here, account=account)


def _page(
    request: HttpRequest, template: str, page: dict[str, Any], *, here: str, account: Account | None = None
) -> HttpResponse:
    trail = [DESK]
    if account is not None:
        trail.append((account.name, reverse("desk-person", args=[account.number])))
    return render(request, template, {"section": SECTION, "trail": trail, "here": here, **page})
