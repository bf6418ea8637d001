"""Copies with headers. They are derived, lie beside the store's objects, and may be deleted at any time.

The name of a copy says whether programs would take it for a refusal, so that nobody reads the file again to know.
"""

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
from opencmecf.court.documents.stamp.refusal_words import holds_refusal_words
from opencmecf.foundation.storage import Store

VERSION = "2"  # of the drawing and the names: another one makes all copies anew
_PDF, _QUOTING = ".pdf", ".quoting.pdf"
_log = structlog.get_logger(__name__)


def stamped_copy(
    *, store: Store, sha256: str, header: Header, unbalanced: Mapping[int, Imbalance] | None = None
) -> Path:
    """Return the file to show: a copy with headers, or the stored file where none can be drawn into it.

    `unbalanced` is what is known of its pages. Raises `FileNotFoundError` where the stored file is not there.
    """
    copy = copy_path(store, sha256, header)
    source = store.path(sha256)
    for known in (copy, _quoting(copy)):
        if known.is_file():
            return known
    if not source.is_file():
        raise FileNotFoundError(source)
    try:
        return _make(copy, source, header, unbalanced)
    except (*UNREADABLE, OSError) as problem:
        _log.warning("stamp_failed", sha256=sha256, problem=f"{type(problem).__name__}: {problem}"[:200])
        return source


def may_be_an_answer(path: Path) -> bool:
    """Return whether a file of `stamped_copy` is known to be no refusal in the eyes of programs."""
    return path.suffix == _PDF and not path.name.endswith(_QUOTING)


def _quoting(copy: Path) -> Path:
    """Return the name of a copy that holds words of a refusal."""
    return copy.with_name(f"{copy.stem}{_QUOTING}")


def _make(copy: Path, source: Path, header: Header, unbalanced: Mapping[int, Imbalance] | None) -> Path:
    copy.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=copy.parent)
    os.close(descriptor)
    written = Path(name)
    try:
        draw_headers(source, header, written, unbalanced=unbalanced)
        written.chmod(0o440)
        return written.replace(_quoting(copy) if holds_refusal_words(written) else copy)
    finally:
        written.unlink(missing_ok=True)


def copy_path(store: Store, sha256: str, header: Header) -> Path:
    """Return where the copy with this header is, or would be."""
    key = hashlib.sha256(f"{VERSION}\n{sha256}\n{header.key}".encode()).hexdigest()
    return store.folder / "stamped" / key[:2] / f"{key}{_PDF}"


def delete_copies(store: Store, *, made_before: datetime) -> int:
    """Delete the copies that were made before a time, and return how many there were."""
    old = [copy for copy in (store.folder / "stamped").glob("*/*") if copy.stat().st_mtime < made_before.timestamp()]
    for copy in old:
        copy.unlink(missing_ok=True)
    return len(old)
