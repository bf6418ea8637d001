"""Every kind of page keeps what it shows, and a client reads ours as it reads the court's."""

# ruff: noqa: E501 the courts do not wrap their HTML

from __future__ import annotations

import datetime as dt

import pytest

from opencmecf.court.docket import reading
from opencmecf.court.docket.json_form import from_json, to_json
from opencmecf.court.docket.sheet import DocketSheet, TypeForm
from opencmecf.court.docket.text import plain
from opencmecf.exchange.court_pages import Damaged, NotADocket, WrongCourt, read_docket
from opencmecf.exchange.court_pages.tests import pages
from opencmecf.testing.docket_pages import page_with

CRIMINAL_PARTIES = """<HR><TABLE width="100%" border=0 CELLSPACING=5><tr><td valign=top width="40%">Assigned to: Judge Ann
Bell<br>Referred to: Magistrate Judge Cy Dole </td></tr><tr><td>Appeals court case number: 20-20865 11th Circuit</td></tr>
<tr><td valign=top><br><b><u>Defendant (1)</u></b></td></tr>
<tr><td valign=top width="40%"><B>Rob Tester</B> <BR><I>TERMINATED: 08/24/2015</I></td>
<td valign=top width="20%" align=right>represented&nbsp;by</td><td valign=top width="40%"><B>Fay Defender </B>
<BR>1 Main Street<BR><I>LEAD ATTORNEY</I> <BR><I>Designation: CJA Appointment</I></td></tr>
<tr><td valign=top width="40%"><br><b><u>Pending Counts</u></b></td><td></td>
<td valign=top width="40%"><br><b><u>Disposition</u></b></td></tr>
<tr><td width="40%"> 18:371; CONSPIRACY<br>(1)</td><td></td><td width="60%">12 months</td></tr>
<tr><td width="40%"> 18:1956; LAUNDERING<br>(2)</td><td></td><td width="60%"></td></tr>
<tr><td valign=top width="40%"><br><b><u>Highest Offense Level (Opening)</u></b></td></tr><tr><td>Felony</td></tr>
<tr><td valign=top width="40%"><br><b><u>Terminated Counts</u></b></td><td></td><td><br><b><u>Disposition</u></b></td></tr>
<tr><td valign=top width="40%">None</td></tr>
<tr><td valign=top width="40%"><br><b><u>Highest Offense Level (Terminated)</u></b></td></tr><tr><td>None</td></tr>
<tr><td valign=top width="40%"><br><b><u>Complaints</u></b></td><td></td><td><br><b><u>Disposition</u></b></td></tr>
<tr><td valign=top width="40%">None</td></tr></TABLE><HR><TABLE width="100%" border=0 CELLSPACING=5>
<tr><td valign=top width="40%"><br><b><u>Plaintiff</u></b></td></tr><tr><td valign=top width="40%"><B>USA</B></td>
<td align=right>represented&nbsp;by</td><td><B>Al Usa</B> <BR>2 Main Street<BR><I>LEAD ATTORNEY</I></td></tr></table>"""

