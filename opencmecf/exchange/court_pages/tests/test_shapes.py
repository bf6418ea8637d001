"""The same docket, written in the ways of thirty years, of several browsers and of editors, is the same docket.

What is compared is what a client reads in the page as it was written, and in ours.
"""

# ruff: noqa: E501 the courts do not wrap their HTML

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
from lxml import html

from opencmecf.court.docket.json_form import from_json, to_json
from opencmecf.court.docket.sheet import DocketSheet, Entry
from opencmecf.court.docket.tests.sheets import appellate_sheet
from opencmecf.court.docket.text import plain, text_of
from opencmecf.exchange.court_pages import read_docket
from opencmecf.exchange.court_pages.tests import pages
from opencmecf.exchange.court_pages.tests.test_pages import BANKRUPTCY, DISTRICT
from opencmecf.testing.docket_pages import page_with

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)\b")
_ENTRY = pages.entry("01/27/2020", pages.linked("1", "05112000101", "3"), "COMPLAINT. (Entered: 01/27/2020)")
RECEIPT = (
    "<HR><CENTER><TABLE BORDER=1 BGCOLOR='white' width=400><TR><TH COLSPAN=4><FONT SIZE=+1 COLOR='DARKRED'>PACER "
    "Service Center </FONT></TH></TR><TR><TH COLSPAN=4><FONT COLOR='DARKBLUE'>Transaction Receipt </FONT></TH></TR><TR>"
    "</TR><TR></TR><TR><TD COLSPAN=4 ALIGN=CENTER><FONT SIZE=-1>02/03/2020 10:11:12</FONT></TD></TR><TR><TH><FONT>PACER "
    "Login: </FONT></TH><TD><FONT> xx0000 </FONT></TD><TH><FONT>Client Code: </FONT></TH><TD><FONT> </FONT></TD></TR><TR>"
    "<TH><FONT>Description: </FONT></TH><TD><FONT> Docket Report </FONT></TD><TH><FONT>Search Criteria: </FONT></TH><TD><FONT> "
    "Starting with document: 1 </FONT></TD></TR></TABLE></CENTER>"
)


def formatted(page: str) -> str:
    """Return the page as a program writes it that sets every tag of a table on a line of its own."""
    return re.sub(
        r"\s*(</?(?:table|tbody|tr|td|th|center|h3|div|hr)\b[^>]*>)\s*", r"\n   \1\n ", page, flags=re.IGNORECASE
    )


def written_by_lxml(page: str) -> str:
    """Return the page as many a program saves it."""
    saved: str = html.tostring(html.fromstring(page.removeprefix("\ufeff")), pretty_print=True, encoding="unicode")
    return saved


WRITTEN: dict[str, Callable[[str], str]] = {
    "as it is": lambda page: page,
    "large tags": lambda page: _TAG.sub(lambda tag: f"<{tag[1]}{tag[2].upper()}", page),
    "small tags": lambda page: _TAG.sub(lambda tag: f"<{tag[1]}{tag[2].lower()}", page),
    "line ends of Windows": lambda page: page.replace("\n", "\r\n"),
    "line ends of old machines": lambda page: page.replace("\n", "\r"),
    "unbreakable spaces as characters": lambda page: page.replace("&nbsp;", "\u00a0"),
    "unbreakable spaces by number": lambda page: page.replace("&nbsp;", "&#160;"),
    "breaks of XHTML": lambda page: re.sub(r"<br\s*>", "<br />", page, flags=re.IGNORECASE),
    "a base address": lambda page: page.replace(
        "<html>", "<html><head><base href='https://ecf.flsd.uscourts.gov/'></head>"
    ),
    "the note of a browser": lambda page: (
        f"<!-- saved from url=(0049)https://ecf.example/cgi-bin/DktRpt.pl -->\n{page}"
    ),
    "a document type": lambda page: f'<!DOCTYPE html PUBLIC "-//W3C//DTD HTML 4.01//EN">\n{page}',
    "an XML declaration": lambda page: f'<?xml version="1.0" encoding="UTF-8"?>\n{page}',
    "a byte order mark": lambda page: f"\ufeff{page}",
    "bodies of tables": lambda page: re.sub(r"(<table[^>]*>)", r"\1<tbody>", page, flags=re.IGNORECASE),
    "comments": lambda page: re.sub(r"(</td>)", r"<!-- end -->\1", page, flags=re.IGNORECASE),
    "addresses without the court": lambda page: page.replace("https://ecf.flsd.uscourts.gov/", "/"),
    "single quotes": lambda page: re.sub(r'="([^"\' <>]*)"', r"='\1'", page),
    "a mark that no screen shows": lambda page: page.replace("COMPLAINT", "COM\x02PLAINT"),
    "a receipt of another design": lambda page: re.sub(r"<HR><CENTER>.*?</CENTER>", RECEIPT, page, flags=re.DOTALL),
    "no receipt": lambda page: re.sub(r"<HR><CENTER>.*?</CENTER>", "", page, flags=re.DOTALL),
    "no flags": lambda page: re.sub(r"<SPAN.*?</SPAN>,?", "", page),
    "versus in small letters": lambda page: page.replace("V.<br>", "v.<br>"),
    "versus in full": lambda page: page.replace("V.<br>", "vs.<br>"),
    "no versus": lambda page: page.replace("V.<br>", ""),
    "without a lawyer": lambda page: page.replace("LEAD ATTORNEY", "PRO SE"),
    "a blank line above the caption": lambda page: re.sub(
        r"(<td[^>]*>)(<br)", r"\1\n    \2", page, flags=re.IGNORECASE
    ),
    "as lxml writes it": written_by_lxml,
    "signs that XML has not": lambda page: page.replace("COMPLAINT", "COM&#1;PLAINT &#05"),
    "dates without zeros": lambda page: re.sub(r">0(\d)/(\d\d/\d{4})<", r">\1/\2<", page),
}


