"""Files are taken in: kept, checked, and recorded for their owner alone."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from opencmecf.court.intake import actions, queries
from opencmecf.court.intake.models import Upload, UploadPolicy, Verdict
from opencmecf.foundation.access import Actor, Role
from opencmecf.foundation.errors import NotFound, Refused
from opencmecf.foundation.storage import default_store
from opencmecf.testing.people import House


@pytest.fixture(autouse=True)
def store(settings: Any, tmp_path: Path) -> Path:
    """A store of this test's own."""
    settings.STORE = tmp_path / "store"
    return tmp_path / "store"


@pytest.fixture
def alice(house: House) -> Actor:
    """Alice as a filer at flsd."""
    return filer(house, "alice")


def filer(house: House, name: str) -> Actor:
    return Actor(label=f"filer:{name}", site=house.flsd.pk, roles=frozenset({Role.FILER}))


def small_pdf() -> bytes:
    written = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(written)
    return written.getvalue()


def test_what_arrives_is_kept_and_recorded(house: House, alice: Actor) -> None:
    content = small_pdf()
    upload = actions.receive(court=house.flsd, file_name="motion.pdf", chunks=[content[:9], content[9:]], actor=alice)
    assert upload.may_be_filed
    assert (upload.pages, upload.length) == (1, len(content))
    with default_store().open(upload.sha256) as kept:
        assert kept.read() == content


def test_an_upload_is_not_there_for_others(house: House, alice: Actor) -> None:
    upload = actions.receive(court=house.flsd, file_name="motion.pdf", chunks=[small_pdf()], actor=alice)
    assert queries.upload_of(upload_id=upload.pk, actor=alice) == upload
    with pytest.raises(NotFound):
        queries.upload_of(upload_id=upload.pk, actor=filer(house, "john"))


def test_a_file_over_the_limit_stops_at_the_first_byte_too_many(house: House, alice: Actor, store: Path) -> None:
    UploadPolicy.objects.create(court=house.flsd, most_bytes=1000, most_bytes_of_a_filing=1000)
    asked = 0

    def endless() -> Any:
        nonlocal asked
        while True:
            asked += 1
            yield b"x" * 400

    with pytest.raises(Refused, match=r"big\.pdf is larger than"):
        actions.receive(court=house.flsd, file_name="big.pdf", chunks=endless(), actor=alice)
    assert asked == 3
    assert not Upload.objects.exists()
    assert not [path for path in store.rglob("*") if path.is_file()]


def test_a_word_document_is_told_from_a_pdf(house: House, alice: Actor) -> None:
    upload = actions.receive(court=house.flsd, file_name="C:\\my\\brief.pdf", chunks=[b"PK\x03\x04rest"], actor=alice)
    assert upload.verdict == Verdict.REFUSED
    assert upload.findings[0]["message"] == "brief.pdf is a Word document or another ZIP file, not a PDF."
