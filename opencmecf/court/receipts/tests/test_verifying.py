"""A receipt can be checked by whoever holds it, and every change to it is noticed."""

from __future__ import annotations

import copy
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from opencmecf.court.receipts import facts, signing
from opencmecf.court.receipts.verifying import verify

KEY = signing.new_key()
PUBLIC = KEY.as_dict(private=False)
SHA256 = "b5d1d0ab0d3b4c2b9a9d9d0d6c9a62a6bcb0c0a2c0d8f7a15d0f1b4bb1f9d3a7"


def receipt(sha256: str = SHA256) -> dict[str, Any]:
    day = date(2026, 3, 1)
    vouched = facts.stamp_facts(court_id="flsd", document_id="051020000077", filed_on=day, sha256=sha256, length=19)
    stamp = facts.stamp_text(
        prefix="dc",
        kid=KEY.thumbprint(),
        filed_on=day,
        serial=20000077,
        place=0,
        digits=signing.stamp_digits(vouched, KEY),
    )
    document = facts.ReceiptDocument(
        number=0,
        document_id="051020000077",
        description="Main Document",
        file_name="motion.pdf",
        sha256=sha256,
        length=19,
        pages=1,
        stamp=stamp,
    )
    entry = facts.ChainedEntry(
        case_id="20000001", case_number="1:20-cv-20001", number="5", de_seq_num=41, place=1, previous="0" * 64
    )
    said = facts.receipt_facts(
        court_id="flsd",
        key=UUID(int=7),
        filer="Mara Ostrov",
        accepted_at=datetime(2026, 3, 2, 4, 59, 59, tzinfo=UTC),
        filed_on=day,
        docket_text="MOTION to Dismiss",
        service_list_hash="1" * 64,
        documents=[document],
        entries=[entry],
    )
    return {"receipt": said, "signature": signing.sign(said, KEY), "key": PUBLIC}


def leaves(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    if isinstance(value, dict):
        return [leaf for name, inner in value.items() for leaf in leaves(inner, (*path, name))]
    if isinstance(value, list):
        return [leaf for place, inner in enumerate(value) for leaf in leaves(inner, (*path, place))]
    return [path]


def test_a_receipt_as_it_was_signed_is_right() -> None:
    assert all(finding.is_right for finding in verify(receipt(), [], [PUBLIC]))


@pytest.mark.parametrize("path", leaves(receipt()["receipt"]), ids=str)
def test_no_value_can_be_changed(path: tuple[Any, ...]) -> None:
    changed = copy.deepcopy(receipt())
    inner = changed["receipt"]
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = 1 if isinstance(inner[path[-1]], str) else inner[path[-1]] + 1
    assert not verify(changed, [], [PUBLIC])[0].is_right


def test_the_key_of_somebody_else_does_not_count() -> None:
    other = signing.new_key().as_dict(private=False)
    assert not verify(receipt(), [], [other])[0].is_right


def test_a_signature_of_another_algorithm_does_not_count() -> None:
    said = receipt()
    said["signature"] = "eyJhbGciOiJub25lIn0.."
    assert not verify(said, [], [PUBLIC])[0].is_right


def test_a_broken_stamp_is_noticed_even_when_it_was_signed() -> None:
    said = receipt()["receipt"]
    said["documents"][0]["sha256"] = "2" * 64
    signed = {"receipt": said, "signature": signing.sign(said, KEY), "key": PUBLIC}
    wrong = [finding.message for finding in verify(signed, [], [PUBLIC]) if not finding.is_right]
    assert any("Stamp of Main Document" in message for message in wrong)