def defendant(number: int, counts: str) -> str:
    """A defendant of several, with the rows that the courts print below each."""
    return (
        f"<HR><TABLE width='100%' border=0 CELLSPACING=5><tr><td valign=top><br><b><u>Defendant ({number})</u></b></td></tr>"
        f"<tr><td valign=top width='40%'><B>Tester Number {number}</B> <BR><I>also known as</I><BR>T{number}</td>"
        "<td valign=top width='20%' align=right>represented&nbsp;by</td><td valign=top width='40%'><B>Fay Defender </B>"
        "<BR>1 Main Street<BR><I>LEAD ATTORNEY</I> <BR><I>Designation: CJA Appointment</I></td></tr>"
        "<tr><td valign=top width='40%'><br><b><u>Pending Counts</u></b></td><td></td><td><br><b><u>Disposition</u></b></td></tr>"
        f"{counts}<tr><td valign=top><br><b><u>Highest Offense Level (Opening)</u></b></td></tr><tr><td>Felony</td></tr>"
        "<tr><td valign=top><br><b><u>Terminated Counts</u></b></td><td></td><td><br><b><u>Disposition</u></b></td></tr>"
        "<tr><td valign=top width='40%'> 21:846; CONSPIRACY<br>(1s)</td><td></td><td>Dismissed</td></tr>"
        "<tr><td valign=top><br><b><u>Highest Offense Level (Terminated)</u></b></td></tr><tr><td>Felony</td></tr>"
        "<tr><td valign=top><br><b><u>Complaints</u></b></td><td></td><td><br><b><u>Disposition</u></b></td></tr>"
        "<tr><td valign=top width='40%'> 21:841.F; DISTRIBUTION</td><td></td><td></td></tr></TABLE>"
    )


