"""The docket sheet as the classic page shows it, piece by piece, so that any number of entries streams.

The order of tables, rows and tags is what clients read: no table around the tables, a blank between a header cell and
its first line only where the court had one, labels only where there is a value, and the receipt in a center element.
Classes are ours and mean nothing to clients.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from html import escape
from itertools import islice

from opencmecf.court.docket.entry_rows import EntryRows, RowLayout, row_printer
from opencmecf.court.docket.markup import text_html
from opencmecf.court.docket.sheet import DocketSheet, Entry
from opencmecf.court.query.appellate_html import (
    appellate_docket_end,
    appellate_docket_start,
    appellate_head_html,
    appellate_parties_html,
)
from opencmecf.court.query.head_html import head_html
from opencmecf.court.query.member_cases import MemberCase, member_cases_html
from opencmecf.court.query.party_html import parties_html
from opencmecf.court.query.receipt import Receipt, receipt_html
from opencmecf.foundation.reference.court_kind import CourtKind

_ROWS_PER_PIECE = 100
_TOO_BIG = (
    '<div id="file_too_big" hidden>You must select fewer documents because the combined PDF would be over the '
    "500 MB size limit.</div>Maximum filesize allowed: 500 MB<br>\n"
)
_CHOSEN = (
    '<input type="submit" name="view" value="View Selected"> or '
    '<input type="submit" name="zipit" value="Download Selected">'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetOptions:
    """What of the sheet is shown: `parties` and counsel, `links`, and the `receipt` of a billable page.

    `member_cases` are None where their list was not asked for.
    """

    parties: bool = True
    links: bool = True
    member_cases: tuple[MemberCase, ...] | None = None
    receipt: Receipt | None = None


_SHOW_ALL = SheetOptions()


@dataclass(frozen=True, slots=True)
class Frame:
    """The HTML of a sheet inside #cmecfMainContent, without its rows: what stands `above` and `below` them."""

    above: str
    below: str
    has_docket: bool


def sheet_frame(sheet: DocketSheet, options: SheetOptions = _SHOW_ALL) -> Frame:
    """Return what stands around the rows of a sheet, without the receipt."""
    pieces = _appellate_frame if sheet.kind is CourtKind.APPELLATE else _trial_frame
    return pieces(sheet, options)


def render_docket_sheet(sheet: DocketSheet, options: SheetOptions = _SHOW_ALL) -> Iterator[str]:
    """Yield the HTML inside #cmecfMainContent, with the sheet's own entries."""
    frame = sheet_frame(sheet, options)
    yield frame.above
    if frame.has_docket:
        yield from printed_rows(sheet.entries, RowLayout.of(sheet), links=options.links)
    yield frame.below
    if options.receipt is not None:
        yield receipt_html(options.receipt)


def printed_rows(entries: Iterable[Entry], layout: RowLayout, *, links: bool = True) -> Iterator[str]:
    """Yield the rows of entries, a piece for every hundred."""
    printed = row_printer(layout, links=links)
    remaining = iter(entries)
    while piece := [printed(entry) for entry in islice(remaining, _ROWS_PER_PIECE)]:
        yield "".join(piece)


def _trial_frame(sheet: DocketSheet, options: SheetOptions) -> Frame:
    links = options.links
    above = [head_html(sheet, links=links)]
    if options.member_cases is not None:
        above.append(member_cases_html(options.member_cases))
    if options.parties and sheet.parties is not None:
        above.extend(parties_html(sheet, links=links))
    above.extend(f'<div class="docket-note">{text_html(note, sheet.kind, links=links)}</div>\n' for note in sheet.notes)
    if not sheet.columns:
        return Frame("".join(above), "", has_docket=False)
    below = "</table><br>\n"
    if sheet.several_documents:
        action = f"/cgi-bin/show_multidocs.pl?caseid={escape(sheet.pacer_case_id)}"
        above.append(f'<form enctype="multipart/form-data" method="post" name="view_multi_docs" action="{action}">')
        below += f"{_TOO_BIG if sheet.kind is not CourtKind.BANKRUPTCY else ''}{_CHOSEN}</form>\n"
    above.append(EntryRows(RowLayout.of(sheet), links=links).start())
    return Frame("".join(above), below, has_docket=True)


def _appellate_frame(sheet: DocketSheet, options: SheetOptions) -> Frame:
    links = options.links
    shown = sheet if options.parties else replace(sheet, parties=None)
    above = [appellate_head_html(sheet, links=links), *appellate_parties_html(shown, links=links)]
    if not sheet.columns:
        return Frame("".join(above), "", has_docket=False)
    above.append(appellate_docket_start(sheet))
    return Frame("".join(above), appellate_docket_end(sheet, links=links), has_docket=True)
