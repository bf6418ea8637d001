"""What the worker does for documents."""

from __future__ import annotations

from datetime import timedelta

import pikepdf
import structlog

from opencmecf.court.documents.models import Document
from opencmecf.court.documents.stamp import delete_copies
from opencmecf.court.documents.stamp.balance import UNREADABLE, unbalanced_pages
from opencmecf.foundation import clock
from opencmecf.foundation.jobs import job, periodic
from opencmecf.foundation.storage import default_store

COPIES_KEPT = timedelta(days=7)
_log = structlog.get_logger(__name__)


@job("document:look-at-pages")
def look_at_pages(document: int) -> None:
    """Note which pages of a document need care when headers are drawn, so that the first view need not look."""
    row = Document.objects.get(pk=document)
    try:
        with pikepdf.open(default_store().path(row.sha256)) as pdf:
            found = unbalanced_pages(pdf)
    except UNREADABLE as problem:
        _log.warning("pages_unreadable", sha256=row.sha256, problem=type(problem).__name__)
        return
    Document.objects.filter(pk=document).update(unbalanced_pages=found)


@periodic("document:delete-copies", cron="53 3 * * *")
def delete_old_copies() -> None:
    """Delete copies with headers that were made more than a week ago; they are made again when they are asked for."""
    delete_copies(default_store(), made_before=clock.now() - COPIES_KEPT)
