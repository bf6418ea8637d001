"""Copies with headers. They are derived, lie beside the store's objects, and may be deleted at any time."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import structlog

from opencmecf.court.documents.stamp.balance import UNREADABLE, Imbalance
from opencmecf.court.documents.stamp.drawing import draw_headers
from opencmecf.court.documents.stamp.header import Header
from opencmecf.foundation.storage import Store

VERSION = "1"  # of the drawing: another one makes all copies anew
_log = structlog.get_logger(__name__)


def stamped_copy(
    *, store: Store, sha256: str, header: Header, unbalanced: Mapping[int, Imbalance] | None = None
) -> Path:
    """Return the file to show: a copy with headers, or the stored file where none can be drawn into it.

    `unbalanced` is what is known of its pages. Raises `FileNotFoundError` where the stored file is not there.
    """
    source = store.path(sha256)
    copy = copy_path(store, sha256, header)
    if copy.is_file():
        return copy
    if not source.is_file():
        raise FileNotFoundError(source)
    try:
        _make(copy, source, header, unbalanced)
    except (*UNREADABLE, OSError) as problem:
        _log.warning("stamp_failed", sha256=sha256, problem=f"{type(problem).__name__}: {problem}"[:200])
        return source
    return copy


def _make(copy: Path, source: Path, header: Header, unbalanced: Mapping[int, Imbalance] | None) -> None:
    copy.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=copy.parent)
    os.close(descriptor)
    written = Path(name)
    try:
        draw_headers(source, header, written, unbalanced=unbalanced)
        written.chmod(0o440)
        written.replace(copy)
    finally:
        written.unlink(missing_ok=True)


def copy_path(store: Store, sha256: str, header: Header) -> Path:
    """Return where the copy with this header is, or would be."""
    key = hashlib.sha256(f"{VERSION}\n{sha256}\n{header.key}".encode()).hexdigest()
    return store.folder / "stamped" / key[:2] / f"{key}.pdf"


def delete_copies(store: Store, *, made_before: datetime) -> int:
    """Delete the copies that were made before a time, and return how many there were."""
    old = [copy for copy in (store.folder / "stamped").glob("*/*") if copy.stat().st_mtime < made_before.timestamp()]
    for copy in old:
        copy.unlink(missing_ok=True)
    return len(old)