COUNTS = "<tr><td> 18:371; CONSPIRACY<br>(1)</td><td></td><td>12 months</td></tr><tr><td> 18:1956<br>(2-4)</td></tr>"
SHAPES = {
    "several defendants": pages.district_page(
        number="CRIMINAL DOCKET FOR CASE #: 1:15-cr-20331-AB-CD-ALL",
        caption="Case title: USA v. Tester et al",
        left="",
        right="Date Filed: 02/10/2015",
        parties=defendant(1, COUNTS)
        + defendant(2, "<tr><td valign=top width='40%'>None</td></tr>")
        + defendant(12, COUNTS),
    ),
    "no offense level": pages.district_page(
        number="CRIMINAL DOCKET FOR CASE #: 1:15-cr-20331-AB-1",
        caption="Case title: USA v. Tester",
        left="",
        right="Date Filed: 02/10/2015",
        parties=(defendant(1, COUNTS) + pages.PARTIES).replace("<td>Felony</td>", "<td></td>"),
    ),
    "a column behind the text": pages.district_page(
        headings=pages.DISTRICT_HEADINGS.replace("Docket Text</td>", "Docket Text</td><td>&nbsp;</td>")
    ),
    "a party without a name": pages.district_page(
        parties=pages.PARTIES.replace("<B>Harbor Line Shipping, Inc.</B>", "<B></B>")
    ),
    "a role without words": pages.district_page(
        parties=pages.PARTIES.replace("<I>ATTORNEY TO BE NOTICED</I>", "<I></I>", 1)
    ),
    "an attorney without an address": pages.district_page(
        parties=re.sub(r"<BR>Attorney &amp; Wells.*?33131", "", pages.PARTIES, flags=re.DOTALL)
    ),
    "a party for itself": pages.district_page(
        parties=pages.PARTIES.replace("<B>John Quincy Attorney </B>", "<B>Delia Marsh</B>").replace(
            "<I>LEAD ATTORNEY</I>", "PRO SE"
        )
    ),
    "terminated in small letters": pages.district_page(parties=pages.PARTIES.replace("TERMINATED:", "Terminated:")),
    "terminated beside the name": pages.district_page(
        parties=pages.PARTIES.replace("Delia Marsh</B>", "Delia Marsh</B>, as guardian")
    ),
    "several movants": pages.district_page(
        parties=pages.PARTIES.replace("<u>Plaintiff                  ", "<u>Movant        (2)")
    ),
    "a type with an unbreakable space": pages.district_page(
        parties=pages.PARTIES.replace("<u>Plaintiff", "<u>Counter&nbsp;Claimant")
    ),
    "no judge behind the label": pages.district_page(left="Assigned to: <br>Cause: 28:1333"),
    "pages beside the link": pages.district_page(
        entries=pages.entry("01/27/2020", "<a href='/doc1/05112000101'>1</a>(3 pgs)", "COMPLAINT")
    ),
    "a mistyped year": pages.district_page(entries=pages.entry("01/27/0202", "1", "COMPLAINT")),
    "no entries": pages.district_page(entries=""),
    "a note below the docket": pages.district_page(after="<b>Case closed by the transfer of 01/02/2021.</b><br>"),
    "dates of two digits": pages.district_page(entries=pages.entry("01/27/20", "1", "ORDER (Entered: 01/28/2020)")),
    "entries that share a number": pages.district_page(entries=_ENTRY + _ENTRY.replace("000101", "000109")),
    "a number with a letter": pages.district_page(entries=_ENTRY + pages.entry("01/28/2020", "2a", "PAPER")),
    "old docket without links": pages.district_page(
        entries="".join(pages.entry(f"0{day}/01/1998", str(day), f"PAPER {day}") for day in range(1, 9))
    ),
    "bankruptcy judge without a number": pages.district_page(number="CIVIL DOCKET FOR CASE #: 1:20-cv-20001"),
    "a shell case": pages.district_page(number="CIVIL DOCKET FOR CASE #: 1:20-cv-20001-XXXX"),
    "a miscellaneous case": pages.district_page(number="MISCELLANEOUS DOCKET FOR CASE #: 1:20-mc-20001-UA-RMA"),
    "closed": pages.district_page(
        right="Date Filed: 01/27/2020<br>Date Terminated: 02/27/2020<br>Jurisdiction: Federal Question"
    ),
    "huge": pages.district_page(
        entries="".join(pages.entry("01/27/2020", str(n), f"NOTICE {n} (Entered: 01/27/2020)") for n in range(1, 1500))
    ),
}


CREDITOR = (
    '<TR><TD VALIGN=top WIDTH="50%"><FONT SIZE="+0"><I><B>{kind}</B></I><BR><B>Fran Lender</B><BR>9 Elm<BR><BR></FONT></TD>'
    "<TD ALIGN=right><FONT>represented by </FONT></TD><TD><font><B>Lee Loan</B><BR>1 Main Street<BR><BR></font></TD></TR>"
)


def with_creditor(kind: str) -> str:
    """Return a petition with one more party."""
    return pages.bankruptcy_page(
        parties=pages.BANKRUPTCY_PARTIES.replace("</TABLE>", CREDITOR.format(kind=kind) + "</TABLE>")
    )


BANKRUPTCY_SHAPES = {
    "a type without words": with_creditor(""),
    "a type with blanks": with_creditor("Liquidating Trustee   of it"),
    "a debtor of several": with_creditor("Debtor   2"),
    "a center that never ends": pages.bankruptcy_page().replace("</FONT></B></CENTER>", "</FONT></B>"),
    "numbers without a heading": pages.bankruptcy_page(headings="<TR><TH>Filing Date</TH><TH>Docket Text</TH></TR>"),
} | {
    f"the number {number}": pages.bankruptcy_page(number=f"Bankruptcy Petition #: {number}")
    for number in ("20-30508-abc7", "20-90001-E-7", "20-20515-13-abc", "20-205", "8-20-70515-abc", "20-20515 (ABC)")
}


def back(page: str, court_id: str) -> tuple[DocketSheet, str]:
    sheet = from_json(to_json(read_docket(page, court_id)))
    return sheet, page_with(sheet)


@pytest.mark.parametrize("way", WRITTEN)
@pytest.mark.parametrize("name", ["civil", "criminal", "several documents"])
def test_a_district_docket_is_the_same_however_it_is_written(name: str, way: str) -> None:
    page = WRITTEN[way](DISTRICT[name])
    sheet, ours = back(page, "flsd")
    assert pages.client_reads(ours, "flsd") == pages.client_reads(page, "flsd")
    assert read_docket(ours, "flsd") == sheet


