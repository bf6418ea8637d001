"""Sending files, and seeing what was made of them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    JsonResponse,
    UnreadablePostError,
)
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opencmecf.court.intake import actions, rules
from opencmecf.court.intake.forms import UploadForm
from opencmecf.court.intake.models import Upload
from opencmecf.court.intake.queries import most_bytes_for, policy_of, upload_of
from opencmecf.court.profile.queries import court_of
from opencmecf.court.profile.rules import check_files
from opencmecf.foundation.access import Permission, actor_of, door
from opencmecf.foundation.caching import never_cache
from opencmecf.foundation.errors import Refused
from opencmecf.foundation.storage import default_store
from opencmecf.foundation.storage.arrivals import FileTooLarge, files_into_store

TRAIL = (("Check a PDF", "/utilities/check-a-pdf"),)


@door(Permission.DOCUMENT_FILE)
@require_safe
def check_a_pdf(request: HttpRequest) -> HttpResponse:
    """Try a file and see what would be said of it, without filing."""
    check_files(court_of(request).settings)
    return _form(request, UploadForm())


@door(Permission.DOCUMENT_FILE, files=True)
@require_POST
def receive(request: HttpRequest) -> HttpResponseBase:
    """Take one file; answers 201 and JSON to the script, and leads to the upload's page otherwise."""
    try:
        return _receive(request)
    except FileTooLarge as found:
        name = rules.clean_name(found.file_name) if found.file_name else "This file"
        return _refused(request, rules.too_large(policy_of(court_of(request).settings), name), status=413)
    except UnreadablePostError:
        return _refused(request, rules.BROKEN_OFF, status=400)
    except OSError:
        return _refused(request, rules.DISK_FULL, status=507)


@files_into_store(most_bytes_for)
def _receive(request: HttpRequest) -> HttpResponse:
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        told = Refused(str(form.errors["pdf"][0]))
        return _refused(request, told, status=400) if _wants_json(request) else _form(request, form)
    try:
        upload = actions.receive_arrived(
            court=court_of(request).settings, arrived=form.cleaned_data["pdf"], actor=actor_of(request)
        )
    except Refused as refused:
        return _refused(request, refused, status=409)
    return _shown(request, upload, status=201)


@door(Permission.DOCUMENT_FILE)
@never_cache
@require_http_methods(["GET", "HEAD", "DELETE"])
def upload(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """What was made of a file; DELETE forgets it."""
    if request.method == "DELETE":
        actions.cancel(upload_id=upload_id, actor=actor_of(request))
        return HttpResponse(status=204)
    found = upload_of(upload_id=upload_id, actor=actor_of(request))
    if _wants_json(request):
        return JsonResponse(_as_json(found))
    return render(request, "intake/upload.html", {"upload": found, "section": "Utilities", "trail": TRAIL})


@door(Permission.DOCUMENT_FILE)
@never_cache
@require_safe
def upload_file(request: HttpRequest, upload_id: UUID) -> FileResponse:
    """The bytes of one of the actor's own uploads that may be filed, to be saved and looked at."""
    found = upload_of(upload_id=upload_id, actor=actor_of(request))
    rules.check_filing([found], policy=policy_of(found.court))
    answer = FileResponse(
        default_store().open(found.sha256),
        as_attachment=True,
        filename=found.file_name,
        content_type="application/pdf",
    )
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


@door(Permission.DOCUMENT_FILE)
@require_POST
def mend(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Have the court's system flatten or repair a file; the answer is a new upload."""
    mended = actions.mend(upload_id=upload_id, how=request.POST.get("how", ""), actor=actor_of(request))
    return _shown(request, mended, status=201)


@door(Permission.DOCUMENT_FILE)
@require_POST
def cancel(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Forget a file."""
    actions.cancel(upload_id=upload_id, actor=actor_of(request))
    return HttpResponseRedirect(reverse("check-a-pdf"))


def _form(request: HttpRequest, form: UploadForm) -> HttpResponse:
    page = {"form": form, "policy": policy_of(court_of(request).settings), "section": "Utilities"}
    return render(request, "intake/check_a_pdf.html", page)


def _shown(request: HttpRequest, upload: Upload, *, status: int) -> HttpResponse:
    if _wants_json(request):
        return JsonResponse(_as_json(upload), status=status)
    return HttpResponseRedirect(reverse("upload", args=[upload.pk]))


def _refused(request: HttpRequest, refused: Refused, *, status: int) -> HttpResponse:
    if _wants_json(request):
        return JsonResponse({"message": refused.message, "remedy": refused.remedy}, status=status)
    return render(request, "ui/refused.html", {"refused": refused}, status=status)


def _wants_json(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def _as_json(upload: Upload) -> dict[str, Any]:
    return {
        "id": str(upload.pk),
        "file_name": upload.file_name,
        "length": upload.length,
        "pages": upload.pages,
        "verdict": upload.verdict,
        "verdict_label": upload.get_verdict_display(),
        "may_be_filed": upload.may_be_filed,
        "findings": upload.findings,
        "note": upload.note,
        "url": reverse("upload", args=[upload.pk]),
    }
