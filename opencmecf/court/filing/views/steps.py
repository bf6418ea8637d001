"""One step of a filing: shown, saved, and gone on from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    JsonResponse,
    QueryDict,
    UnreadablePostError,
)
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods

from opencmecf.court.docket.events.composing import DocketText
from opencmecf.court.docket.events.sandbox import DocketTextTooLong
from opencmecf.court.filing import actions, queries, rules, uploads
from opencmecf.court.filing.content import Content, NotAContent, Step
from opencmecf.court.filing.models import Draft, State
from opencmecf.court.filing.names import acting_for, entered_by
from opencmecf.court.filing.queries import Workspace
from opencmecf.court.filing.steps import PAGES, Sent, StepPage, documents, page_of
from opencmecf.court.filing.typed import whole_number
from opencmecf.court.filing.views.heading import show_principal_of
from opencmecf.court.filing.wording import docket_text
from opencmecf.court.intake.queries import most_bytes_for, policy_of
from opencmecf.court.intake.rules import BROKEN_OFF, DISK_FULL, clean_name, too_large
from opencmecf.court.profile.queries import court_of
from opencmecf.court.sessions import sign_on
from opencmecf.foundation import cookies
from opencmecf.foundation.access import Actor, Opening, Permission, actor_of, door
from opencmecf.foundation.caching import never_cache
from opencmecf.foundation.errors import Refused
from opencmecf.foundation.storage.arrivals import ArrivedFile, FileTooLarge, files_into_store

NOT_TYPED = ("csrfmiddlewaretoken",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Notes:
    """What a page says besides its step: files that were not taken, a draft that changed in another window."""

    refused: tuple[Refused, ...] = ()
    changed: Refused | None = None
    was_late: bool = False


@door(Opening.PUBLIC)  # whoever has no session any more is led through signing in with what they have typed
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, draft_id: UUID, step: str) -> HttpResponse:
    """One step of one draft. A form saves what it holds and goes on; nothing that was typed is lost on the way."""
    return _step(request, draft_id, page_of(step))


def _step(request: HttpRequest, draft_id: UUID, page: StepPage) -> HttpResponse:
    actor = actor_of(request)
    if actor.is_anonymous:
        return _sign_in(request, draft_id, page)
    actor.require(Permission.DOCUMENT_FILE)
    draft = queries.draft_of(draft_id, actor=actor)
    if draft.state == State.SUBMITTED and request.method != "POST":  # the browser's Back, after filing
        return HttpResponseRedirect(reverse("filing-notice", args=[draft_id]))
    space = _workspace(draft, actor)
    if request.method == "POST":
        return _save(request, space, page, _typed(request))
    late = _late_fields(request, space.draft, page)
    if late is not None:
        answer = _save(request, space, page, late, was_late=True)
        cookies.take_back(answer, cookies.LATE_FORM)
        return answer
    steps = rules.steps_of(space.content, space.dictionary, space.around)
    if page.step not in steps:
        return HttpResponseRedirect(reverse("filing-resume", args=[draft_id]))
    return _show(request, space, page, tell="missing" in request.GET)


@door(Opening.PUBLIC, files=True)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def documents_step(request: HttpRequest, draft_id: UUID) -> HttpResponseBase:
    """The step that takes files: they go to the disk as they come, and are dropped where the form cannot be taken.

    Nothing goes to the disk before it is known whose draft it is for.
    """
    if actor_of(request).is_anonymous:
        return _documents_step_without_files(request, draft_id)
    actor_of(request).require(Permission.DOCUMENT_FILE)
    queries.draft_of(draft_id, actor=actor_of(request))
    try:
        return _documents_step(request, draft_id)
    except FileTooLarge as found:
        court = court_of(request).settings
        name = clean_name(found.file_name) if found.file_name else "One of the files"
        refused = too_large(policy_of(court), name)
    except UnreadablePostError:
        refused = BROKEN_OFF
    except OSError:
        refused = DISK_FULL
    actor = actor_of(request)
    space = _workspace(queries.draft_of(draft_id, actor=actor), actor)
    return _show(request, space, page_of(Step.DOCUMENTS.value), notes=Notes(refused=(refused,)))


@files_into_store(most_bytes_for)
def _documents_step(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    return _step(request, draft_id, page_of(Step.DOCUMENTS.value))


@csrf_protect
def _documents_step_without_files(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    return _step(request, draft_id, page_of(Step.DOCUMENTS.value))


def _typed(request: HttpRequest) -> QueryDict:
    """Return what was typed, without NUL characters: some programs paste them, and the database holds none."""
    typed = QueryDict(mutable=True)
    for name, values in request.POST.lists():
        typed.setlist(name.replace("\0", ""), [value.replace("\0", "") for value in values])
    return typed


def _workspace(draft: Draft, actor: Actor) -> Workspace:
    if draft.state == State.SUBMITTED:
        notice = reverse("filing-notice", args=[draft.pk])
        raise Refused(
            "This has been filed already. Nothing can be changed any more.",
            "See the notice of the filing.",
            links=(("Notice and receipt", notice),),
        )
    if draft.state == State.DISCARDED:
        raise Refused("This draft was discarded.", "Begin a new filing.", links=(("My drafts", "/filing/drafts"),))
    try:
        return queries.workspace(draft, actor)
    except NotAContent as error:
        remedy = "Discard it and begin a new filing."
        raise Refused(str(error), remedy, links=(("Discard this draft", f"/filing/{draft.pk}/discard"),)) from error


# --- showing ---------------------------------------------------------------------------------------------------------


def _show(
    request: HttpRequest, space: Workspace, page: StepPage, *, tell: bool = False, notes: Notes | None = None
) -> HttpResponse:
    show_principal_of(request, space.draft)
    everything = rules.missing(space.content, space.dictionary, space.around)
    lacking = rules.missing_at(page.step, everything) if tell else ()
    steps = rules.steps_of(space.content, space.dictionary, space.around)
    place = steps.index(page.step) if page.step in steps else 0
    shown = {
        "draft": space.draft,
        "page": page,
        "title": page.title,
        "labels": [PAGES[one].label for one in steps],
        "current": place + 1,
        "before": steps[place - 1].value if place else "",
        "lacking": lacking,
        "text": _text(space),
        "notes": notes or Notes(was_late="late" in request.GET),
        "heads": _heads(space),
        "acting_for": acting_for(space.draft, actor_of(request)).get("acting_for_name", ""),
        "entered_by": entered_by(space.draft.for_attorney, actor_of(request)),
        "section": space.around.kind.menu_for(space.content.menu).label,
        **page.shown(space, actor_of(request), request.GET, lacking),
    }
    return render(request, page.template, shown)


def _text(space: Workspace) -> DocketText | None:
    """Return the docket text so far; None where there is no event, or when it has grown too long."""
    try:
        return docket_text(space.content, space.dictionary, space.around)
    except (DocketTextTooLong, ValueError):
        return None


def _heads(space: Workspace) -> dict[str, Any]:
    """Return what stands above every step: the events and the cases."""
    events = [event.name for event, _ in rules.events_of(space.content, space.dictionary)]
    return {"events": events, "cases": list(space.around.cases.values())}


# --- saving ----------------------------------------------------------------------------------------------------------


def _save(
    request: HttpRequest, space: Workspace, page: StepPage, fields: QueryDict, *, was_late: bool = False
) -> HttpResponse:
    """Keep what was sent and go on: to the next step, to the former one, or to the same one with what is missing."""
    actor = actor_of(request)
    files, refused = _received(request, space, page)
    sent = Sent(fields=fields, files=files, button=fields.get("button", "next"))
    reading = page.read(space, actor, sent)
    content = _with_done(reading.content, page.step) if sent.button == "next" else reading.content
    try:
        draft = actions.save_step(
            draft=space.draft, step=page.step, content=content, revision=_revision(fields), actor=actor
        )
    except actions.ChangedMeanwhile as changed:
        if "autosave" in fields:
            return JsonResponse({"changed": changed.message}, status=409)
        typed = queries.workspace_with(space.draft, content, actor)
        return _show(request, typed, page, notes=Notes(changed=changed, was_late=was_late))
    saved = queries.workspace(draft, actor)
    if "autosave" in fields:
        text = _text(saved)
        return JsonResponse({"revision": draft.revision, "text": text.words if text else ""})
    if refused:
        return _show(request, saved, page, notes=Notes(refused=refused))
    return HttpResponseRedirect(_after(saved, page.step, sent.button, reading.stay, was_late=was_late))


def _after(space: Workspace, step: Step, button: str, stay: str | None, *, was_late: bool) -> str:
    """Return the address that comes after a step was saved."""
    steps = rules.steps_of(space.content, space.dictionary, space.around)
    earlier = [one for one in steps if list(Step).index(one) < list(Step).index(step)]
    later = [one for one in steps if list(Step).index(one) > list(Step).index(step)]
    if button == "close":
        return reverse("filing-drafts")
    if button == "back" and earlier:
        return _address(space, earlier[-1])
    if stay is not None:
        return _address(space, step, stay)
    lacking = rules.missing_at(step, rules.missing(space.content, space.dictionary, space.around))
    if lacking or not later:
        return _address(space, step, "missing")
    return _address(space, later[0], "late" if was_late else "")


def _address(space: Workspace, step: Step, query: str = "") -> str:
    return reverse("filing-step", args=[space.draft.pk, step.value]) + (f"?{query}" if query else "")


def _received(request: HttpRequest, space: Workspace, page: StepPage) -> tuple[dict[str, str], tuple[Refused, ...]]:
    """Take in the files that came with a form; returns their ids by field, and why others were not taken."""
    files: dict[str, str] = {}
    refused: list[Refused] = []
    if page.step is not Step.DOCUMENTS:
        return files, ()
    for name in documents.file_fields(space.content):
        sent = request.FILES.get(name)
        if not isinstance(sent, ArrivedFile):
            continue
        try:
            known = uploads.receive(court=space.draft.court, arrived=sent, actor=actor_of(request))
        except Refused as error:
            refused.append(error)
        else:
            files[name] = known.id
    return files, tuple(refused)


def _with_done(content: Content, step: Step) -> Content:
    return content if step in content.done else replace(content, done=(*content.done, step))


def _revision(fields: QueryDict) -> int:
    sent = whole_number(fields.get("revision", ""))
    return -1 if sent is None else sent


# --- after the session has ended -------------------------------------------------------------------------------------


def _sign_in(request: HttpRequest, draft_id: UUID, page: StepPage) -> HttpResponse:
    """Lead to signing in and back; what was sent waits for its sender."""
    key = None
    if request.method == "POST":
        fields = {name: values for name, values in _typed(request).lists() if name not in NOT_TYPED}
        key = actions.keep_late_form(draft_id=draft_id, step=page.step, fields=fields, actor=actor_of(request))
    answer = sign_on.begin(request)
    if key:
        cookies.give(request, answer, cookies.LATE_FORM, key)
    return answer


def _late_fields(request: HttpRequest, draft: Draft, page: StepPage) -> QueryDict | None:
    key = request.COOKIES.get(cookies.LATE_FORM, "")
    if request.method != "GET" or not key:
        return None
    kept = actions.take_late_form(draft=draft, step=page.step, key=key, actor=actor_of(request))
    if kept is None:
        return None
    fields = QueryDict(mutable=True)
    for name, values in kept.items():
        fields.setlist(name, values)
    return fields
