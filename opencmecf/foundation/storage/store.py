"""A folder of files named by their SHA-256."""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
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
        arriving = self.begin()
        try:
            for chunk in chunks:
                arriving.write(chunk)
            return arriving.keep()
        finally:
            arriving.drop()

    def begin(self) -> Arriving:
        """Return a file to be written piece by piece and then kept or dropped. Raises `OSError`."""
        incoming = self.folder / "incoming"
        incoming.mkdir(parents=True, exist_ok=True)
        return Arriving(self, incoming)

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

    def forget(self, sha256: str, *, written_before: float) -> bool:
        """Remove a file that nothing names any more; return whether it is gone.

        One that was written again since `written_before` (a Unix time) stays: somebody is about to name it.
        """
        place = self.path(sha256)
        if not place.parent.is_dir():
            return True
        with _locked(place.parent, fcntl.LOCK_EX):
            if place.is_file() and place.stat().st_mtime >= written_before:
                return False
            place.unlink(missing_ok=True)
        return True

    def names(self, *, written_before: float) -> Iterator[str]:
        """Yield the names of the files that were last written before a Unix time, in no order that means anything."""
        for folder in (self.folder / "objects").glob("??"):
            for file in folder.iterdir():
                if _NAME.fullmatch(file.name) and file.stat().st_mtime < written_before:
                    yield file.name

    def forget_broken_off(self, *, written_before: float) -> int:
        """Remove what processes that were killed have left half written; return how many files."""
        left = [one for one in (self.folder / "incoming").glob("*") if one.stat().st_mtime < written_before]
        for one in left:
            one.unlink(missing_ok=True)
        return len(left)

    def _take(self, written: Path, sha256: str) -> None:
        """Give a written file its name. The folder's own entry is made safe too, or the name could be lost."""
        place = self.path(sha256)
        if not place.parent.is_dir():
            place.parent.mkdir(parents=True, exist_ok=True)
            _sync_folder(place.parent.parent)
        written.chmod(0o440)
        with _locked(place.parent, fcntl.LOCK_SH):
            written.replace(place)  # the same bytes over the same bytes, where they were kept before
        _sync_folder(place.parent)


class Arriving:
    """A file on its way into the store. Whoever began it keeps it or drops it; dropping what is kept does nothing."""

    def __init__(self, store: Store, folder: Path) -> None:
        self.length = 0
        self._store = store
        self._digest = hashlib.sha256()
        descriptor, name = tempfile.mkstemp(dir=folder)
        self._path = Path(name)
        self._file = os.fdopen(descriptor, "w+b")

    def write(self, chunk: bytes) -> None:
        """Add bytes to its end. Raises `OSError` where there is no room."""
        self._file.write(chunk)
        self._digest.update(chunk)
        self.length += len(chunk)

    def keep(self) -> Stored:
        """Have it safe on the disk under its name, and return that. Raises `OSError`: nothing is kept then."""
        try:
            self._file.flush()
            os.fsync(self._file.fileno())
            stored = Stored(self._digest.hexdigest(), self.length)
            failpoint("storage:before-object")
            self._store._take(self._path, stored.sha256)
            failpoint("storage:after-object")
        except BaseException:
            self.drop()
            raise
        self._file.close()
        return stored

    @property
    def file(self) -> BinaryIO:
        """The open file, for a program that writes it in its own order; then `keep_as_written`."""
        return self._file

    def keep_as_written(self) -> Stored:
        """Keep what another process has written to `file`. Raises as `keep` does."""
        self._file.seek(0)
        self._digest = hashlib.file_digest(self._file, "sha256")
        self.length = self._file.tell()
        return self.keep()

    def drop(self) -> None:
        """Forget it, where it has not been kept."""
        if not self._file.closed:
            self._file.close()
            self._path.unlink(missing_ok=True)


def default_store() -> Store:
    """Return the store of this deployment, at the folder of the setting `CMECF_STORE`."""
    return Store(settings.STORE)


@contextmanager
def _locked(folder: Path, how: int) -> Iterator[None]:
    """Hold the lock of a folder: shared by those who name files in it, alone for whoever removes one."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, how)
        yield
    finally:
        os.close(descriptor)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
