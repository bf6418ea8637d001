"""Docket sheets with invented names, for tests."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

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
from opencmecf.foundation.reference import CourtKind

CASE_ID = "560001"


def entry(number: int | None, words: str, *, day: int = 2, **more: Any) -> Entry:
    """An entry of January 2020; a numbered one is linked and has the sequence number ten times its number."""
    if number is not None:
        sequence = str(number * 10)
        link = Link(document_id=f"0510{1000 + number}", case_id=CASE_ID, de_seq_num=sequence, posts=True)
        more = {"number": str(number), "link": link, **more}
    when = dt.date(2020, 1, day)
    return Entry(text=text_of(words), date_filed=when, date_entered=when, **more)


def listing_entry() -> Entry:
    """A complaint whose text links one attachment and names another without a link."""
    first = Link(document_id="05102001", case_id=CASE_ID, de_seq_num="10", posts=True)
    text = (
        Run("COMPLAINT against Harbor Pilots, Inc. (Attachments: # "),
        Run("1", (), first),
        Run(" Exhibit A (part), # 2 Summons)"),
        Run("(mv)", ("i",)),
    )
    return replace(entry(1, ""), text=text)


def civil_sheet(**more: Any) -> DocketSheet:
    """A civil case at flsd with four entries, one of them without number."""
    counsel = Counsel(
        name="Alice Moreno",
        lines=(text_of("200 Harbor Street"), (Run("LEAD ATTORNEY", ("i",)),)),
    )
    values: dict[str, Any] = {
        "court_id": "flsd",
        "kind": CourtKind.DISTRICT,
        "case_number": "1:20-cv-20001-RMA",
        "case_label": "CIVIL DOCKET FOR CASE #",
        "title": ("U.S. District Court", "Southern District of Florida (Miami)"),
        "flags": ("MEDREQ",),
        "caption": "Okafor v. Harbor Pilots, Inc. et al",
        "left": (
            Fact(label="Assigned to", value=text_of("Judge Ruth M. Alder")),
            Fact(label="Related Case", value=text_of("1:19-cv-20077-RMA"), listed=True),
            Fact(label="Cause", value=text_of("28:1332 Diversity")),
        ),
        "right": (
            Fact(label="Date Filed", value=text_of("01/02/2020")),
            Fact(label="Nature of Suit", value=text_of("120 Contract: Marine")),
        ),
        "blocks": (Block(name="Panel", rows=((text_of("Panel"), text_of("three")),)),),
        "parties": (
            Party(type="Plaintiff", name=text_of("Robert Okafor"), counsel=(counsel,)),
            Party(
                type="Defendant",
                name=(Run("Harbor Pilots", ("i",)), Run(", Inc.")),
                details=(text_of("TERMINATED: 03/01/2020"),),
                counsel=(),
                before=(text_of("V."),),
                charges=(
                    ChargeSection(
                        heading="Pending Counts",
                        has_disposition=True,
                        rows=(Charge(text=text_of("one"), disposition=()), Charge(text=text_of("two"))),
                    ),
                ),
            ),
            Party(type="Interested Party", name=text_of("Port of Miami")),
        ),
        "columns": ("Date Filed", "#", "Docket Text"),
        "pacer_case_id": CASE_ID,
        "entries": (
            listing_entry(),
            entry(2, "Summons issued.", day=3, note=text_of("(3 pgs; 2 docs)")),
            entry(None, "Clerk's notice of judge assignment.", day=3),
            replace(
                entry(3, "ANSWER", day=20, time_entered="10:11:12", checkbox="all_documents"),
                link=None,
                attachments=(
                    Attachment(number=0, description="Answer", document_id="05101003", pages=4, bytes=81920),
                    Attachment(number=1, description="Exhibit", size="80.0 KB"),
                ),
            ),
        ),
    }
    return DocketSheet(**(values | more))


def bankruptcy_sheet(**more: Any) -> DocketSheet:
    """A chapter 11 case at flsb with three entries."""
    values: dict[str, Any] = {
        "court_id": "flsb",
        "kind": CourtKind.BANKRUPTCY,
        "case_number": "20-10017-CLC",
        "case_label": "Bankruptcy Petition #",
        "title": ("U.S. Bankruptcy Court", "Southern District of Florida (Miami)"),
        "left": (
            Fact(label="Assigned to", value=text_of("Clara L. Cove"), mark="i"),
            Fact(value=text_of("Chapter 11")),
        ),
        "right": (Fact(label="Date filed", value=text_of("01/02/2020"), mark="i", listed=True),),
        "parties": (
            Party(
                type="Debtor",
                type_form=TypeForm.CELL,
                name=text_of("Coral Reach Towing, LLC"),
                counsel=(Counsel(name="Alice Moreno", lines=(text_of("200 Harbor Street"),)),),
            ),
            Party(type="U.S. Trustee", type_form=TypeForm.CELL, name=text_of("Office of the US Trustee"), counsel=()),
        ),
        "columns": ("Filing Date", "#", "Docket Text"),
        "pacer_case_id": "570001",
        "entries": (
            _bankruptcy_entry(1, "Chapter 11 Voluntary Petition Filed by Coral Reach Towing, LLC. (Moreno, Alice)"),
            _bankruptcy_entry(2, "Motion for Order Approving Insurance Filed by Debtor Coral Reach Towing, LLC."),
            _bankruptcy_entry(3, "Chapter 11 Plan of Reorganization Filed by Debtor Coral Reach Towing, LLC."),
        ),
    }
    return DocketSheet(**(values | more))


def adversary_sheet() -> DocketSheet:
    """A proceeding in the chapter 11 case, whose number tells nothing but the label before it."""
    return bankruptcy_sheet(
        case_number="20-01003-CLC",
        case_label="Adversary Proceeding #",
        pacer_case_id="570002",
        left=(Fact(label="Lead BK Case", value=text_of("20-10017"), mark="i"),),
        parties=(
            Party(type="Plaintiff", type_form=TypeForm.DASHED_ROW, name=text_of("Coral Reach Towing, LLC"), counsel=()),
            Party(
                type="Defendant",
                type_form=TypeForm.DASHED_ROW,
                before=(text_of("V."),),
                name=text_of("Harbor Pilots, Inc."),
                counsel=(Counsel(name="Alice Moreno", lines=(text_of("200 Harbor Street"),)),),
            ),
        ),
        entries=(),
    )


def _bankruptcy_entry(number: int, words: str) -> Entry:
    link = Link(document_id=f"0500{2000 + number}", case_id="570001", de_seq_num=str(number * 10), posts=True)
    when = dt.date(2020, 1, number)
    return Entry(text=text_of(words), date_filed=when, date_entered=when, number=str(number), link=link)


def appellate_sheet(**more: Any) -> DocketSheet:
    """An appeal at ca11 with two entries, one of them without number."""

    def cells(*rows: tuple[str, ...]) -> tuple[tuple[Text, ...], ...]:
        return tuple(tuple(_labelled(cell) for cell in row) for row in rows)

    def filed(day: int, words: str, **extra: Any) -> Entry:
        return Entry(text=text_of(words), date_filed=dt.date(2020, 1, day), **extra)

    values: dict[str, Any] = {
        "court_id": "ca11",
        "kind": CourtKind.APPELLATE,
        "case_number": "20-10001",
        "case_label": "Court of Appeals Docket #",
        "title": ("General Docket", "United States Court of Appeals for the Eleventh Circuit"),
        "blocks": (
            Block(
                name="Case Stub",
                rows=cells(
                    ("Court of Appeals Docket #: 20-10001", "Docketed: 01/06/2020"),
                    ("Nature of Suit: 2120 Marine Contract",),
                    ("Robert Okafor v. Harbor Pilots, Inc.",),
                    ("Appeal From: Southern District of Florida",),
                    ("Fee Status: Fee Paid",),
                ),
            ),
            Block(name="Case Type", rows=cells(("Case Type Information:",), ("1) Civil Private",), ("2) private",))),
            Block(
                name="Orig Court",
                rows=cells(
                    ("Originating Court Information:",),
                    ("Trial Judge: Ruth M. Alder, U.S. District Judge",),
                    ("Date Filed: 01/02/2019",),
                ),
            ),
            Block(name="Panel Assignment", rows=cells(("Panel: None",))),
            Block(name="Case Caption", rows=cells(("ROBERT OKAFOR, Plaintiff - Appellant",))),
        ),
        "parties": (
            Party(
                type="Plaintiff - Appellant",
                type_form=TypeForm.BELOW,
                name=text_of("ROBERT OKAFOR"),
                counsel=(Counsel(name="Alice Moreno", lines=(text_of("[COR LD NTC Retained]"), text_of("Miami"))),),
            ),
        ),
        "columns": ("Date", "Document", "Docket Text"),
        "pacer_case_id": "77001",
        "entries": (
            filed(6, "CIVIL APPEAL DOCKETED.", number="1", link=Link(document_id="01101020000001", case_id="77001")),
            filed(9, "APPEARANCE of counsel form filed."),
        ),
    }
    return DocketSheet(**(values | more))


def _labelled(cell: str) -> Text:
    """Return "Docketed: 01/06/2020" with its label in bold; a cell without label as it is."""
    label, colon, value = cell.partition(": ")
    return (Run(f"{label}:", ("b",)), Run(f" {value}")) if colon else text_of(cell)
