"""The docket sheet of a court of appeals, section by section, each after the comment by which clients find it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from opencmecf.court.docket.sheet import Attachment, Block, Counsel, DocketSheet, Entry, Party
from opencmecf.court.docket.text import Text
from opencmecf.court.query.markup import link_html, text_html
from opencmecf.foundation.reference.court_kind import CourtKind

_KIND = CourtKind.APPELLATE
_CAPTION = "Case Caption"
_OWN_CELL = frozenset({"Panel Assignment"})
_ROWS_PER_PIECE = 100


def appellate_head_html(sheet: DocketSheet, *, links: bool) -> str:
    """Return title and case: one bordered table whose rows are the sections."""
    title = "<br>\n".join(escape(line) for line in sheet.title)
    flags = escape(", ".join(sheet.flags))
    sections = [_section(block, links=links) for block in sheet.blocks if block.name != _CAPTION]
    return (
        f'<table width="100%" border="0" class="case-flags"><tr><td align="right">{flags}</td></tr>'
        f'<tr><td align="center"><b class="case-title">{title}</b></td></tr></table>\n'
        f'<table width="100%" border="1" cellpadding="4" class="case-header">{"".join(sections)}</table>\n'
    )


def appellate_parties_html(sheet: DocketSheet, *, links: bool) -> Iterator[str]:
    """Yield the parties, name over role at the left, counsel at the right; then the caption."""
    if sheet.parties is not None:
        yield (
            "<!-- ===== NEW SECTION - Party/Aty List ===== -->\n"
            '<table width="100%" border="1" cellpadding="0" class="parties"><tr><td>'
            '<table width="100%" border="0" cellpadding="4" cellspacing="0">'
        )
        for party in sheet.parties:
            yield _party(party, links=links)
        yield "".join(_between(line, links=links) for line in sheet.after_parties) + "</table></td></tr></table>\n"
    for block in sheet.blocks:
        if block.name == _CAPTION:
            rows = _rows(block, links=links)
            yield f"<!-- ===== NEW SECTION - {_CAPTION} ===== -->\n"
            yield f'<table width="100%" border="1" cellpadding="4" class="case-caption">{rows}</table>\n'


def appellate_docket_html(sheet: DocketSheet, entries: Iterable[Entry], *, links: bool) -> Iterator[str]:
    """Yield the docket, a piece for every hundred rows."""
    form = '<form name="dktEntry" action="TransportRoom" method="get">' if sheet.several_documents else ""
    yield (
        f"<!-- ===== NEW SECTION - DOCKET ENTRIES ===== -->\n{form}"
        '<table width="100%" border="1" cellpadding="0" class="docket-frame"><tr><td>'
        '<table border="0" cellpadding="4" class="docket-entries">\n'
    )
    piece: list[str] = []
    for entry in entries:
        piece.append(_row(entry, links=links))
        if len(piece) == _ROWS_PER_PIECE:
            yield "".join(piece)
            piece.clear()
    notes = "".join(f"<tr><td>{text_html(note, _KIND, links=links)}</td></tr>" for note in sheet.notes)
    yield "".join(piece) + notes + "</table></td></tr></table>\n"
    if sheet.several_documents:
        yield (
            '<label><input type="checkbox" name="incPdfFooter" value="y"> Include Page Numbers</label><br>\n'
            '<input type="submit" name="submitbtn" value="View Selected"></form>\n'
        )


def _section(block: Block, *, links: bool) -> str:
    start = f"<!-- ===== NEW SECTION - {_comment(block.name)} ===== -->\n<tr><td>"
    if block.name in _OWN_CELL and len(block.rows) == 1:
        return f"{start}{''.join(text_html(cell, _KIND, links=links) for cell in block.rows[0])}</td></tr>\n"
    return f'{start}<table width="100%" border="0" class="case-block">{_rows(block, links=links)}</table></td></tr>\n'


def _comment(name: str) -> str:
    """Return a name that cannot end the comment in which it stands."""
    return escape(name).replace("--", "-")


def _rows(block: Block, *, links: bool) -> str:
    return "\n".join(
        "<tr>" + "".join(f'<td valign="top">{text_html(cell, _KIND, links=links)}</td>' for cell in row) + "</tr>"
        for row in block.rows
    )


def _party(party: Party, *, links: bool) -> str:
    between = "".join(_between(line, links=links) for line in party.before)
    lines = [text_html(line, _KIND, breaks=False, links=links) for line in (party.name, *party.details)]
    left = "<br>\n".join([*lines, escape(party.type, quote=False)])
    right = "<br><br>\n".join(_counsel(counsel, links=links) for counsel in party.counsel or ())
    return f'{between}<tr><td valign="top" width="50%">{left}</td><td valign="top" width="50%">{right}</td></tr>\n'


def _between(line: Text, *, links: bool) -> str:
    return f'<tr><td colspan="2">{text_html(line, _KIND, links=links)}<br><br></td></tr>\n'


def _counsel(counsel: Counsel, *, links: bool) -> str:
    lines = [escape(counsel.name, quote=False), *(text_html(line, _KIND, links=links) for line in counsel.lines)]
    return "<br>".join(lines)


def _row(entry: Entry, *, links: bool) -> str:
    filed = f"{entry.date_filed:%m/%d/%Y}" if entry.date_filed is not None else ""
    documents = _documents(entry, links=links) if entry.attachments else ""
    return (
        f'<tr><td valign="top">{filed}</td><td valign="top" nowrap>{_document(entry, links=links)}</td>'
        f'<td width="90%" valign="top">{text_html(entry.text, _KIND, links=links)}</td></tr>\n{documents}'
    )


def _document(entry: Entry, *, links: bool) -> str:
    parts = []
    if entry.checkbox:
        label = escape(
            f"Select {entry.number or 'entry of ' + (f'{entry.date_filed:%m/%d/%Y}' if entry.date_filed else '')}"
        )
        value = escape(entry.de_seq_num)
        parts.append(f'<input type="checkbox" name="{escape(entry.checkbox)}" value="{value}" aria-label="{label}">')
    number = f"&nbsp;{escape(entry.number)}&nbsp;" if entry.number else ""
    if entry.link is not None and links:
        parts.append(link_html(entry.link, number, _KIND))
    else:
        parts.append(number or "&nbsp;&nbsp;")
    if entry.note:
        parts.append(f'<br><font size="-2">{text_html(entry.note, _KIND, links=links)}</font>')
    return "\n".join(parts)


def _documents(entry: Entry, *, links: bool) -> str:
    rows = "".join(_attachment(attachment, links=links) for attachment in entry.attachments)
    head = "<tr><td></td><td>Document</td><td></td><td>Description</td><td>Pages</td><td>Size</td></tr>"
    return (
        '<tr class="documents"><td></td><td></td><td><table><tr><td>'
        f"<table>{head}{rows}</table></td></tr></table></td></tr>\n"
    )


def _attachment(document: Attachment, *, links: bool) -> str:
    values = (document.de_seq_num, document.document_id, str(document.pages or 0), str(document.bytes or 0))
    label = escape(f"Select {document.description or document.number}")
    box = f'<input type="checkbox" name="dls" value="{escape(" ".join(values))}" aria-label="{label}">'
    link = f'<a href="/docs1/{escape(document.document_id)}">Open</a>' if links and document.document_id else ""
    pages = "" if document.pages is None else str(document.pages)
    return (
        f"<tr><td>{box}</td><td>{document.number}</td><td>{link}</td><td>{escape(document.description)}</td>"
        f"<td>{pages}</td><td>{escape(document.size)}</td></tr>"
    )
