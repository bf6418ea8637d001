"""The docket sheet as the classic page shows it, piece by piece, so that any number of entries streams.

The order of tables, rows and tags is what clients read: no table around the tables, no blank between a header cell
and its first line, labels only where there is a value, and the receipt in a center element. Classes are ours and mean
nothing to clients.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from html import escape

from opencmecf.court.docket.sheet import DocketSheet, Entry
from opencmecf.court.query.appellate_html import (
    appellate_docket_html,
    appellate_head_html,
    appellate_parties_html,
)
from opencmecf.court.query.entry_rows import EntryRows
from opencmecf.court.query.head_html import head_html
from opencmecf.court.query.markup import text_html
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
    """What of the sheet is shown: `parties` and counsel, `links`, and the `receipt` of a billable page."""

    parties: bool = True
    links: bool = True
    receipt: Receipt | None = None


_SHOW_ALL = SheetOptions()


def render_docket_sheet(
    sheet: DocketSheet, options: SheetOptions = _SHOW_ALL, *, entries: Iterable[Entry] | None = None
) -> Iterator[str]:
    """Yield the HTML inside #cmecfMainContent; `entries` stand in for the sheet's own, and are taken one by one."""
    rows = sheet.entries if entries is None else entries
    appellate = sheet.kind is CourtKind.APPELLATE
    yield from (_appellate if appellate else _trial)(sheet, options, rows)
    if options.receipt is not None:
        yield receipt_html(options.receipt)


def render_page_for_tests(sheet: DocketSheet, options: SheetOptions = _SHOW_ALL) -> str:
    """Return a whole page with the least around the sheet that clients want."""
    inside = "".join(render_docket_sheet(sheet, options))
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>CM/ECF</title></head><body>'
        '<div id="topmenu"><ul><li><a href="/cgi-bin/iquery.pl">Query</a></li>'
        '<li><a href="/cgi-bin/login.pl?logout">Log Out</a></li></ul></div>'
        '<div id="cmecfMainContent"><input type="hidden" id="cmecfMainContentScroll" value="0">'
        f"{inside}</div></body></html>"
    )


def _trial(sheet: DocketSheet, options: SheetOptions, entries: Iterable[Entry]) -> Iterator[str]:
    yield head_html(sheet, links=options.links)
    if options.parties and sheet.parties is not None:
        yield from parties_html(sheet, links=options.links)
    for note in sheet.notes:
        yield f'<div class="docket-note">{text_html(note, sheet.kind, links=options.links)}</div>\n'
    if sheet.columns:
        yield from _docket(sheet, entries, links=options.links)


def _appellate(sheet: DocketSheet, options: SheetOptions, entries: Iterable[Entry]) -> Iterator[str]:
    yield appellate_head_html(sheet, links=options.links)
    shown = sheet if options.parties else replace(sheet, parties=None)
    yield from appellate_parties_html(shown, links=options.links)
    if sheet.columns:
        yield from appellate_docket_html(sheet, entries, links=options.links)


def _docket(sheet: DocketSheet, entries: Iterable[Entry], *, links: bool) -> Iterator[str]:
    """Yield the docket table, a piece for every hundred rows."""
    rows = EntryRows(sheet, links=links)
    if sheet.several_documents:
        action = f"/cgi-bin/show_multidocs.pl?caseid={escape(sheet.pacer_case_id)}"
        yield f'<form enctype="multipart/form-data" method="post" name="view_multi_docs" action="{action}">'
    yield rows.start()
    piece: list[str] = []
    for entry in entries:
        piece.append(rows.row(entry))
        if len(piece) == _ROWS_PER_PIECE:
            yield "".join(piece)
            piece.clear()
    yield "".join(piece) + "</table><br>\n"
    if sheet.several_documents:
        yield f"{_TOO_BIG if sheet.kind is not CourtKind.BANKRUPTCY else ''}{_CHOSEN}</form>\n"
