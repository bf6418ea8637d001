"""The pages of an application: one for each section of questions, one for documents, and the last look."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, UnreadablePostError
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from opencmecf.court.admissions import actions, queries
from opencmecf.court.admissions.forms import SectionForm
from opencmecf.court.admissions.models import Application, State
from opencmecf.court.admissions.steps import PAPERS, REVIEW, sections_of, steps_of
from opencmecf.court.filers import queries as filers
from opencmecf.court.intake.queries import most_bytes_for, policy_of
from opencmecf.court.intake.rules import BROKEN_OFF, DISK_FULL, clean_name, too_large
from opencmecf.court.profile.queries import court_of
from opencmecf.foundation.access import Permission, actor_of, door
from opencmecf.foundation.caching import never_cache
from opencmecf.foundation.errors import NotFound, Refused
from opencmecf.foundation.sites import SiteKind, site_of
from opencmecf.foundation.storage.arrivals import ArrivedFile, FileTooLarge, files_into_store


@door(Permission.ADMISSION_APPLY)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, application_id: UUID, step: str) -> HttpResponse:
    """One page of questions, or the last look. What is typed is kept, right or wrong."""
    actor = actor_of(request)
    found = _mendable(request, application_id)
    registration, choice = queries.form_and_choice(found)
    if step == REVIEW:
        return _review(request, found)
    section = next((one for one in sections_of(registration, choice) if one.code == step), None)
    if section is None:
        raise NotFound
    if request.method != "POST":
        told = {"data": found.answers} if "missing" in request.GET else {"initial": found.answers}
        return _page(request, found, step, {"form": SectionForm(section=section, **told), "section_about": section})
    form = SectionForm(request.POST, section=section)
    actions.save_answers(application=found, answers=form.typed(), actor=actor)
    button = request.POST.get("button", "next")
    if button == "next" and not form.is_valid():
        return _page(request, found, step, {"form": form, "section_about": section})
    return HttpResponseRedirect(_after(found, step, button))


@door(Permission.ADMISSION_APPLY, files=True)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def documents(request: HttpRequest, application_id: UUID) -> HttpResponseBase:
    """The PDFs that the court asks for: each is checked at once, as filings are."""
    try:
        return _documents(request, application_id)
    except FileTooLarge as large:
        name = clean_name(large.file_name) if large.file_name else "One of the files"
        refused = too_large(policy_of(court_of(request).settings), name)
    except UnreadablePostError:
        refused = BROKEN_OFF
    except OSError:
        refused = DISK_FULL
    return _papers_page(request, _mendable(request, application_id), (refused,))


@files_into_store(most_bytes_for)
def _documents(request: HttpRequest, application_id: UUID) -> HttpResponseBase:
    found = _mendable(request, application_id)
    if request.method != "POST":
        return _papers_page(request, found, ())
    refused = _receive(request, found)
    button = request.POST.get("button", "next")
    if refused or button == "upload":
        return _papers_page(request, found, refused)
    missing = [one for one in queries.lacking(found) if one.step == PAPERS]
    if missing and button == "next":
        return _papers_page(request, found, tuple(Refused(one.message) for one in missing))
    return HttpResponseRedirect(_after(found, PAPERS, button))


@door(Permission.ADMISSION_APPLY)
@require_POST
def remove_paper(request: HttpRequest, application_id: UUID, paper_id: int) -> HttpResponse:
    """Takes a document off the request."""
    actor = actor_of(request)
    found = queries.own_application(application_id, actor=actor)
    actions.remove_paper(application=found, paper_id=paper_id, actor=actor)
    return HttpResponseRedirect(reverse("admission-documents", args=[application_id]))


def _receive(request: HttpRequest, found: Application) -> tuple[Refused, ...]:
    """Take in the files that came; returns why others were not taken."""
    refused = []
    for asked in queries.papers_of(found):
        sent = request.FILES.get(asked.paper.code)
        if not isinstance(sent, ArrivedFile):
            continue
        try:
            actions.attach_paper(application=found, code=asked.paper.code, arrived=sent, actor=actor_of(request))
        except Refused as error:
            refused.append(error)
    return tuple(refused)


def _review(request: HttpRequest, found: Application) -> HttpResponse:
    page = {
        "answered": queries.answered(found),
        "papers": queries.papers_of(found),
        "lacking": queries.lacking(found),
        "template": "admissions/review.html",
    }
    return _page(request, found, REVIEW, page)


def _papers_page(request: HttpRequest, found: Application, refused: tuple[Refused, ...]) -> HttpResponse:
    page = {"papers": queries.papers_of(found), "refused": refused, "template": "admissions/documents.html"}
    return _page(request, found, PAPERS, page)


def _mendable(request: HttpRequest, application_id: UUID) -> Application:
    """The actor's application, while it can be changed; else the way to its status is shown."""
    found = queries.own_application(application_id, actor=actor_of(request))
    if found.state not in (State.DRAFT, State.ASKED):
        raise Refused(
            "This request is with the clerk, and cannot be changed now.",
            "Its page tells how it stands.",
            links=(("See the request", reverse("admission", args=[application_id])),),
        )
    return found


def _steps(found: Application) -> tuple[tuple[str, str], ...]:
    """The steps at hand; there is no last look once the request was submitted."""
    steps = steps_of(*queries.form_and_choice(found))
    return steps if found.state == State.DRAFT else steps[:-1]


def _after(found: Application, step: str, button: str) -> str:
    """The address that comes after a step: the next or the former one, or the request itself."""
    codes = [code for code, _ in _steps(found)]
    place = codes.index(step) + (-1 if button == "back" else 1)
    if button == "close":
        return reverse("admissions")
    if 0 <= place < len(codes):
        return reverse("admission-step", args=[found.pk, codes[place]])
    return reverse("admission", args=[found.pk])


def _page(request: HttpRequest, found: Application, step: str, page: dict[str, Any]) -> HttpResponse:
    steps = _steps(found)
    codes = [code for code, _ in steps]
    if step not in codes:
        raise NotFound
    place = codes.index(step)
    _, choice = queries.form_and_choice(found)
    told = {
        "application": found,
        "choice": choice,
        "court": court_of(request),
        "person": filers.person_of(actor_of(request)),
        "labels": [title for _, title in steps],
        "current": place + 1,
        "step": step,
        "title": steps[place][1],
        "is_first": place == 0,
        "manage_url": site_of(request).names.url(SiteKind.PACER, "/manage"),
        **page,
    }
    return render(request, str(page.get("template", "admissions/step.html")), told)