@pytest.mark.parametrize("way", WRITTEN)
@pytest.mark.parametrize("name", ["petition", "adversary, type in the cell", "adversary, type in a row"])
def test_a_bankruptcy_docket_is_the_same_however_it_is_written(name: str, way: str) -> None:
    page = WRITTEN[way](BANKRUPTCY[name])
    sheet, ours = back(page, "nynb")
    assert pages.client_reads(ours, "nynb") == pages.client_reads(page, "nynb")
    assert read_docket(ours, "nynb") == sheet


@pytest.mark.parametrize("page", [DISTRICT["civil"], DISTRICT["criminal"], DISTRICT["in re"]])
def test_a_docket_is_the_same_with_every_cell_on_lines_of_its_own(page: str) -> None:
    """Clients then overlook the caption, and take the word that there are no complaints for a complaint."""
    sheet, ours = back(formatted(page), "flsd")
    assert pages.client_reads(ours, "flsd") == pages.client_reads(formatted(page), "flsd")
    assert read_docket(ours, "flsd") == sheet


@pytest.mark.parametrize("name", SHAPES)
def test_every_shape_of_a_docket_is_read_as_clients_read_it(name: str) -> None:
    sheet, ours = back(SHAPES[name], "flsd")
    assert pages.client_reads(ours, "flsd") == pages.client_reads(SHAPES[name], "flsd")
    assert read_docket(ours, "flsd") == sheet


@pytest.mark.parametrize("name", BANKRUPTCY_SHAPES)
def test_every_shape_of_a_bankruptcy_docket_is_read_as_clients_read_it(name: str) -> None:
    sheet, ours = back(BANKRUPTCY_SHAPES[name], "nynb")
    assert pages.client_reads(ours, "nynb") == pages.client_reads(BANKRUPTCY_SHAPES[name], "nynb")
    assert read_docket(ours, "nynb") == sheet


@pytest.mark.parametrize("number", ["<a href='/docs1/01101020000001'> 7 </a>", " 7 ", " 7 \n"])
def test_an_appellate_number_is_one_whether_it_leads_anywhere_or_not(number: str) -> None:
    entry = Entry(
        text=text_of("BRIEF filed."),
        date_filed=dt.date(2020, 1, 9),
        number="7",
        note=text_of("4 pg, 114.85 KB"),
        checkbox="d",
        de_seq_num="70",
    )
    page = page_with(appellate_sheet(entries=(entry,), several_documents=True))
    page = page.replace("&nbsp;7&nbsp;", number)
    sheet, ours = back(page, "ca11")
    assert (sheet.entries[0].number, plain(sheet.entries[0].note)) == ("7", "4 pg, 114.85 KB")
    kind = "AppellateDocketReport"
    assert pages.client_reads(ours, "ca11", kind) == pages.client_reads(page, "ca11", kind)


@pytest.mark.parametrize("declared", ["", "utf-8", "ISO-8859-1", "x-unknown"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16"])
def test_letters_outlive_their_encoding(encoding: str, declared: str) -> None:
    head = f'<head><meta http-equiv="Content-Type" content="text/html; charset={declared}">' if declared else "<head>"
    page = pages.district_page(caption="Peña v. Ångström Société").replace("<head>", head)
    assert read_docket(page.encode(encoding), "flsd").caption == "Peña v. Ångström Société"


def test_letters_outlive_another_encoding_that_is_declared() -> None:
    page = pages.district_page(caption="Peña v. Łódź").replace("<head>", "<head><meta charset='iso-8859-2'>")
    assert read_docket(page.replace("ñ", "ń").encode("iso-8859-2"), "flsd").caption == "Peńa v. Łódź"


def test_letters_of_two_encodings_in_one_page_are_read_each_in_its_own() -> None:
    page = pages.district_page(caption="Peña v. Ångström Société").encode()
    mixed = page.replace("ñ".encode(), "ñ".encode("cp1252"))
    assert read_docket(mixed, "flsd").caption == "Peña v. Ångström Société"


def test_an_appeal_without_entries_says_so_once() -> None:
    page = page_with(appellate_sheet(entries=(), notes=(text_of("No docket entries found."),)))
    sheet, ours = back(page, "ca11")
    assert [plain(note) for note in sheet.notes] == ["No docket entries found."]
    kind = "AppellateDocketReport"
    assert pages.client_reads(ours, "ca11", kind) == pages.client_reads(page, "ca11", kind)


def test_an_appellate_party_keeps_the_lines_below_its_name() -> None:
    page = page_with(appellate_sheet()).replace("<br>Plaintiff", "<br>also known as Jo<br>Plaintiff", 1)
    _, ours = back(page, "ca11")
    kind = "AppellateDocketReport"
    assert "unparsed" in pages.client_reads(page, "ca11", kind)["parties"][0]
    assert pages.client_reads(ours, "ca11", kind) == pages.client_reads(page, "ca11", kind)
