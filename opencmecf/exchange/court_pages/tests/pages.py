"""Synthetic court pages of invented people, made the way CM/ECF writes them, and how an unmodified client reads them."""

# ruff: noqa: E501 the courts do not wrap their HTML

from __future__ import annotations

import json
import logging
from typing import Any

GO = "goDLS('/doc1/{doc}','560001','{seq}','','1','1','','');return(false);"
DISTRICT_HEADINGS = "<tr><td style='font-weight:bold; width=94'>Date Filed</td>\n<th>#</th><td>Docket Text</td></tr>"
BANKRUPTCY_HEADINGS = (
    "<TR><TH width=\"94\" nowrap>Filing Date</TH> <TH colspan=2 align='center'>#</TH>"
    "<TH align=center>Docket Text</TH></TR>"
)


def client_reads(page: str, court_id: str, kind: str = "DocketReport") -> dict[str, Any]:
    """Return what juriscraper makes of a page."""
    logging.disable(logging.CRITICAL)
    try:
        from juriscraper import pacer

        report = getattr(pacer, kind)(court_id)
        report._parse_text(page)
        data: dict[str, Any] = json.loads(json.dumps(report.data, default=lambda value: value.isoformat()))
    finally:
        logging.disable(logging.NOTSET)
    return data


def entry(date: str, number: str, text: str) -> str:
    """Return a district row; `number` is HTML."""
    return (
        f"<tr><td width='94' valign=top nowrap>{date}</td><td style='white-space:nowrap' valign='top' align='right'>"
        f"{number}&nbsp;</td><td valign=top>{text}</td></tr>\n"
    )


def bankruptcy_entry(date: str, number: str, text: str) -> str:
    """Return a bankruptcy row, with the blank column before the number."""
    return (
        f'<TR><TD width="94" nowrap valign=bottom>{date}</TD><TD width=54 align=right>&nbsp;</TD>'
        f"<TD width=30 valign=bottom align=left>{number}</TD><TD valign=bottom> {text}</TD></TR>\n"
    )


def linked(number: str, doc: str, seq: str) -> str:
    """Return a number with today's link but only 8 arguments, as older pages have it."""
    return f'<a href="https://ecf.flsd.uscourts.gov/doc1/{doc}" onClick="{GO.format(doc=doc, seq=seq)}">{number}</a>'


PARTIES = """<table width="100%" border=0 cellspacing=5>
<tr><td><b><u>Plaintiff                               </u></b></td></tr>
<tr><td valign=top width="40%"><B>Delia Marsh</B> <br><I>individually</I></td>
<td valign=top width="20%" align=right>represented&nbsp;by</td>
<td valign=top width="40%"><B>John Quincy Attorney </B>
<BR>Attorney &amp; Wells, P.A.<BR>200 Biscayne Avenue<BR>Miami, FL 33131<BR><I>LEAD ATTORNEY</I>
<BR><I>ATTORNEY TO BE NOTICED</I><br><br> <B>Ona Second</B> <BR>(See above for address)<BR><I>PRO HAC VICE</I></td></tr>
<tr><td></td></tr><tr><td valign=top><br>V.<br></td></tr>
<tr><td><b><u>Defendant </u></b></td></tr>
<tr><td valign=top width="40%"><B>Harbor Line Shipping, Inc.</B>
<BR><I>TERMINATED: 03/02/2020</I> <br> <I>doing business as</I><BR>Harbor Line</td></tr><tr><td></td></tr></table>"""

ENTRIES = (
    entry(
        "01/27/2020",
        linked("1", "05112000101", "3"),
        "COMPLAINT filed by Delia Marsh. (Attachments: # "
        "<a href='/doc1/05112000102'>1</a> Civil Cover Sheet, # <a href='/doc1/05112000103'>2</a> Exhibit A - "
        "Charter (Party))(Attorney, John) (Entered: 01/27/2020)",
    )
    + entry("01/28/2020", "", "<b><font color=blue>Judge Assignment</font></b> to <i></i>Alder. (Entered: 01/29/2020)")
    + entry("01/30/2020", "2", "SEALED <i>a</i><i>b</i> &lt;script&gt; DOCUMENT<br>second line (xyz)")
)


def district_page(
    *,
    title: str = "Southern District of Florida (Miami)",
    number: str = "CIVIL DOCKET FOR CASE #: 1:20-cv-20001-RMA",
    caption: str = "Marsh v. Harbor Line Shipping, Inc. et al",
    left: str = "Assigned to: Judge Ruth M. Alder<br>\nReferred to: Magistrate Judge Peter Quill<br>\nDemand: $1,250,000<br>"
    "<table border=0 cellspacing=0><tr><td valign=top>Lead&nbsp;case:&nbsp;</td>"
    "<td><a href='/cgi-bin/DktRpt.pl?560002'>1:20-cv-20002-RMA</a></td></tr><tr><td></td><td>1:20-cv-20003-RMA</td></tr>"
    "</table>\nCause: 28:1333 Admiralty",
    right: str = "Date Filed: 01/27/2020<br>\nJury Demand: Plaintiff<br>\nNature of Suit: 120 Contract: Marine<br>\n"
    "Jurisdiction: Federal Question",
    parties: str = PARTIES,
    headings: str = DISTRICT_HEADINGS,
    entries: str = ENTRIES,
    after: str = "",
) -> str:
    """Return a district docket page; every part can be given."""
    return f"""<html><head><title>FLSD</title></head><body><div id="topmenu"><ul><li>
<a href="/cgi-bin/login.pl?logout">Logout</a></li></ul></div>
<div id="cmecfMainContent"><input type="hidden" id="cmecfMainContentScroll" value="0">
<table border=0 cellspacing=0 width="100%"><tr><td align=right><SPAN style='color:red'>CLOSED</SPAN>,<SPAN >MEDIATION</SPAN>
</td></tr></table>
<h3 align=center>U.S. District Court<BR>\n{title}<BR>\n{number}</h3>
<TABLE width='100%' border=0 CELLSPACING=5><tr>
<td valign=top width="60%"><br>{caption}<br>
{left}</td><td valign=top width="40%"><br>{right}</td></tr></table>
{parties}
<br><table align=center width='99%' border=1 rules=all cellpadding=5 cellspacing=0>
{headings}
{entries}</table><br>{after}
<HR><CENTER><TABLE BORDER=1><TR><TH COLSPAN=4><FONT>PACER Service Center </FONT></TH></TR></TABLE></CENTER></div></body></html>"""