ADVERSARY_HEAD = (
    '<I>Assigned to:</I> Judge Long<BR><I>Lead BK Case:</I> <a href="/cgi-bin/DktRpt.pl?75"> 20-32001</a><BR>'
    "<I>Lead BK Title:</I> Brook Mills <BR><I>Lead BK Chapter:</I> 7<BR><I>Demand:</I> "
)
NATURES = """<table cellpadding=0 cellspacing=0><tr><td width=12></td><td valign=top nowrap><I>Nature[s] of Suit:</I> &nbsp;
</td><td>91</td><td>&nbsp;</td><td>Declaratory judgment</td></tr><tr><td width=12></td><td></td><td>13</td><td>&nbsp;</td>
<td>Fraudulent transfer</td></tr></table>"""
DASHED_CELLS = """<TABLE width="100%"><TR><TD VALIGN=top><FONT><I><B> <BR><B>Plaintiff<BR>-----------------------</B></B></I>
<BR><B>Ron Green, <I>Chapter 7 Trustee</I></B> <BR>c/o Law Office<BR><BR> </FONT></TD><TD><FONT><BR>represented by </FONT></TD>
<TD><font><BR><B>Dave Gold</B> <BR>2 Park Road<BR><I> TERMINATED: 12/15/2009</I><BR><I>LEAD ATTORNEY</I><BR><BR></font></TD>
<TR><TD VALIGN=top ><FONT><BR>V.<BR> </FONT></TD></TR><TR><TD><FONT><I><B> <BR><B>Defendant<BR>-----------------------</B></B>
</I><BR><B>Whit LLP</B> </FONT></TD><TD>&nbsp;</TD><TD>&nbsp;</TD></TR></TABLE>"""
DASHED_ROWS = """<TABLE width="100%"><TR><TD><B>Plaintiff<BR>-----------------------</B></TD></TR>
<TR><TD><B>Ron Green</B><BR>1 Elm</TD><TD>represented by</TD><TD><B>Dave Gold</B><BR>2 Park</TD></TR>
<TR><TD><B>Una Green</B><BR>1 Elm</TD><TD>represented by</TD><TD><B>Dave Gold</B><BR>(See above for address)<BR></TD></TR>
</TABLE>"""
SEVERAL = """</table><form method="post" name="view_multi_docs" action="show_multidocs.pl?caseid=560001"><table rules="all">
<tr><td>Date Filed</td> <th>#</th><td><small>Select<br><a href="#">all</a> / <a href="#">clear</a></small></td>
<td>Docket Text</td></tr>
<tr><td>10/20/2020</td><td><a href="/doc1/05112000526" onclick="goDLS('/doc1/05112000526','560001','15','','2','','','','');return(false);">1</a>
&nbsp;</td><td align="center"><input type="checkbox" name="all_documents" value="560001_15"><br><div>1.2 MB</div></td>
<td>COMPLAINT (Attachments: # 1 Cover)(jk) (Entered: 10/20/2020)</td></tr>
<tr><td></td><td></td><td></td><td><table><tr><td><input name="document_560001_15_0" type="checkbox" value="2000526-1048576-64"></td><td>0</td><td>Main Document</td><td>64 pages</td><td> 1.0 MB</td></tr><tr><td><input name="document_560001_15_1" type="checkbox" value="2000527-38502-1"></td><td>1</td><td>Cover</td><td>1 page</td>
<td>37.6 KB</td></tr></table></td></tr>
<tr><td>10/21/2020</td><td>2&nbsp;</td><td align="center">&nbsp;</td><td>SEALED ORDER (Entered: 10/21/2020)</td></tr>
</table></form>"""

