"""Choosing what to apply for, and how a request stands."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opencmecf.court.admissions import actions, queries, rules
from opencmecf.court.admissions.forms import AnswerForm
from opencmecf.court.admissions.models import Application, State
from opencmecf.court.admissions.reading import form_of
from opencmecf.court.admissions.registration_form import Applicants
from opencmecf.court.admissions.steps import steps_of
from opencmecf.court.filers import queries as filers
from opencmecf.court.filers import rules as filers_rules
from opencmecf.court.profile.queries import court_of
from opencmecf.court.profile.rules import check_files
from opencmecf.foundation.access import Opening, Permission, actor_of, door
from opencmecf.foundation.caching import never_cache
from opencmecf.foundation.errors import SignInRequired
from opencmecf.foundation.sites import SiteKind, site_of
from opencmecf.foundation.storage import default_store
from opencmecf.foundation.storage.sending import send_file

FRESH = "fresh"  # in the address: Central Sign-On has just told again who the person is
HEADINGS = {
    Applicants.ATTORNEY: "Attorney Admissions / E-File Registration",
    Applicants.NON_ATTORNEY: "Non-Attorney E-File Registration",
}


@door(Permission.ADMISSION_APPLY)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """“What would you like to apply/register for?”, with what was asked for before."""
    actor, court = actor_of(request), court_of(request)
    check_files(court.settings)
    person = filers.person_of(actor)
    if person.is_legacy and FRESH not in request.GET and request.method != "POST":
        raise SignInRequired(return_to=f"{request.get_full_path()}{'&' if request.GET else '?'}{FRESH}")
    own = list(queries.own_applications(actor))
    linked = filers.linked_account(person)
    if linked is not None and not own:
        raise filers_rules.already_linked(linked)
    rules.check_may_apply(person, is_nextgen=court.settings.is_nextgen, **_ways_out(request))
    problem = ""
    if request.method == "POST":
        wanted = request.POST.get("choice", "")
        if form_of(court.court_id).choice(wanted):
            begun = actions.begin(court=court.settings, choice=wanted, actor=actor, **_ways_out(request))
            return HttpResponseRedirect(reverse("admission", args=[begun.pk]))
        problem = "Choose what you would like to apply or register for."
    applicants = _applicants(request)
    page = {
        "court": court,
        "heading": HEADINGS[applicants],
        "other": Applicants.NON_ATTORNEY if applicants is Applicants.ATTORNEY else Applicants.ATTORNEY,
        "choices": [one for one in form_of(court.court_id).choices if one.applicants is applicants],
        "problem": problem,
        "own": own,
        "open": next((one for one in own if one.is_open), None),
        "linked": linked,
        "unlinked": queries.unlinked_account_of(person) if linked is None else None,
        "requests_url": site_of(request).names.url(SiteKind.PACER, "/manage/requests"),
    }
    return render(request, "admissions/choose.html", page)


@door(Permission.ADMISSION_APPLY)
@never_cache
@require_safe
def status(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """How one's own request stands, what happened to it, and what can be done now."""
    found = queries.own_application(application_id, actor=actor_of(request))
    form, choice = queries.form_and_choice(found)
    steps = steps_of(form, choice)
    if found.state == State.DRAFT:
        lacking = {one.step for one in queries.lacking(found)}
        first = next((code for code, _ in steps if code in lacking), steps[-1][0])
        return HttpResponseRedirect(reverse("admission-step", args=[found.pk, first]))
    return render(request, "admissions/status.html", _status_page(request, found, AnswerForm()))


@door(Permission.ADMISSION_APPLY)
@require_POST
def submit(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """Hands the request in."""
    actor = actor_of(request)
    actions.submit(application=queries.own_application(application_id, actor=actor), actor=actor)
    return HttpResponseRedirect(reverse("admission", args=[application_id]))


@door(Permission.ADMISSION_APPLY)
@never_cache
@require_http_methods(["POST"])
def answer(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """Answers the clerk's question."""
    actor = actor_of(request)
    found = queries.own_application(application_id, actor=actor)
    form = AnswerForm(request.POST)
    if form.is_valid():
        actions.answer(application=found, text=form.cleaned_data["text"], actor=actor)
        return HttpResponseRedirect(reverse("admission", args=[application_id]))
    return render(request, "admissions/status.html", _status_page(request, found, form))


@door(Permission.ADMISSION_APPLY)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """Takes the request back, after asking."""
    actor = actor_of(request)
    found = queries.own_application(application_id, actor=actor)
    if request.method == "POST":
        actions.withdraw(application=found, actor=actor)
    if request.method == "POST" or not found.is_open:
        return HttpResponseRedirect(reverse("admissions") if found.state == State.DRAFT else _address(found.pk))
    return render(request, "admissions/withdraw.html", {"application": found, "court": court_of(request)})


@door(Opening.SIGNED_IN)
@never_cache
@require_safe
def paper(request: HttpRequest, application_id: UUID, paper_id: int) -> HttpResponseBase:
    """A document of a request, for its applicant and for the court's clerks."""
    found = queries.application(application_id, actor=actor_of(request))
    upload = queries.paper(found, paper_id).upload
    path = default_store().path(upload.sha256)
    return send_file(request, path, media_type="application/pdf", name=upload.file_name, attached=False)


def _status_page(request: HttpRequest, found: Application, form: AnswerForm) -> dict[str, object]:
    registration, choice = queries.form_and_choice(found)
    return {
        "application": found,
        "choice": choice,
        "court": court_of(request),
        "form": form,
        "acts": rules.acts_in(found.state),
        "steps": steps_of(registration, choice)[:-1] if found.state == State.ASKED else (),
        "answered": queries.answered(found),
        "papers": queries.papers_of(found),
        "happenings": queries.history(found),
        "requests_url": site_of(request).names.url(SiteKind.PACER, "/manage/requests"),
        "pay_url": site_of(request).names.url(SiteKind.PACER, f"/manage/fees/{found.fee_key}"),
    }


def _address(application_id: UUID) -> str:
    return reverse("admission", args=[application_id])


def _applicants(request: HttpRequest) -> Applicants:
    wanted = request.GET.get("for", "")
    return Applicants(wanted) if wanted in set(Applicants) else Applicants.ATTORNEY


def _ways_out(request: HttpRequest) -> dict[str, str]:
    names = site_of(request).names
    return {
        "court_name": court_of(request).reference.name,
        "upgrade_url": names.url(SiteKind.PACER, "/manage/upgrade"),
        "register_url": names.url(SiteKind.PACER, "/register"),
    }
