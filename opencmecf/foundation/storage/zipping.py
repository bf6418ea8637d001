"""ZIP files that are made while they are sent."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from io import RawIOBase
from pathlib import Path
from typing import Any

PIECE = 256 * 1024  # bytes
_OTHER_HEADERS_FROM = 2**31  # bytes
_HEADERS = 30 + 16 + 46  # bytes for each file besides its name twice: before it, behind it, and in the directory
_END = 22  # bytes behind the directory


def zip_length(files: Sequence[tuple[str, Path]]) -> int | None:
    """Return how many bytes `zip_pieces` will yield, so that browsers can show how far they are.

    Files are stored as they are, so that the length follows from theirs. None from two gigabytes on, where the format
    has other headers.
    """
    sizes = [(len(name.encode()), path.stat().st_size) for name, path in files]
    if sum(size for _, size in sizes) >= _OTHER_HEADERS_FROM:
        return None
    return _END + sum(_HEADERS + 2 * name + size for name, size in sizes)


def zip_pieces(files: Sequence[tuple[str, Path]]) -> Iterator[bytes]:
    """Yield a ZIP file of these files, each under its name and as it is: PDFs are compressed already."""
    written = _Written()
    with zipfile.ZipFile(written, "w") as archive:
        for name, path in files:
            told = zipfile.ZipInfo.from_file(path, name)
            with path.open("rb") as source, archive.open(told, "w") as entry:
                while piece := source.read(PIECE):
                    entry.write(piece)
                    yield written.taken()
    yield written.taken()


class _Written(RawIOBase):
    """What was written and not taken yet. The ZIP file is told that it can go back nowhere."""

    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        """It can be written to."""
        return True

    def write(self, piece: Any) -> int:
        """Keep a piece."""
        self._pieces.append(bytes(piece))
        return len(piece)

    def taken(self) -> bytes:
        """Return what was written since the last time."""
        whole, self._pieces = b"".join(self._pieces), []
        return whole