DISTRICT = {
    "civil": pages.district_page(),
    "criminal": pages.district_page(
        number="CRIMINAL DOCKET FOR CASE #: 1:15-cr-20331-AB-CD-1",
        caption="Case title: USA v. Tester et al",
        left="<table border=0><tr><td valign=top>Magistrate&nbsp;judge&nbsp;case&nbsp;number:&nbsp;</td>"
        "<td>1:15-mj-02091-DHB</tr></td></tr></table>",
        right="Date Filed: 02/10/2015<br>Date Terminated: 08/24/2015",
        parties=CRIMINAL_PARTIES,
    ),
    "without parties": pages.district_page(parties=""),
    "in re": pages.district_page(caption="IN RE: Harbor Line   Shipping\n Litigation"),
    "no caption": pages.district_page(caption="", parties=pages.PARTIES),
    "ordered by entry": pages.district_page(
        headings="<tr><td>Date Entered</td><th>#</th><td>Docket Text</td></tr>",
    ),
    "no date, no digits": pages.district_page(
        entries=pages.entry("", "0", "ORIGINAL HARD COPY DOCKET SHEET (Entered: 03/14/2003)")
        + pages.entry("03/15/2003", "doc", "A paper")
        + pages.ENTRIES
    ),
    "continued in a second table": pages.district_page(
        entries=pages.ENTRIES + "</table><table>" + pages.entry("02/01/2020", "9", "ORDER (Entered: 02/02/2020)")
    ),
    "several documents": pages.district_page(entries=SEVERAL, headings="<tr><th></th></tr>").replace(
        "<br><table align=center width='99%' border=1 rules=all cellpadding=5 cellspacing=0>\n<tr><th></th></tr>\n</table>",
        "",
    ),
    "pretty-printed": pages.district_page()
    .replace("Delia Marsh</B>", "Delia\n       Marsh</B>")
    .replace("<td", "\n  <td"),
    "names without anything below": pages.district_page(
        parties=pages.PARTIES.replace(
            "<B>Ona Second</B> <BR>(See above for address)<BR><I>PRO HAC VICE</I>", "<B>Ona</B>"
        )
    ),
    "judgments of other pages": pages.district_page(after="<p>Page 1 of 1</p>"),
}
SEVERAL_BANKRUPTCY = """</TABLE><form name="view_multi_docs" action="show_multidocs.pl?caseid=77"><TABLE BORDER=1><TR>
<TH>Filing Date</TH><TH colspan=2>#</TH><TH><small><a href="#">clear</a></small></TH><TH>Docket Text</TH></TR>
<TR><TD>12/14/2017</TD><TD>&nbsp;</TD><TD><a href='/doc1/12403000422' onclick="goDLS('/doc1/12403000422','77','2','','','','','','','');return false">1</a></TD>
<TD><input type="checkbox" name="arr_de_seq_nums" value="2"></TD><TD>Petition. (Entered: 12/14/2017)</TD></TR>
<TR><TD></TD><TD></TD><TD></TD><TD></TD><TD><table>
<tr><td><input name="download_documents" type="checkbox" value="3000422" id="arr_de_seq_nums_2_90555"></td><td>1</td><td>Main Document</td><td>2 pages</td><td>88.4 KB</td></tr>
<tr><td><input name="download_documents" type="checkbox" value="3000423" id="arr_de_seq_nums_2_1555"></td><td>2</td><td>Schedule</td><td>1 page</td><td>1.5 KB</td></tr>
</table></TD></TR>
<TR><TD>12/15/2017</TD><TD>&nbsp;</TD><TD>2</TD><TD></TD><TD>Sealed. (Entered: 12/15/2017)</TD></TR>
<TR><TD>12/15/2017</TD><TD>&nbsp;</TD><TD>&nbsp;</TD><TD><input type="checkbox" name="arr_de_seq_nums" value="9"></TD>
<TD>Notice. (Entered: 12/15/2017)</TD></TR></TABLE></form>"""
BANKRUPTCY = {
    "several documents": pages.bankruptcy_page(headings="", entries=SEVERAL_BANKRUPTCY),
    "petition": pages.bankruptcy_page(),
    "empty first row": pages.bankruptcy_page(headings="<tr></tr>" + pages.BANKRUPTCY_HEADINGS),
    "adversary, type in the cell": pages.bankruptcy_page(
        number="Adversary Proceeding #: 20-03001",
        left=ADVERSARY_HEAD,
        right="<BR><I>Date Filed:</I> 03/28/08<BR><I>Date Terminated:</I> 07/18/11 ",
        between=NATURES,
        parties=DASHED_CELLS,
    ),
    "adversary, type in a row": pages.bankruptcy_page(
        number="Adversary Proceeding #: 20-03002", left=ADVERSARY_HEAD, between=NATURES, parties=DASHED_ROWS
    ),
    "district number": pages.bankruptcy_page(number="Bankruptcy Petition #: 2:20-bk-20546-XY"),
    "without parties": pages.bankruptcy_page(parties=""),
}


def back(page: str, court_id: str) -> tuple[DocketSheet, str]:
    """Return the sheet of a page, having gone through JSON, and our page of it."""
    sheet = from_json(to_json(read_docket(page, court_id)))
    return sheet, page_with(sheet)


