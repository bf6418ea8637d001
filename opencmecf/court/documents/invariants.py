"""What must hold between documents and the store of files (I2)."""

from __future__ import annotations

from collections.abc import Iterator

from opencmecf.court.documents.models import Document
from opencmecf.foundation.storage import Store, default_store


def broken_files(*, read_everything: bool = False, store: Store | None = None) -> Iterator[str]:
    """Yield one sentence for each document whose file is not in the store with its hash and length.

    `read_everything` computes every hash again, each file once; without it the lengths alone are compared.
    """
    store = store or default_store()
    described = Document.objects.exclude(sha256="").order_by("sha256", "pk")
    last, is_whole = "", True
    for document in described.iterator(chunk_size=2000):
        name = f"document {document.document_id} at {document.court_id}"
        path = store.path(document.sha256)
        if not path.is_file():
            yield f"{name}: its file {document.sha256} is not in the store"
            continue
        length = path.stat().st_size
        if length != document.bytes:
            yield f"{name}: its file {document.sha256} has {length} bytes and must have {document.bytes}"
        elif read_everything:
            if document.sha256 != last:
                last, is_whole = document.sha256, store.is_whole(document.sha256)
            if not is_whole:
                yield f"{name}: the bytes of its file {document.sha256} are not those that were stored"
