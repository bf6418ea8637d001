"""Files that nobody came to file are forgotten; what a row names stays."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.db.models.functions import Now

from opencmecf.court.intake import actions
from opencmecf.court.intake.models import Upload
from opencmecf.court.intake.queries import named_among
from opencmecf.court.intake.tests.papers import paper
from opencmecf.foundation.access import Actor
from opencmecf.foundation.storage import default_store
from opencmecf.testing.people import House

OLD = timedelta(days=3)


@pytest.fixture
def upload(house: House, alice: Actor) -> Upload:
    """A file that Alice sent today."""
    return actions.receive(court=house.flsd, file_name="a.pdf", chunks=[paper()], actor=alice)


def age(path: Path) -> None:
    past = path.stat().st_mtime - OLD.total_seconds()
    os.utime(path, (past, past))


def grow_old(upload: Upload) -> None:
    Upload.objects.filter(pk=upload.pk).update(at=Now() - OLD)
    age(default_store().path(upload.sha256))


def test_a_new_file_stays(upload: Upload) -> None:
    assert actions.sweep() == 0
    assert default_store().has(upload.sha256)


def test_an_old_one_goes_with_its_bytes(upload: Upload) -> None:
    grow_old(upload)
    assert actions.sweep() == 1
    assert not Upload.objects.exists()
    assert not default_store().has(upload.sha256)


def test_bytes_that_another_row_names_stay(upload: Upload, house: House, john: Actor) -> None:
    same = actions.receive(court=house.flsd, file_name="b.pdf", chunks=[paper()], actor=john)
    assert same.sha256 == upload.sha256
    grow_old(upload)
    assert actions.sweep() == 1
    assert default_store().has(same.sha256)


def test_bytes_that_were_sent_again_stay(upload: Upload) -> None:
    grow_old(upload)
    with default_store().open(upload.sha256) as file:
        default_store().put([file.read()])
    actions.sweep()
    assert default_store().has(upload.sha256), "whoever has sent them is about to name them"


def test_what_was_cancelled_goes_with_the_next_sweep(upload: Upload, alice: Actor) -> None:
    age(default_store().path(upload.sha256))
    actions.cancel(upload_id=upload.pk, actor=alice)
    actions.sweep()
    assert not default_store().has(upload.sha256)


def test_files_left_half_written_go(upload: Upload, store: Path) -> None:
    left = store / "incoming" / "left"
    left.write_bytes(b"half")
    age(left)
    actions.sweep()
    assert not left.exists()


def test_every_column_that_names_a_file_is_asked(upload: Upload) -> None:
    assert named_among([upload.sha256, "0" * 64]) == {upload.sha256}