@pytest.mark.parametrize("name", DISTRICT)
def test_client_reads_our_district_page_as_the_courts(name: str) -> None:
    sheet, ours = back(DISTRICT[name], "flsd")
    assert pages.client_reads(ours, "flsd") == pages.client_reads(DISTRICT[name], "flsd")
    assert read_docket(ours, "flsd") == sheet


@pytest.mark.parametrize("name", BANKRUPTCY)
def test_client_reads_our_bankruptcy_page_as_the_courts(name: str) -> None:
    sheet, ours = back(BANKRUPTCY[name], "nynb")
    assert pages.client_reads(ours, "nynb") == pages.client_reads(BANKRUPTCY[name], "nynb")
    assert read_docket(ours, "nynb") == sheet


def test_number_in_the_text_column() -> None:
    rows = (
        "<tr><td>07/06/2009</td><td><a href='/doc1/17609300101'>1</a> (23 pgs; 4 docs) Petition. (Entered: 07/06/2009)</td></tr>"
        "<tr><td>07/07/2009</td><td><a href='/doc1/17609300102'>2</a> Plan. (Entered: 07/07/2009)</td></tr>"
        "<tr><td>07/08/2009</td><td>Receipt of fee. (Entered: 07/08/2009)</td></tr>"
    )
    page = pages.bankruptcy_page(
        headings="<tr><th>Filing Date</th><th>Docket Text</th></tr>",
        entries=rows,
        place="Northern District of Texas (Dallas)",
    ).replace("17609", read_prefix("txnb") + "09")
    sheet, ours = back(page, "txnb")
    assert [entry.number for entry in sheet.entries] == ["1", "2", None]
    assert plain(sheet.entries[0].note) == "(23 pgs; 4 docs)"
    assert pages.client_reads(ours, "txnb") == pages.client_reads(page, "txnb")


def test_panel_number() -> None:
    page = pages.district_page(
        title="United States Judicial Panel on Multidistrict Litigation",
        number="MULTIDISTRICT LITIGATION DOCKET FOR CASE #: MDL No. 9001",
        caption="IN RE: Harbor Line Litigation",
        right="Date Filed: 01/27/2020<br>MDL Status: Transferred",
        entries=pages.entry("01/27/2020", "1", "MOTION (Entered: 01/27/2020)"),
    )
    sheet, ours = back(page, "jpml")
    assert sheet.case_number == "MDL No. 9001"
    assert pages.client_reads(ours, "jpml") == pages.client_reads(page, "jpml")
    assert pages.client_reads(ours, "jpml")["docket_number"] == "MDL No. 9001"


def read_prefix(court_id: str) -> str:
    from opencmecf.foundation.reference.courts import court

    return court(court_id).document_prefix


def test_district_page_keeps_what_clients_drop() -> None:
    sheet = read_docket(DISTRICT["civil"], "flsd")
    assert sheet.flags == ("CLOSED", "MEDIATION")
    assert sheet.title == ("U.S. District Court", "Southern District of Florida (Miami)")
    assert (sheet.case_label, sheet.case_number) == ("CIVIL DOCKET FOR CASE #", "1:20-cv-20001-RMA")
    assert sheet.caption == "Marsh v. Harbor Line Shipping, Inc. et al"
    assert sheet.pacer_case_id == "560001"
    lead = reading.facts(sheet, "lead case")[0]
    assert lead.value[0].link is not None
    assert lead.value[0].link.href == "/cgi-bin/DktRpt.pl?560002"
    assert [plain(value) for value in lead.more] == ["1:20-cv-20003-RMA"]


