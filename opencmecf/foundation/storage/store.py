"""A folder of files named by their SHA-256."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from opencmecf.foundation.failpoints import failpoint

_NAME = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Stored:
    """A file that is in the store: its SHA-256 in small hexadecimal digits, and its length in bytes."""

    sha256: str
    length: int


class Store:
    """Files below `folder`: `objects/ab/abcdef…` what is kept, `incoming/` what is being written."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, chunks: Iterable[bytes]) -> Stored:
        """Keep the bytes of `chunks`, whatever their length, and return their name once they are safe on the disk.

        The same bytes twice are kept once. Raises `OSError` where they cannot be written: nothing is kept then.
        """
        incoming = self.folder / "incoming"
        incoming.mkdir(parents=True, exist_ok=True)
        descriptor, written = tempfile.mkstemp(dir=incoming)
        try:
            with os.fdopen(descriptor, "wb") as file:
                stored = _write(file, chunks)
            failpoint("storage:before-object")
            self._keep(Path(written), stored.sha256)
            failpoint("storage:after-object")
        except BaseException:
            Path(written).unlink(missing_ok=True)
            raise
        return stored

    def path(self, sha256: str) -> Path:
        """Return where the file with this name is, or would be. Raises `ValueError` for what is no SHA-256."""
        if not _NAME.fullmatch(sha256):
            raise ValueError("A stored file is named by 64 hexadecimal digits.")
        return self.folder / "objects" / sha256[:2] / sha256

    def has(self, sha256: str) -> bool:
        """Say whether a file with this name is kept."""
        return self.path(sha256).is_file()

    def has_length(self, sha256: str, length: int) -> bool:
        """Say whether a file with this name and this many bytes is kept; its bytes are not read."""
        path = self.path(sha256)
        return path.is_file() and path.stat().st_size == length

    def open(self, sha256: str) -> BufferedReader:
        """Open a file for reading. Raises `FileNotFoundError` where it is not kept."""
        return self.path(sha256).open("rb")

    def is_whole(self, sha256: str) -> bool:
        """Read a file and say whether its bytes are still those that its name says; False where it is not kept."""
        if not self.has(sha256):
            return False
        with self.open(sha256) as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == sha256

    def _keep(self, written: Path, sha256: str) -> None:
        """Give a written file its name. The folder's own entry is made safe too, or the name could be lost."""
        place = self.path(sha256)
        if not place.parent.is_dir():
            place.parent.mkdir(parents=True, exist_ok=True)
            _sync_folder(place.parent.parent)
        written.chmod(0o440)
        written.replace(place)  # the same bytes over the same bytes, where they were kept before
        _sync_folder(place.parent)


def default_store() -> Store:
    """Return the store of this deployment, at the folder of the setting `CMECF_STORE`."""
    return Store(settings.STORE)


def _write(file: BinaryIO, chunks: Iterable[bytes]) -> Stored:
    digest = hashlib.sha256()
    length = 0
    for chunk in chunks:
        file.write(chunk)
        digest.update(chunk)
        length += len(chunk)
    file.flush()
    os.fsync(file.fileno())
    return Stored(digest.hexdigest(), length)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
