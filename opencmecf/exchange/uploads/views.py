"""The pages on which a court administrator hands docket sheets over and reads what became of them."""

from __future__ import annotations

import functools
from collections.abc import Callable

from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from opencmecf.court.profile.queries import court_of
from opencmecf.exchange.uploads import actions, queries
from opencmecf.exchange.uploads.forms import UploadForm
from opencmecf.foundation.access import Permission, actor_of, door
from opencmecf.foundation.caching import never_cache
from opencmecf.foundation.errors import Refused

View = Callable[[HttpRequest], HttpResponse]

MOST_BYTES_AT_ONCE = 1024**3


def _with_files(view: View) -> View:
    """Let the view take files, which lie on the disk until it has answered; the form's token is checked here."""
    protected: View = csrf_protect(view)

    @functools.wraps(view)
    def with_files(request: HttpRequest) -> HttpResponse:
        if int(request.headers.get("Content-Length") or 0) > MOST_BYTES_AT_ONCE:
            raise Refused("The files are longer than 1 GB together.", "Hand over fewer at once.")
        request.upload_handlers = [TemporaryFileUploadHandler(request)]
        return protected(request)

    return with_files


@door(Permission.DOCKET_IMPORT, files=True)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@_with_files
def uploads(request: HttpRequest) -> HttpResponse:
    """Takes files, and lists what was handed over before."""
    actor = actor_of(request)
    form = UploadForm()
    if request.method == "POST":
        form = UploadForm(request.POST, request.FILES)
        if form.is_valid():
            files = ((file.name, file.read()) for file in form.cleaned_data["sheets"])
            made = actions.upload_dockets(court=court_of(request).settings, files=files, actor=actor)
            return HttpResponseRedirect(reverse("docket-upload", args=[made.pk]))
    page = {"form": form, "uploads": queries.uploads_of(actor), "section": "Utilities"}
    return render(request, "uploads/uploads.html", page)


@door(Permission.DOCKET_IMPORT)
@never_cache
@require_safe
def upload(request: HttpRequest, upload_id: int) -> HttpResponse:
    """What has become of the files so far."""
    report = queries.report_of(upload_id, actor_of(request))
    return render(request, "uploads/upload.html", {"report": report, "section": "Utilities"})
