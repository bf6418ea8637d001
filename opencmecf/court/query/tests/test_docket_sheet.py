"""The sheet as HTML: escaped, streamed, in the order that clients read."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
import tracemalloc
from collections.abc import Iterator

import pytest
from lxml import html as lxml_html

from opencmecf.court.docket.entry_rows import RowLayout
from opencmecf.court.docket.markup import document_call, text_html
from opencmecf.court.docket.sheet import Attachment, Counsel, DocketSheet, Entry, Fact, Party
from opencmecf.court.docket.text import Link, Run, text_of
from opencmecf.court.query.docket_sheet import SheetOptions, printed_rows, render_docket_sheet
from opencmecf.court.query.receipt import Receipt
from opencmecf.foundation.reference.court_kind import CourtKind

EVIL = '<script>alert("1")</script>\'&'
LINK = Link(document_id="05112000101", case_id="560001", de_seq_num="3", posts=True)
SHEET = DocketSheet(
    court_id="flsd",
    kind=CourtKind.DISTRICT,
    case_label="CIVIL DOCKET FOR CASE #",
    case_number="1:20-cv-20001-RMA",
    caption="Marsh v. Harbor Line",
    right=(Fact(label="Date Filed", value=text_of("01/27/2020")),),
    parties=(Party(type="Plaintiff", name=text_of("Delia Marsh"), counsel=(Counsel(name="John Attorney"),)),),
    columns=("Date Filed", "#", "Docket Text"),
    pacer_case_id="560001",
)


ATTRIBUTES = frozenset(
    [
        "action",
        "align",
        "aria-label",
        "border",
        "cellpadding",
        "cellspacing",
        "class",
        "colspan",
        "enctype",
        "hidden",
        "href",
        "id",
        "method",
        "name",
        "nowrap",
        "onclick",
        "rules",
        "scope",
        "size",
        "type",
        "valign",
        "value",
        "width",
    ]
)


def entries(count: int) -> Iterator[Entry]:
    for number in range(1, count + 1):
        yield Entry(
            text=text_of(f"ORDER number {number} granting a motion, with some words about it. (xyz)"),
            date_filed=dt.date(2020, 1, 27),
            date_entered=dt.date(2020, 1, 28),
            number=str(number),
            link=LINK,
        )


def page(sheet: DocketSheet = SHEET, options: SheetOptions | None = None) -> str:
    return "".join(render_docket_sheet(sheet, options or SheetOptions()))


def test_row() -> None:
    row = page(dataclasses.replace(SHEET, entries=tuple(entries(1))))
    assert '<td width="94" nowrap>01/27/2020</td><td align="right"><a href="/doc1/05112000101"' in row
    assert (
        """onclick="goDLS('/doc1/05112000101','560001','3','','','1','','','');return(false);">1</a>&nbsp;</td>"""
        in row
    )
    assert "(xyz) (Entered: 01/28/2020)</td></tr>" in row


@pytest.mark.parametrize(("kind", "arguments"), [(CourtKind.DISTRICT, 9), (CourtKind.BANKRUPTCY, 10)])
def test_call_has_the_arguments_that_clients_count(kind: CourtKind, arguments: int) -> None:
    assert document_call(LINK, kind).count(",") == arguments - 1


def test_call_holds_digits_alone() -> None:
    bad = dataclasses.replace(LINK, case_id="5');alert('1")
    assert "'51'" in document_call(bad, CourtKind.DISTRICT)


def test_every_value_is_escaped() -> None:
    words = text_of(EVIL)
    evil = Entry(
        text=(*words, Run(EVIL, (EVIL, "b"), Link(href="/x?" + EVIL)), Run("z", (), Link(href="javascript:alert(1)"))),
        number=EVIL,
        link=Link(document_id=EVIL, host=EVIL),
        note=words,
        time_entered=EVIL,
        date_entered=dt.date(2020, 1, 1),
        checkbox=EVIL,
        de_seq_num=EVIL,
        size=EVIL,
        attachments=(Attachment(number=0, description=EVIL, document_id=EVIL, size=EVIL),),
    )
    fact = Fact(label=EVIL, value=words, more=(words,), mark=EVIL, listed=True)
    party = Party(
        type=EVIL,
        name=words,
        beside=words,
        details=(words,),
        before=(words,),
        counsel=(Counsel(name=EVIL, lines=(words,)),),
    )
    sheet = DocketSheet(
        court_id="flsd", kind=CourtKind.DISTRICT, case_number=EVIL, case_label=EVIL, title=(EVIL,), flags=(EVIL,),
        caption=EVIL, caption_label=EVIL, left=(fact, dataclasses.replace(fact, listed=False)), parties=(party,),
        after_parties=(words,), notes=(words,), columns=(EVIL, "#", EVIL), several_documents=True, entries=(evil,),
        pacer_case_id=EVIL,
    )  # fmt: skip
    receipt = Receipt(
        printed_at=EVIL, login=EVIL, client_code=EVIL, description=EVIL, criteria=EVIL, pages=1, cost=EVIL
    )
    for kind in CourtKind:
        html = page(dataclasses.replace(sheet, kind=kind), SheetOptions(receipt=receipt))
        assert "javascript:" not in html
        elements = list(lxml_html.fromstring(html).iter(lxml_html.etree.Element))
        assert all(element.tag != "script" for element in elements)
        handlers = [value for element in elements for name, value in element.items() if name.startswith("on")]
        assert all(
            re.fullmatch(r"(goDLS|return doDocPostURL)\([\d,'/docs]*\);(return\(false\);)?", call) for call in handlers
        )
        assert {name for element in elements for name in element.keys()} <= ATTRIBUTES  # noqa: SIM118 lxml's elements


def test_marks_that_neighbours_share_stay_open() -> None:
    text = (Run("Bar Status: ", ("i", "b")), Run("INACTIVE", ("i", "b", "red")))
    assert text_html(text, CourtKind.DISTRICT) == '<i><b>Bar Status: <span class="court-red">INACTIVE</span></b></i>'
    apart = (Run("a", ("i",)), Run(""), Run("b", ("i",)))
    assert text_html(apart, CourtKind.DISTRICT) == "<i>a</i><i>b</i>"


def test_a_break_in_text_is_a_break_and_in_a_name_white_space() -> None:
    assert text_html(text_of("a\nb"), CourtKind.DISTRICT) == "a<br>b"
    assert text_html(text_of("a\nb"), CourtKind.DISTRICT, breaks=False) == "a\nb"


def test_no_blank_between_header_cell_and_caption() -> None:
    assert "<br>Marsh v. Harbor Line" in page()
    assert '<td valign="top" width="60%"><br>Marsh' in page()


def test_options() -> None:
    sheet = dataclasses.replace(SHEET, entries=tuple(entries(1)))
    assert "Delia Marsh" not in page(sheet, SheetOptions(parties=False))
    assert "<a " not in page(sheet, SheetOptions(links=False))
    assert "PACER Service Center" not in page(sheet)


def test_receipt_stands_in_the_center_with_its_date_in_the_third_row() -> None:
    receipt = Receipt(
        printed_at="11/20/2017 16:50:37", login="alice", client_code="", description="Docket Report",
        criteria="1:20-cv-20001-RMA", pages=2, cost="0.20",
    )  # fmt: skip
    html = page(SHEET, SheetOptions(receipt=receipt))
    after = html[html.index("Transaction Receipt") :]
    assert "<center><table" in html
    assert after.index("<tr></tr><tr></tr>") < after.index("11/20/2017 16:50:37")


def test_a_hundred_thousand_entries_stream_in_little_memory() -> None:
    tracemalloc.start()
    try:
        length = sum(map(len, printed_rows(entries(100_000), RowLayout.of(SHEET))))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert length > 20_000_000
    assert peak < 2_000_000
