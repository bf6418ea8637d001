"""The docket sheet as PDF: tagged, with title and language, set by Typst from plain data."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import typst

from opencmecf.court.docket.entry_rows import printed_date
from opencmecf.court.docket.sheet import ChargeSection, Counsel, DocketSheet, Entry, Fact, Party
from opencmecf.court.docket.text import Run, Text, text_of
from opencmecf.court.query.member_cases import MemberCase
from opencmecf.court.query.receipt import Receipt
from opencmecf.foundation import reference

_SOURCE = Path(__file__).parent / "typst" / "docket_sheet.typ"
_HEADINGS = ("Date Filed", "#", "Docket Text")


def sheet_pdf(
    sheet: DocketSheet,
    entries: Iterable[Entry],
    *,
    parties: bool = True,
    members: tuple[MemberCase, ...] | None = None,
    receipt: Receipt | None = None,
    restricted: str = "",
) -> bytes:
    """Return the PDF of a sheet with these entries in place of its own; `members` None leaves their list out.

    `restricted` stands on every page of a docket that is closed to others.
    """
    court = reference.court(sheet.court_id)
    number = f"{sheet.case_label}: {sheet.case_number}" if sheet.case_label else sheet.case_number
    data: dict[str, Any] = {
        "document_title": f"Docket {sheet.case_number}, {court.name}",
        "court": court.name,
        "number": sheet.case_number,
        "restricted": restricted,
        "heading": number,
        "title": sheet.title,
        "flags": ", ".join(sheet.flags),
        "caption": sheet.caption,
        "left": [_fact(one) for one in sheet.left],
        "right": [_fact(one) for one in sheet.right],
        "blocks": [[[_runs(cell) for cell in row] for row in block.rows] for block in sheet.blocks],
        "members": None if members is None else [f"{one.number} {one.title}" for one in members],
        "parties": [_party(one) for one in sheet.parties or ()] if parties else [],
        "columns": _HEADINGS if sheet.columns else (),
        "entries": [_row(one) for one in entries] if sheet.columns else [],
        "notes": [_runs(note) for note in sheet.notes],
        "receipt": _receipt(receipt) if receipt else None,
    }
    made: bytes = typst.compile(
        _SOURCE, format="pdf", sys_inputs={"sheet": json.dumps(data)}, pdf_standards="ua-1", root=_SOURCE.parent
    )
    return made


def _runs(text: Text) -> list[tuple[str, tuple[str, ...]]]:
    return [(run.text, run.marks) for run in text if run.text]


def _fact(fact: Fact) -> dict[str, Any]:
    return {"label": fact.label, "values": [_runs(value) for value in (fact.value, *fact.more)]}


def _party(party: Party) -> dict[str, Any]:
    return {
        "type": party.type,
        "name": _runs((*party.name, *((Run(" "), *party.beside) if party.beside else ()))),
        "before": [_runs(line) for line in party.before],
        "details": [_runs(line) for line in party.details],
        "counsel": [_counsel(one) for one in party.counsel or ()],
        "charges": [_section(one) for one in party.charges],
    }


def _counsel(counsel: Counsel) -> dict[str, Any]:
    lines = (counsel.beside, *counsel.lines) if counsel.beside else counsel.lines
    return {"name": counsel.name, "lines": [_runs(line) for line in lines]}


def _section(section: ChargeSection) -> dict[str, Any]:
    return {
        "heading": section.heading,
        "rows": [[_runs(row.text), _runs(row.disposition or ())] for row in section.rows] or [[[["None", []]], []]],
    }


def _row(entry: Entry) -> list[Any]:
    filed = printed_date(entry.date_filed) if entry.date_filed else ""
    entered = ""
    if entry.date_entered:
        time = f" at {entry.time_entered}" if entry.time_entered else ""
        entered = f" (Entered: {printed_date(entry.date_entered)}{time})"
    note = (Run(" "), *entry.note) if entry.note else ()
    number = "".join(run.text for run in (*text_of(entry.number or ""), *note))
    return [filed, number, _runs((*entry.text, *text_of(entered)))]


def _receipt(receipt: Receipt) -> list[str]:
    pairs = (
        ("Printed:", receipt.printed_at),
        ("PACER Login:", receipt.login),
        ("Client Code:", receipt.client_code),
        ("Description:", receipt.description),
        ("Search Criteria:", receipt.criteria),
        ("Billable Pages:", str(receipt.pages)),
        ("Cost:", receipt.cost),
        ("Exempt reason:", receipt.exempt_for) if receipt.exempt_for else ("", ""),
    )
    return [word for pair in pairs for word in pair]