def test_meaning_of_the_lines() -> None:
    sheet = read_docket(DISTRICT["civil"], "flsd")
    assert reading.city(sheet) == "Miami"
    assert reading.date_filed(sheet) == dt.date(2020, 1, 27)
    assert reading.date_terminated(sheet) is None
    assert reading.assigned_to(sheet) == "Judge Ruth M. Alder"
    assert reading.nature_of_suit(sheet) == "120 Contract: Marine"
    assert sheet.parties is not None
    marsh, harbor = sheet.parties
    assert marsh.counsel is not None
    assert harbor.counsel is None
    assert reading.party_date_terminated(harbor) == dt.date(2020, 3, 2)
    assert reading.counsel_roles(marsh.counsel[0]) == ["LEAD ATTORNEY", "ATTORNEY TO BE NOTICED"]
    assert reading.counsel_contact(marsh.counsel[1]) == ["(See above for address)"]
    assert [plain(line) for line in harbor.before] == ["V."]


def test_entries() -> None:
    first, minute, sealed = read_docket(DISTRICT["civil"], "flsd").entries
    assert (first.date_filed, first.date_entered) == (dt.date(2020, 1, 27), dt.date(2020, 1, 27))
    assert first.link is not None
    assert (first.link.document_id, first.link.case_id, first.link.de_seq_num) == ("05112000101", "560001", "3")
    named = reading.attachments_named(first)
    assert [(one.number, one.description) for one in named] == [
        (1, "Civil Cover Sheet"),
        (2, "Exhibit A - Charter (Party)"),
    ]
    assert (minute.number, minute.date_entered) == (None, dt.date(2020, 1, 29))
    assert minute.text[0].marks == ("b", "blue")
    assert (sealed.number, sealed.link, sealed.date_entered) == ("2", None, None)


def test_criminal_charges() -> None:
    sheet = read_docket(DISTRICT["criminal"], "flsd")
    assert sheet.parties is not None
    tester = sheet.parties[0]
    assert tester.type == "Defendant (1)"
    assert reading.assigned_to(sheet) == "Judge Ann Bell"
    assert [plain(count.text) for count in reading.charges(tester, "pending counts")] == [
        "18:371; CONSPIRACY (1)",
        "18:1956; LAUNDERING (2)",
    ]
    assert reading.charges(tester, "Complaints") == []
    assert [section.heading for section in tester.charges][1::2] == [
        "Highest Offense Level (Opening)",
        "Highest Offense Level (Terminated)",
    ]


def test_adversary_types_and_natures_of_suit() -> None:
    cells = read_docket(BANKRUPTCY["adversary, type in the cell"], "nynb")
    rows = read_docket(BANKRUPTCY["adversary, type in a row"], "nynb")
    assert cells.parties is not None
    assert rows.parties is not None
    assert [party.type_form for party in cells.parties] == [TypeForm.DASHED_CELL] * 2
    assert next((party.type, party.type_form) for party in rows.parties) == ("Plaintiff", TypeForm.DASHED_ROW)
    assert reading.nature_of_suit(cells) == "91 Declaratory judgment; 13 Fraudulent transfer"
    assert reading.chapter(cells) == "7"
    assert reading.date_terminated(cells) == dt.date(2011, 7, 18)


def test_bankruptcy_documents_of_old_pages() -> None:
    shown, named, unlinked, unnumbered = read_docket(BANKRUPTCY["petition"], "nynb").entries
    assert shown.link is not None
    assert (shown.link.document_id, shown.link.dm_id, shown.link.case_id) == ("", "8300", "77")
    assert shown.time_entered == "10:11:12"
    assert named.link is not None
    assert (named.link.document_id, named.link.de_seq_num) == ("12402200102", "12")
    assert reading.page_count(named) == 3
    assert (unlinked.number, unlinked.link) == ("4", None)
    assert unnumbered.number is None
    assert unnumbered.date_entered is None
    assert reading.date_entered(unnumbered) == dt.date(2009, 7, 8)


def test_several_documents() -> None:
    first, sealed = read_docket(DISTRICT["several documents"], "flsd").entries
    assert [(one.number, one.pages, one.bytes, one.size) for one in first.attachments] == [
        (0, 64, 1048576, "1.0 MB"),
        (1, 1, 38502, "37.6 KB"),
    ]
    assert (first.size, first.checkbox, sealed.checkbox) == ("1.2 MB", "all_documents", "")


