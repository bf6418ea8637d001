"""JSON gives back what it was given."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from opencmecf.court.docket.json_form import (
    NotASheet,
    entry_from_data,
    entry_to_data,
    from_data,
    from_json,
    json_chunks,
    to_data,
    to_json,
)
from opencmecf.court.docket.sheet import (
    Attachment,
    Block,
    Charge,
    ChargeSection,
    Counsel,
    DocketSheet,
    Entry,
    Fact,
    Party,
    TypeForm,
)
from opencmecf.court.docket.text import Link, Run, Text, text_of
from opencmecf.foundation.reference.court_kind import CourtKind

ENTRY = Entry(
    text=(Run("ORDER re "), Run("1", ("b",), Link(document_id="05112000101", case_id="5", posts=True)), Run(" Motion")),
    date_filed=dt.date(2020, 1, 27),
    number="2",
    date_entered=dt.date(2020, 1, 28),
    attachments=(Attachment(number=0, description="Main", pages=3, bytes=99),),
)
SHEET = DocketSheet(
    court_id="flsd",
    kind=CourtKind.DISTRICT,
    case_number="1:20-cv-20001-RMA",
    title=("U.S. District Court", "Southern District of Florida (Miami)"),
    left=(Fact(label="Cause", value=text_of("28:1333"), more=((Run("x", ("i",)),), ())),),
    blocks=(Block(name="Natures", rows=((text_of("91"), ()), ())),),
    parties=(
        Party(type="Plaintiff", name=text_of("Delia Marsh"), counsel=(), type_form=TypeForm.CELL),
        Party(
            type="Defendant (1)",
            name=text_of("Rob\n   Tester"),
            counsel=(Counsel(name="Fay", lines=(text_of("1 Main"), (Run("LEAD", ("i",)),)), bare=False),),
            charges=(
                ChargeSection(heading="Pending Counts", rows=(Charge(text=text_of("a"), disposition=()),)),
                ChargeSection(heading="Complaints", rows=(Charge(text=text_of("None")),)),
            ),
        ),
        Party(type="", name=()),
    ),
    entries=(ENTRY, Entry(text=())),
)


def test_sheet_comes_back_whole() -> None:
    assert from_json(to_json(SHEET)) == SHEET
    assert from_json(to_json(SHEET).encode()) == SHEET


def test_absent_counsel_is_not_empty_counsel() -> None:
    parties = json.loads(to_json(SHEET))["parties"]
    assert parties[0]["counsel"] == []
    assert "counsel" not in parties[2]


def test_plain_text_is_a_string() -> None:
    data = json.loads(to_json(SHEET))
    assert data["parties"][0]["name"] == "Delia Marsh"
    assert data["entries"][0]["text"][1]["marks"] == ["b"]
    assert data["entries"][0]["date_filed"] == "2020-01-27"


def test_entries_may_come_one_by_one() -> None:
    document = "".join(json_chunks(SHEET, (ENTRY for _ in range(3))))
    assert from_json(document).entries == (ENTRY,) * 3


def test_parts_alone() -> None:
    assert entry_from_data(entry_to_data(ENTRY)) == ENTRY
    assert SHEET.parties is not None
    assert from_data(tuple[Party, ...], to_data(SHEET.parties)) == SHEET.parties
    assert from_data(Text, to_data(ENTRY.text)) == ENTRY.text


@pytest.mark.parametrize(
    "document",
    [
        "",
        "[]",
        "{}",
        '{"format": "opencmecf.docket/2", "court_id": "flsd"}',
        '{"format": "opencmecf.docket/1", "court_id": "flsd"}',
        '{"format": "opencmecf.docket/1", "court_id": "flsd", "kind": "moot", "case_number": "1"}',
        '{"format": "opencmecf.docket/1", "court_id": "flsd", "kind": "district", "case_number": 1}',
        '{"format": "opencmecf.docket/1", "court_id": "flsd", "kind": "district", "case_number": "1", "more": 1}',
        '{"format": "opencmecf.docket/1", "court_id": "flsd", "kind": "district", "case_number": "1", "entries": [1]}',
        '{"format": "opencmecf.docket/1", "court_id": "flsd", "kind": "district", "case_number": "1", "title": "abc"}',
    ],
)
def test_other_documents_are_refused(document: str) -> None:
    with pytest.raises(NotASheet):
        from_json(document)
