"""ZIP files that are made while they are sent: their length is known before."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from opencmecf.foundation.storage.zipping import PIECE, zip_length, zip_pieces


@pytest.mark.parametrize("sizes", [(), (0,), (1, 2), (PIECE, PIECE + 1, 3 * PIECE)])
def test_the_length_that_is_told_is_that_of_the_file(tmp_path: Path, sizes: tuple[int, ...]) -> None:
    files = []
    for number, size in enumerate(sizes):
        path = tmp_path / str(number)
        path.write_bytes(bytes(size))
        files.append((f"flsd-1-20-cv-20001-{number}é.pdf", path))
    made = b"".join(zip_pieces(files))
    assert len(made) == zip_length(files)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert archive.testzip() is None
        assert [one.file_size for one in archive.infolist()] == list(sizes)


def test_of_very_large_ones_no_length_is_told(tmp_path: Path) -> None:
    path = tmp_path / "large"
    with path.open("wb") as file:
        file.truncate(2**31)  # takes no room
    assert zip_length([("large.pdf", path)]) is None
