"""Handing docket sheets over, and taking them over one by one."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from opencmecf.court.profile.models import Court
from opencmecf.exchange.importer import import_document
from opencmecf.exchange.uploads.models import DocketUpload, DocketUploadFile
from opencmecf.foundation import audit
from opencmecf.foundation.access import Actor, Permission
from opencmecf.foundation.jobs import enqueue


@transaction.atomic
def upload_dockets(*, court: Court, files: Iterable[tuple[str, bytes]], actor: Actor) -> DocketUpload:
    """Keep files, each with its name, until a job has taken them over."""
    actor.require_at(Permission.DOCKET_IMPORT, court.pk)
    upload = DocketUpload.objects.create(court=court, by_label=actor.label, by_name=actor.name)
    count = 0
    for count, (name, content) in enumerate(files, start=1):  # one after the other: only one is in memory
        DocketUploadFile.objects.create(upload=upload, order=count, name=name, content=content)
    audit.record("docket:upload:begin", chain=f"court:{court.pk}", by=actor, target=f"upload:{upload.pk}", files=count)
    enqueue("docket:import-upload", upload=upload.pk)
    return upload


@transaction.atomic
def import_uploaded(*, file: DocketUploadFile, actor: Actor) -> None:
    """Take a file over and note what became of it. Doing it again does nothing."""
    actor.require_at(Permission.DOCKET_IMPORT, file.upload.court_id)
    file = DocketUploadFile.objects.select_for_update(of=("self",)).select_related("upload__court").get(pk=file.pk)
    if file.content is None:
        return
    report = import_document(bytes(file.content), name=file.name, court=file.upload.court, actor=actor)
    file.outcome, file.content = report.outcome, None
    file.case_id_printed, file.case_number, file.reason = report.case_id, report.case_number, report.reason
    file.save()