@pytest.mark.parametrize(
    "answer",
    [
        "Case not found.",
        "There are no documents in this case.",
        "Incomplete request. Please try your query again by choosing the Query or Reports option from the main menu.",
        "*** This case was administratively closed.***",
        "Anything else",
        "",
    ],
)
def test_page_without_a_docket_is_refused(answer: str) -> None:
    with pytest.raises(NotADocket):
        read_docket(f"<html><body><div id=cmecfMainContent>{answer}</div></body></html>", "flsd")


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("This case is SEALED.", "sealed"),
        ("Case 1:20-cv-20001 has been sealed by order of the court.", "sealed"),
        ("You do not have permission to view this case.", "few people"),
        ("<td>Login:</td><td><input></td> <td>Password:</td>", "sign in"),
        ("There are no documents in this case.", "no documents"),
        ("This case is in the process of being opened, please check back later", "being opened"),
    ],
)
@pytest.mark.parametrize("below_a_head", [False, True])
def test_page_without_a_docket_is_refused_with_the_courts_reason(answer: str, said: str, below_a_head: bool) -> None:
    page = f"<html><body><div id=cmecfMainContent>{answer}</div></body></html>"
    if below_a_head:
        page = pages.district_page(headings="<tr><td>-</td></tr>", entries="", after=f"<p>{answer}</p>")
    with pytest.raises(NotADocket, match=said):
        read_docket(page, "flsd")


def test_docket_that_no_entry_satisfies_is_taken_with_the_courts_note() -> None:
    note = "There are proceedings for case 1:20-cv-20001 but none satisfy the selection criteria."
    page = pages.district_page(headings="<tr><td>-</td></tr>", entries="", after=f"<p>{note}</p>")
    sheet = read_docket(page, "flsd")
    assert [plain(line) for line in sheet.notes] == [note]
    assert not sheet.entries


def test_docket_text_may_say_what_a_refusal_says() -> None:
    text = pages.entry("01/27/2020", "", "ORDER: Case not found. (Entered: 01/27/2020)")
    assert len(read_docket(pages.district_page(entries=text), "flsd").entries) == 1


@pytest.mark.parametrize("other", ["nysd", "flmd", "flsb", "cit"])
def test_docket_of_another_court_is_refused(other: str) -> None:
    with pytest.raises(WrongCourt):
        read_docket(DISTRICT["civil"], other)


def test_docket_of_another_court_is_refused_by_its_title_alone() -> None:
    page = pages.district_page(entries=pages.entry("01/27/2020", "", "MINUTE ENTRY (Entered: 01/27/2020)"))
    with pytest.raises(WrongCourt, match="flsd"):
        read_docket(page, "flmd")


@pytest.mark.parametrize("share", [0.3, 0.5, 0.7, 0.85])
def test_page_that_breaks_off_is_refused(share: float) -> None:
    page = DISTRICT["civil"]
    with pytest.raises((Damaged, NotADocket)):
        read_docket(page[: int(len(page) * share)], "flsd")


def test_script_below_the_docket_is_no_table_that_breaks_off() -> None:
    script = "<script>document.write('<table><td>' + total);</script><!-- <td> -->"
    assert read_docket(DISTRICT["civil"].replace("</body>", f"{script}</body>"), "flsd").entries


def test_entry_with_an_impossible_date_is_refused() -> None:
    with pytest.raises(Damaged):
        read_docket(pages.district_page(entries=pages.entry("13/45/2020", "1", "ORDER")), "flsd")


def test_page_in_windows_1252() -> None:
    page = pages.district_page(caption="Peña v. Harbor Line’s Owners")
    assert read_docket(page.encode("cp1252"), "flsd").caption == "Peña v. Harbor Line’s Owners"
    assert read_docket(page.encode(), "flsd").caption == "Peña v. Harbor Line’s Owners"
