"""The clerk's queue of requests, and the cases of accounts that are limited to some."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opencmecf.court.admissions import actions, queries, rules
from opencmecf.court.admissions.forms import (
    ApproveForm,
    CasesForm,
    DecisionForm,
    FeeForm,
    FindForm,
    PaymentForm,
    QuestionForm,
    RejectForm,
    WaiveForm,
)
from opencmecf.court.admissions.models import Application, CaseAdmission
from opencmecf.court.appearances import queries as appearances
from opencmecf.court.filers.actions import LoginTaken
from opencmecf.court.filers.rules import login_of_newcomer, require_manage
from opencmecf.court.profile.queries import court_of
from opencmecf.foundation.access import Actor, Permission, actor_of, door
from opencmecf.foundation.caching import never_cache
from opencmecf.foundation.errors import Refused
from opencmecf.foundation.ui.paging import page_of

LIST = ("Requests for Admission and E-Filing", "/court/admissions")


@door(Permission.ADMISSION_DECIDE)
@never_cache
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """The requests that wait, the oldest first; others by their state."""
    form = FindForm(request.GET or None)
    state = form.cleaned_data["state"] if form.is_bound and form.is_valid() else ""
    found = page_of(queries.queue(actor_of(request), state=state), request)
    page = {"form": form, "found": found, "here": LIST[0], "section": "Utilities"}
    return render(request, "admissions/queue.html", page)


@door(Permission.ADMISSION_DECIDE)
@never_cache
@require_safe
def application(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """One request with everything: answers, documents, history, and what can be decided."""
    return _page(request, queries.application(application_id, actor=actor_of(request)), {})


@door(Permission.ADMISSION_DECIDE)
@never_cache
@require_POST
def approve(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """Approves, and issues the account already linked; dockets may print its holder, whom the clerk is shown next."""
    actor = actor_of(request)
    found = queries.application(application_id, actor=actor)
    form = _approve_form(request, found, request.POST)
    if form.is_valid() and _approved(found, form, actor):
        return _after_approval(found, actor)
    return _page(request, found, {"approve_form": form})


@door(Permission.ADMISSION_DECIDE)
@never_cache
@require_POST
def ask(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """Asks the applicant for more."""
    return _decide(request, application_id, actions.ask, ask_form=QuestionForm(request.POST))


@door(Permission.ADMISSION_DECIDE)
@never_cache
@require_POST
def reject(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """Rejects, with the reason."""
    return _decide(request, application_id, actions.reject, reject_form=RejectForm(request.POST))


@door(Permission.ADMISSION_DECIDE)
@never_cache
@require_POST
def start_fee(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """Starts the fee, or starts it again with the right amount."""
    return _decide(request, application_id, actions.start_fee, fee_form=FeeForm(request.POST))


@door(Permission.ADMISSION_DECIDE)
@never_cache
@require_POST
def record_payment(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """Records that the fee has come in."""
    return _decide(request, application_id, actions.record_payment, payment_form=PaymentForm(request.POST))


@door(Permission.ADMISSION_DECIDE)
@never_cache
@require_POST
def waive_fee(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """Lets the request go on without the fee."""
    return _decide(request, application_id, actions.waive_fee, waive_form=WaiveForm(request.POST, prefix="waive"))


@door(Permission.FILER_MANAGE)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def cases(request: HttpRequest, account_id: int) -> HttpResponse:
    """The cases that a limited account may file in; more are added here."""
    actor, court = actor_of(request), court_of(request)
    account = queries.limited_account(account_id, actor=actor)
    require_manage(account, actor)
    form = CasesForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        found, wrong = queries.cases_named(form.cleaned_data["cases"], court_id=court.court_id, actor=actor)
        if not wrong:
            for case in found:
                actions.admit_to_case(account=account, case=case, actor=actor)
            return HttpResponseRedirect(request.path)
        form.add_error("cases", _no_such_cases(wrong))
    trail = (
        ("Court Accounts", "/court/accounts"),
        (account.name, reverse("court-account", args=[account.pk])),
    )
    page = {"account": account, "form": form, "admitted": queries.admissions_of(account), "section": "Utilities"}
    return render(request, "admissions/cases.html", {**page, "trail": trail, "here": "Cases"})


@door(Permission.FILER_MANAGE)
@require_POST
def end_case(request: HttpRequest, account_id: int, admission_id: int) -> HttpResponse:
    """Ends that a limited account files in a case."""
    actor = actor_of(request)
    rows = CaseAdmission.objects.select_related("account", "case")
    admission = rows.get_for(actor, pk=admission_id, account=account_id)
    reason = request.POST.get("reason", "").strip()[: rules.LONGEST_TEXT] or "no reason given"
    actions.end_case_admission(admission=admission, reason=reason, actor=actor)
    return HttpResponseRedirect(reverse("court-account-cases", args=[account_id]))


def _decide(
    request: HttpRequest, application_id: UUID, act: Callable[..., object], **bound: DecisionForm
) -> HttpResponse:
    """Do what the one form in `bound` says; where it is not right, or not possible any more, the page says why."""
    actor = actor_of(request)
    found = queries.application(application_id, actor=actor)
    (form,) = bound.values()
    if form.is_valid() and form.carry_out(lambda: act(application=found, actor=actor, **form.told)):
        return _to(found)
    found.refresh_from_db()  # what was refused may have come to an end otherwise a moment ago
    return _page(request, found, bound)


def _approved(found: Application, form: ApproveForm, actor: Actor) -> bool:
    """Whether the request was approved; the form says why not."""
    told = form.cleaned_data
    cases, wrong = queries.cases_named(told.get("cases", ""), court_id=found.court_id, actor=actor)
    if wrong:
        form.add_error("cases", _no_such_cases(wrong))
        return False
    named = {"login": told["login"], "bar_number": told.get("bar_number", ""), "cases": cases}
    try:
        actions.approve(application=found, actor=actor, **named)
    except LoginTaken as taken:
        form.refuse(taken, beside="login")
    except Refused as refused:
        form.refuse(refused)
    return form.is_valid()


def _after_approval(found: Application, actor: Actor) -> HttpResponse:
    account = queries.application(found.pk, actor=actor).account
    if account is None or not actor.may(Permission.FILER_MANAGE) or not appearances.has_candidates(account, actor):
        return _to(found)
    return HttpResponseRedirect(f"{reverse('account-appearances', args=[account.pk])}?done=new")


def _to(found: Application) -> HttpResponse:
    return HttpResponseRedirect(reverse("admission-request", args=[found.pk]))


def _no_such_cases(wrong: list[str]) -> str:
    return f"No single case of this court has the number {', '.join(wrong)}. Type each like 1:20-cv-20001."


def _approve_form(request: HttpRequest, found: Application, data: Any = None) -> ApproveForm:
    _, choice = queries.form_and_choice(found)
    number = str(found.answers.get("bar_number", ""))
    initial = {
        "login": login_of_newcomer(found.person.name_parts, number, found.person.account_number),
        "bar_number": number,
        "cases": found.answers.get("cases", ""),
    }
    hint = court_of(request).settings.login_hint
    is_attorney = choice.filer_kind == "attorney"
    return ApproveForm(data, initial=initial, is_attorney=is_attorney, is_limited=choice.is_limited_to_cases, hint=hint)


def _page(request: HttpRequest, found: Application, bound: dict[str, Any]) -> HttpResponse:
    _, choice = queries.form_and_choice(found)
    acts = rules.acts_in(found.state)
    cents = found.fee_cents or choice.fee_cents
    fee = {"amount": f"{cents / 100:.2f}"} if cents else {}
    forms = {
        "approve_form": _approve_form(request, found) if "approve" in acts else None,
        "ask_form": QuestionForm() if "ask" in acts else None,
        "reject_form": RejectForm() if "reject" in acts else None,
        "fee_form": FeeForm(initial=fee) if "start-fee" in acts else None,
        "payment_form": PaymentForm() if "pay" in acts else None,
        "waive_form": WaiveForm(prefix="waive") if "waive-fee" in acts else None,
    }
    page = {
        "application": found,
        "choice": choice,
        "answered": queries.answered(found),
        "papers": queries.papers_of(found),
        "happenings": queries.history(found),
        "wrong": next((form for form in bound.values() if form.errors), None),
        "section": "Utilities",
        "trail": (LIST,),
        "here": found.person.name,
        **forms,
        **bound,
    }
    return render(request, "admissions/request.html", page)
