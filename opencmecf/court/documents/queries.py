"""Reading documents."""

from __future__ import annotations

from opencmecf.court.documents.models import Document
from opencmecf.foundation.access import Actor


def document_by_id(*, court_id: str, document_id: str, actor: Actor) -> Document:
    """Return the document with this classic id, whatever its fourth digit. Raises `NotFound`, also for a hidden one."""
    prefix, number = split_id(document_id)
    return Document.objects.get_for(actor, court_id=court_id, prefix=prefix, number=number)


def split_id(document_id: str) -> tuple[str, int]:
    """Return prefix and running number of a classic document id; ("", 0) for what is none."""
    running = document_id[4:]
    if not document_id.isascii() or not running.isdigit() or len(running) > 18:
        return "", 0
    return document_id[:3], int(running)
