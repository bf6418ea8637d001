"""The job that takes an upload over."""

from __future__ import annotations

from opencmecf.exchange.uploads.actions import import_uploaded
from opencmecf.exchange.uploads.models import DocketUpload
from opencmecf.foundation.access import Actor, Role
from opencmecf.foundation.jobs import job


@job("docket:import-upload")
def import_upload(upload: int) -> None:
    """Take over the files of an upload that still wait, each in a transaction of its own.

    It acts for whoever handed them over, with no more than the upload needed of them.
    """
    found = DocketUpload.objects.get(pk=upload)
    actor = Actor(label=found.by_label, site=found.court_id, name=found.by_name, roles=frozenset({Role.COURT_ADMIN}))
    for file in found.files.filter(outcome="").defer("content").order_by("order"):
        import_uploaded(file=file, actor=actor)