BANKRUPTCY_PARTIES = """<TABLE width="100%" BORDER=0 CELLSPACING=1><TR><TR>
<TD VALIGN=top WIDTH="50%"><FONT SIZE="+0"><I><B>Debtor</B></I><BR><B>Pat Prose</B> <BR>12 Elm Street <BR>Albany, NY
   12207 <BR>SSN / ITIN: xxx-xx-0000<BR><I><B>aka </B></I><B>Patty Prose</B><BR><BR> </FONT></TD>
<TD VALIGN=top ALIGN=right><FONT SIZE="+0">represented by </FONT></TD>
<TD valign="top" WIDTH="40%"> <font size="+0"><B>Pat Prose</B> <BR>PRO SE<BR> <BR><B></B><BR><BR></font></TD><TR>
<TD VALIGN=top WIDTH="50%"><FONT SIZE="+0"><I><B>U.S. Trustee</B></I><BR><B>Office of the Trustee, <I> for the region</I></B>
<BR>1 Court Square </FONT></TD> <TD VALIGN=top WIDTH="20%" ALIGN=right><FONT SIZE="+0">&nbsp; </FONT></TD>
<TD VALIGN=top WIDTH="40%"><FONT SIZE="+0">&nbsp; </FONT></TD> </TR></TABLE>"""
SHOW_DOC = (
    "<a href='/cgi-bin/show_doc.pl?caseid=77&de_seq_num=2&dm_id=8300&doc_num=1&pdf_header=0' "
    "id='documentKcaseidV77Kde_seq_numV2Kdm_idV8300Kdoc_numV1Kpdf_headerV0'>1</a>"
)
NAMED = (
    "<a href='https://ecf.nynb.uscourts.gov/doc1/12402200102' "
    "id='documentKcaseidV77Kde_seq_numV12Kdm_idV8301Kdoc_numV2Kpdf_headerV0'>2</a>"
)
BANKRUPTCY_ENTRIES = (
    bankruptcy_entry("07/06/2009", SHOW_DOC, "Voluntary Petition. (Quill, P.) (Entered: 07/06/2009 at 10:11:12)")
    + bankruptcy_entry("07/07/2009", NAMED + " (3 pgs; 2 docs)", "Schedules <i></i> Filed. (Entered: 07/07/2009)")
    + bankruptcy_entry("07/08/2009", "4", "Meeting of Creditors. (Entered: 07/08/2009)")
    + bankruptcy_entry("07/08/2009", "&nbsp;", "Receipt of fee.  Amount &#036;299.(Entered: 07/08/2009)")
)


def bankruptcy_page(
    *,
    number: str = "Bankruptcy Petition #: 20-20515-1-pqr",
    left: str = "<I>Assigned to:</I> Judge Robert Long<BR>Chapter 7<BR>Previous chapter 13<BR>Voluntary<BR>"
    "Asset <A HREF=/cgi-bin/DktRpt.pl?-</A> <br><div class=\"noprint\"><A HREF='/cgi-bin/qryAscCases.pl?77'>"
    "Show Associated Cases</A></div> <BR><BR><BR><I>Debtor disposition:</I>&nbsp;&nbsp;Standard Discharge ",
    right: str = '<TABLE border=0><TR><td align="right"><I>Date filed:</I></td><td>&nbsp;&nbsp;07/06/2009</td></TR>'
    '<TR><td align="right"><I>Debtor discharged:</I></td><td>&nbsp;&nbsp;12/07/2009</td></TR></TABLE>',
    between: str = "",
    parties: str = BANKRUPTCY_PARTIES,
    headings: str = BANKRUPTCY_HEADINGS,
    entries: str = BANKRUPTCY_ENTRIES,
    place: str = "Northern District of New York (Albany)",
) -> str:
    """Return a bankruptcy docket page."""
    return f"""<html><body><div id="cmecfMainContent"><input type="hidden" id="cmecfMainContentScroll" value="0">
<TABLE width="100%" align=right BORDER=0 CELLSPACING=5><TR><TD ALIGN=right><h2> <FONT SIZE="3">REPEAT, MEANSNO</FONT></h2></TD>
</TR></TABLE><BR><BR><CENTER><B><FONT SIZE="+1">U.S. Bankruptcy Court<BR>{place}<BR>{number}</FONT></B></CENTER>
<TABLE width="100%" BORDER=0 CELLSPACING=1><TR>
<TD VALIGN=top WIDTH="50%"><FONT SIZE="+0"><BR>{left}</FONT></TD> <TD VALIGN=top ALIGN=right><FONT SIZE="+0">{right}
</FONT></TD> </TR> </TABLE>{between}<BR><FONT SIZE="5"><B></B> </FONT>{parties}<BR>
<TABLE BORDER=1 CELLPADDING=10 CELLSPACING=0>{headings}\n{entries}</TABLE><BR><HR><CENTER><TABLE BORDER=1><TR><TH>
<FONT>PACER Service Center </FONT></TH></TR></TABLE></CENTER></div></body></html>"""
