"""The rows of a docket of a court of appeals as HTML."""

from __future__ import annotations

from html import escape

from opencmecf.court.docket.markup import link_html, text_html
from opencmecf.court.docket.sheet import Attachment, Entry
from opencmecf.foundation.reference.court_kind import CourtKind

_KIND = CourtKind.APPELLATE
_OPEN = '<span role="img" aria-label="Open Document" title="Open Document" class="open-document"></span>'


def appellate_row(entry: Entry, *, links: bool) -> str:
    """Return one entry's row, and where the page lists documents the row of them."""
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
        parts.append(link_html(entry.link, number or _OPEN, _KIND))
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
