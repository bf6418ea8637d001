"""The court's system mends what it can, and keeps the original."""

from __future__ import annotations

import io

import pikepdf
import pypdfium2
import pytest
from pikepdf import Dictionary, Name, String

from opencmecf.court.intake import actions
from opencmecf.court.intake.models import Upload, Verdict
from opencmecf.court.intake.tests.papers import form, opens_with, paper
from opencmecf.foundation.access import Actor
from opencmecf.foundation.errors import Refused
from opencmecf.foundation.storage import default_store
from opencmecf.testing.people import House


def received(content: bytes, house: House, actor: Actor) -> Upload:
    return actions.receive(court=house.flsd, file_name="form.pdf", chunks=[content], actor=actor)


def text_of(upload: Upload) -> str:
    with default_store().open(upload.sha256) as file:
        document = pypdfium2.PdfDocument(io.BytesIO(file.read()))
    text: str = document[0].get_textpage().get_text_range()
    document.close()
    return text


def test_a_form_is_flattened_and_still_shows_what_was_typed(house: House, alice: Actor) -> None:
    original = received(paper(form(value="Jane Roe", script=True)), house, alice)
    assert original.verdict == Verdict.REFUSED
    mended = actions.mend(upload_id=original.pk, how="flatten", actor=alice)
    assert (mended.verdict, mended.findings) == (Verdict.ACCEPTED, [])
    assert "Jane Roe" in text_of(mended)
    assert mended.made_from == original
    assert "part of the pages" in mended.note
    assert default_store().has(original.sha256), "the original is kept"


def test_mending_twice_is_one_upload(house: House, alice: Actor) -> None:
    original = received(paper(form()), house, alice)
    first = actions.mend(upload_id=original.pk, how="flatten", actor=alice)
    assert actions.mend(upload_id=original.pk, how="flatten", actor=alice) == first


def test_a_form_that_might_lose_something_is_not_flattened(house: House, alice: Actor) -> None:
    original = received(paper(form(value="Jane Roe", looks=False)), house, alice)
    with pytest.raises(Refused, match="without the risk"):
        actions.mend(upload_id=original.pk, how="flatten", actor=alice)


def test_what_is_flattened_is_checked_again(house: House, alice: Actor) -> None:
    launch = opens_with(Dictionary(S=Name.Launch, F=String("calc.exe")))
    original = received(paper(form(), launch), house, alice)
    mended = actions.mend(upload_id=original.pk, how="flatten", actor=alice)
    assert mended.verdict == Verdict.REFUSED
    assert [one["code"] for one in mended.findings] == ["external-action"]


def test_a_damaged_file_is_repaired(house: House, alice: Actor) -> None:
    content = paper(pages=3)
    original = received(b"spooled by a printer\n" + content.replace(b"startxref", b"startxxxx"), house, alice)
    mended = actions.mend(upload_id=original.pk, how="repair", actor=alice)
    assert (mended.verdict, mended.pages) == (Verdict.ACCEPTED, 3)
    with default_store().open(mended.sha256) as file, pikepdf.open(file) as pdf:
        assert len(pdf.pages) == 3


def test_only_what_was_offered_is_done(house: House, alice: Actor) -> None:
    original = received(paper(), house, alice)
    with pytest.raises(Refused):
        actions.mend(upload_id=original.pk, how="flatten", actor=alice)
