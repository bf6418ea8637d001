"""Files are taken in: kept, checked, and recorded for their owner alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from opencmecf.court.intake import actions, queries
from opencmecf.court.intake.models import Upload, UploadPolicy, Verdict
from opencmecf.court.intake.tests.papers import form, paper
from opencmecf.foundation.access import Actor, Role, system
from opencmecf.foundation.audit.models import AuditEvent
from opencmecf.foundation.errors import NotAllowed, NotFound, Refused
from opencmecf.foundation.storage import default_store
from opencmecf.testing.people import House


def test_what_arrives_is_kept_and_recorded(house: House, alice: Actor) -> None:
    content = paper()
    upload = actions.receive(court=house.flsd, file_name="motion.pdf", chunks=[content[:9], content[9:]], actor=alice)
    assert (upload.verdict, upload.findings) == (Verdict.ACCEPTED, [])
    assert (upload.pages, upload.length) == (1, len(content))
    with default_store().open(upload.sha256) as kept:
        assert kept.read() == content
    assert AuditEvent.objects.filter(chain=upload.chain).count() == 1


def test_an_upload_is_not_there_for_others(house: House, alice: Actor, john: Actor) -> None:
    upload = actions.receive(court=house.flsd, file_name="motion.pdf", chunks=[paper()], actor=alice)
    assert queries.upload_of(upload_id=upload.pk, actor=alice) == upload
    for act in (
        lambda: queries.upload_of(upload_id=upload.pk, actor=john),
        lambda: actions.cancel(upload_id=upload.pk, actor=john),
        lambda: actions.mend(upload_id=upload.pk, how="repair", actor=john),
        lambda: actions.take_for_filing(court=house.flsd, upload_ids=[upload.pk], actor=john),
    ):
        with pytest.raises(NotFound):
            act()


def test_whoever_may_not_file_may_not_upload(house: House) -> None:
    with pytest.raises(NotAllowed):
        actions.receive(court=house.flsd, file_name="a.pdf", chunks=[paper()], actor=house.actor("charlie"))


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


def test_a_full_disk_leaves_nothing(house: House, alice: Actor, store: Path) -> None:
    def breaks_off() -> Any:
        yield b"%PDF-1.7"
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        actions.receive(court=house.flsd, file_name="a.pdf", chunks=breaks_off(), actor=alice)
    assert not [path for path in store.rglob("*") if path.is_file()]
    assert not Upload.objects.exists()


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("C:\\cases\\brief.pdf", "brief.pdf"),
        ("../../etc/passwd", "passwd"),
        ("a\r\nb.pdf", "ab.pdf"),
        ("", "document.pdf"),
    ],
)
def test_the_name_of_a_file_is_only_a_name(sent: str, kept: str, house: House, alice: Actor) -> None:
    upload = actions.receive(court=house.flsd, file_name=sent, chunks=[b"PK\x03\x04rest"], actor=alice)
    assert upload.findings[0]["message"] == f"{kept} is a Word document or another ZIP file, not a PDF."


def test_files_for_a_filing_come_in_the_order_asked_for(house: House, alice: Actor) -> None:
    sent = [
        actions.receive(court=house.flsd, file_name=name, chunks=[paper(text=name)], actor=alice)
        for name in ("a.pdf", "b.pdf")
    ]
    wanted: list[UUID | str] = [sent[1].pk, str(sent[0].pk)]
    taken = actions.take_for_filing(court=house.flsd, upload_ids=wanted, actor=alice)
    assert [upload.file_name for upload in taken] == ["b.pdf", "a.pdf"]


def test_a_refused_file_is_not_filed(house: House, alice: Actor) -> None:
    upload = actions.receive(court=house.flsd, file_name="form.pdf", chunks=[paper(form())], actor=alice)
    with pytest.raises(Refused, match="can still be filled in"):
        actions.take_for_filing(court=house.flsd, upload_ids=[upload.pk], actor=alice)


def test_the_files_of_a_filing_are_limited_together(house: House, alice: Actor) -> None:
    content = paper()
    most = len(content)
    UploadPolicy.objects.create(court=house.flsd, most_bytes=most, most_bytes_of_a_filing=most * 2 - 1)
    sent = [actions.receive(court=house.flsd, file_name="a.pdf", chunks=[content], actor=alice) for _ in range(2)]
    with pytest.raises(Refused, match="in one filing"):
        actions.take_for_filing(court=house.flsd, upload_ids=[one.pk for one in sent], actor=alice)


def test_a_court_may_relax_some_rules_and_not_others(house: House, alice: Actor) -> None:
    administrator = system("tests", house.flsd.pk, frozenset({Role.COURT_ADMIN}))
    actions.set_policy(court=house.flsd, severities={"form": "warn"}, actor=administrator)
    upload = actions.receive(court=house.flsd, file_name="form.pdf", chunks=[paper(form())], actor=alice)
    assert upload.verdict == Verdict.WARNED
    with pytest.raises(Refused, match="javascript"):
        actions.set_policy(court=house.flsd, severities={"javascript": "warn"}, actor=administrator)
    with pytest.raises(NotAllowed):
        actions.set_policy(court=house.flsd, most_pages=1, actor=alice)
