"""Replacing a wrong document, and looking at the one that was replaced."""

from __future__ import annotations

from typing import Any

from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    UnreadablePostError,
)
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from opencmecf.court.clerk import actions, queries, rules
from opencmecf.court.clerk.forms import ReplacementForm
from opencmecf.court.clerk.views.trail import trail_through
from opencmecf.court.docket.models import EntryDocument
from opencmecf.court.docket.queries import documents_of
from opencmecf.court.documents.queries import replaced_document
from opencmecf.court.intake import rules as of_files
from opencmecf.court.intake.actions import receive_arrived
from opencmecf.court.intake.models import Upload, Verdict
from opencmecf.court.intake.queries import most_bytes_for, policy_of, upload_of
from opencmecf.court.profile.queries import court_of
from opencmecf.foundation.access import Permission, Restriction, actor_of, door
from opencmecf.foundation.caching import never_cache
from opencmecf.foundation.errors import NotFound, Refused
from opencmecf.foundation.storage import default_store
from opencmecf.foundation.storage.arrivals import FileTooLarge, files_into_store


@door(Permission.DOCKET_ENTRY_CORRECT, files=True)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def replace(request: HttpRequest, pk: int, number: int) -> HttpResponseBase:
    """Takes the right document; one with remarks is taken when they have been seen."""
    try:
        return _replace(request, pk, number)
    except FileTooLarge as found:
        name = of_files.clean_name(found.file_name) if found.file_name else "This file"
        raise of_files.too_large(policy_of(court_of(request).settings), name) from found
    except UnreadablePostError as broken:
        raise of_files.BROKEN_OFF from broken
    except OSError as full:
        raise of_files.DISK_FULL from full


@files_into_store(most_bytes_for)
def _replace(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    holding = _holding(request, pk, number)
    if request.method != "POST":
        form = ReplacementForm(initial={"revision": queries.last_revision(holding.entry)})
        return _page(request, holding, form)
    form = ReplacementForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, holding, form)
    arrived = form.cleaned_data["pdf"]
    try:
        upload = _upload(request, form)
    except Refused as refused:
        return _page(request, holding, form, refused=refused)
    if not upload.may_be_filed or (arrived and upload.verdict == Verdict.WARNED):
        return _page(request, holding, _with(request, upload), upload=upload)
    try:
        _act(request, holding, form, upload)
    except rules.ChangedMeanwhile as changed:
        again = _with(request, upload, revision=str(changed.number))
        return _page(request, holding, again, refused=changed, upload=upload, status=409)
    return HttpResponseRedirect(reverse("clerk-entry", args=[pk]) + "?done=replaced")


@door(Permission.RECORD_RESTRICTED_READ)
@never_cache
@require_safe
def replaced(request: HttpRequest, document_id: str) -> FileResponse:
    """The file of a document that another has taken the place of, as it was filed."""
    found = replaced_document(court_id=court_of(request).court_id, document_id=document_id, actor=actor_of(request))
    if not found.has_file:
        raise Refused("The file of this document was never kept here.", "Ask the court that the docket came from.")
    name = f"{found.document_id}.pdf"
    answer = FileResponse(
        default_store().open(found.sha256), as_attachment=True, filename=name, content_type=found.media_type
    )
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


def _holding(request: HttpRequest, pk: int, number: int) -> EntryDocument:
    actor = actor_of(request)
    entry = queries.entry_with_id(pk=pk, court_id=court_of(request).court_id, actor=actor)
    found = next((one for one in documents_of(entry, actor) if one.attachment_number == number), None)
    if found is None:
        raise NotFound
    found.entry = entry
    return found


def _upload(request: HttpRequest, form: ReplacementForm) -> Upload:
    """Return the file that came with the form, or the one that came before and whose remarks have been seen."""
    arrived, actor = form.cleaned_data["pdf"], actor_of(request)
    if arrived:
        return receive_arrived(court=court_of(request).settings, arrived=arrived, actor=actor)
    return upload_of(upload_id=form.cleaned_data["upload"], actor=actor)


def _act(request: HttpRequest, holding: EntryDocument, form: ReplacementForm, upload: Upload) -> None:
    actions.replace_attached(
        entry=holding.entry,
        attachment_number=holding.attachment_number,
        upload_id=upload.pk,
        seen=form.cleaned_data["revision"],
        reason=form.cleaned_data["reason"],
        former_level=Restriction(form.cleaned_data["former_level"]),
        tell=form.cleaned_data["tell"],
        actor=actor_of(request),
    )


def _with(request: HttpRequest, upload: Upload, **more: str) -> ReplacementForm:
    """Return what was typed, with the file that has come; one that cannot be filed is not kept in the form."""
    kept = {"upload": str(upload.pk)} if upload.may_be_filed else {"upload": ""}
    return ReplacementForm({**request.POST.dict(), **kept, **more})


def _page(
    request: HttpRequest,
    holding: EntryDocument,
    form: ReplacementForm,
    *,
    refused: Refused | None = None,
    upload: Upload | None = None,
    status: int = 200,
) -> HttpResponse:
    actor = actor_of(request)
    others = [one for one in queries.places_of(holding.document, actor) if one.entry_id != holding.entry_id]
    page: dict[str, Any] = {
        "holding": holding,
        "entry": holding.entry,
        "case": holding.entry.case,
        "others": others,
        "form": form,
        "refused": refused,
        "upload": upload,
        "policy": policy_of(court_of(request).settings),
        "section": "Utilities",
        "trail": trail_through(holding.entry),
        "here": "Replace a document",
    }
    return render(request, "clerk/replace.html", page, status=status)
