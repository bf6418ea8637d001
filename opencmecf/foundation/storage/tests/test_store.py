"""The store keeps bytes once, whole, under their hash."""

from __future__ import annotations

import hashlib
import resource
from collections.abc import Iterator
from pathlib import Path

import pytest

from opencmecf.foundation.storage import Store, Stored

BRIEF = b"%PDF-1.7 a brief"


def test_what_is_put_can_be_read(tmp_path: Path) -> None:
    store = Store(tmp_path)
    stored = store.put([BRIEF[:5], BRIEF[5:]])
    assert stored == Stored(hashlib.sha256(BRIEF).hexdigest(), len(BRIEF))
    with store.open(stored.sha256) as file:
        assert file.read() == BRIEF


def test_the_same_bytes_are_kept_once(tmp_path: Path) -> None:
    store = Store(tmp_path)
    assert store.put([BRIEF]) == store.put([BRIEF])
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


def test_an_upload_that_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield BRIEF
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        Store(tmp_path).put(broken())
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_changed_bytes_are_noticed(tmp_path: Path) -> None:
    store = Store(tmp_path)
    stored = store.put([BRIEF])
    assert store.is_whole(stored.sha256)
    store.path(stored.sha256).chmod(0o600)
    store.path(stored.sha256).write_bytes(BRIEF + b"!")
    assert not store.is_whole(stored.sha256)
    assert not store.is_whole("0" * 64)


def test_a_name_cannot_lead_out_of_the_store(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="64 hexadecimal"):
        Store(tmp_path).path("../../etc/passwd")


def test_a_large_file_takes_no_memory(tmp_path: Path) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    stored = Store(tmp_path).put(bytes(1 << 20) for _ in range(100))
    assert stored.length == 100 << 20
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20 << 10  # kilobytes
