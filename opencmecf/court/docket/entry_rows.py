"""The rows of the docket table as HTML. A row costs one f-string and little more, whatever the length of the docket.

Rows stand in this room, below the sheet around them, because they are kept beside the entries: see `kept_rows`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial
from html import escape

from opencmecf.court.docket.appellate_rows import appellate_row
from opencmecf.court.docket.markup import link_html, text_html
from opencmecf.court.docket.sheet import Attachment, DocketSheet, Entry
from opencmecf.foundation.reference.court_kind import CourtKind


@lru_cache(maxsize=4096)
def printed_date(date: dt.date) -> str:
    """Return a date as court pages print it: "01/27/2020", a year that was mistyped with its zeros: "01/27/0202"."""
    return f"{date:%m/%d/}{date.year:04}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RowLayout:
    """What the rows of one docket have in common: `kind` of court, column headings, and what the page offers.

    `without_headers` makes links ask for documents without the header that courts stamp on them.
    """

    kind: CourtKind
    case_id: str
    columns: tuple[str, ...]
    several_documents: bool
    blank_first_row: bool
    without_headers: bool = False

    @classmethod
    def of(cls, sheet: DocketSheet, *, without_headers: bool = False) -> RowLayout:
        """Return the layout of a sheet."""
        return cls(
            kind=sheet.kind,
            case_id=sheet.pacer_case_id,
            columns=sheet.columns,
            several_documents=sheet.several_documents,
            blank_first_row=sheet.blank_first_row,
            without_headers=without_headers,
        )


def row_printer(layout: RowLayout, *, links: bool = True) -> Callable[[Entry], str]:
    """Return a function that makes the row of an entry."""
    if layout.kind is CourtKind.APPELLATE:
        return partial(appellate_row, links=links)
    return EntryRows(layout, links=links).row


class EntryRows:
    """Makes the rows of one sheet's docket table, with what they have in common settled beforehand."""

    def __init__(self, layout: RowLayout, *, links: bool) -> None:
        self._kind = layout.kind.system
        self._case_id = layout.case_id
        self._links = links
        self._several = layout.several_documents
        self._merged = len(layout.columns) == 2
        self._columns = layout.columns
        self._blank_first_row = layout.blank_first_row
        self._without_headers = layout.without_headers

    def start(self) -> str:
        """Return the start of the table and its headings."""
        tag = "th" if self._kind is CourtKind.BANKRUPTCY else "td"
        cells = [
            f"<{'th' if name == '#' else tag}>{escape(name)}</{'th' if name == '#' else tag}>" for name in self._columns
        ]
        if self._several and cells:
            cells.insert(-1, f'<{tag}><small><button type="reset">clear</button></small></{tag}>')
        blank = "<tr></tr>" if self._blank_first_row else ""
        return (
            '<br><table align="center" width="99%" border="1" rules="all" cellpadding="5" cellspacing="0" '
            f'class="docket-entries">{blank}<tr>{"".join(cells)}</tr>\n'
        )

    def row(self, entry: Entry) -> str:
        """Return one entry's row, and on a page for several documents the row of them."""
        text = entry.text
        if len(text) == 1 and not text[0].marks and text[0].link is None and "\n" not in text[0].text:
            words = escape(text[0].text, quote=False)
        else:
            words = text_html(text, self._kind, links=self._links, without_headers=self._without_headers)
        entered = self._entered(entry) if entry.date_entered is not None else ""
        filed = printed_date(entry.date_filed) if entry.date_filed is not None else ""
        if self._merged:
            return f"<tr><td nowrap>{filed}</td><td>{self._number(entry)} {words}{entered}</td></tr>\n"
        box = self._box(entry) if self._several else ""
        return (
            f'<tr><td width="94" nowrap>{filed}</td><td align="right">{self._number(entry)}&nbsp;</td>'
            f"{box}<td>{words}{entered}</td></tr>\n{self._documents(entry) if entry.attachments else ''}"
        )

    @staticmethod
    def _entered(entry: Entry) -> str:
        assert entry.date_entered is not None
        time = f" at {escape(entry.time_entered)}" if entry.time_entered else ""
        return f" (Entered: {printed_date(entry.date_entered)}{time})"

    def _number(self, entry: Entry) -> str:
        if entry.number is None:
            return ""
        number = escape(entry.number)
        if entry.link is not None and self._links:
            number = link_html(entry.link, number, self._kind, without_header=self._without_headers)
        return f"{number} {text_html(entry.note, self._kind, links=self._links)}" if entry.note else number

    def _box(self, entry: Entry) -> str:
        if not entry.checkbox:
            return '<td align="center">&nbsp;</td>'
        label = f"Select {entry.number or 'entry'}"
        value = entry.de_seq_num if entry.checkbox == "arr_de_seq_nums" else f"{self._case_id}_{entry.de_seq_num}"
        size = f'<br><div class="show_filesize">{escape(entry.size)}</div>' if entry.size else ""
        return (
            f'<td align="center"><input type="checkbox" name="{escape(entry.checkbox)}" value="{escape(value)}" '
            f'aria-label="{escape(label)}">{size}</td>'
        )

    def _documents(self, entry: Entry) -> str:
        sequence = entry.link.de_seq_num if entry.link is not None and entry.link.de_seq_num else entry.de_seq_num
        rows = "".join(self._document(attachment, sequence) for attachment in entry.attachments)
        return f'<tr class="documents"><td></td><td></td><td></td><td><table>{rows}</table></td></tr>\n'

    def _document(self, document: Attachment, sequence: str) -> str:
        box = ""
        if document.document_id:
            name = f"document_{self._case_id}_{sequence}_{document.number}"
            value = f"{document.document_id[4:]}-{document.bytes or 0}-{document.pages or 0}"
            label = f"Select {document.description or document.number}"
            box = f'<input name="{escape(name)}" type="checkbox" value="{escape(value)}" aria-label="{escape(label)}">'
        pages = "" if document.pages is None else f"{document.pages} page{'' if document.pages == 1 else 's'}"
        return (
            f"<tr><td>{box}</td><td>{document.number}</td><td>{escape(document.description)}</td>"
            f"<td>{pages}</td><td>{escape(document.size)}</td></tr>"
        )
