"""History/Documents: the entries of a docket in short, in the rows that clients read (wire contract 6.2)."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from opencmecf.court.cases.models import Case
from opencmecf.court.docket.entry_rows import printed_date
from opencmecf.court.docket.markup import link_html, text_html
from opencmecf.court.docket.queries import StoredEntry, stored_entries
from opencmecf.court.docket.text import plain
from opencmecf.court.query.rules import short_description
from opencmecf.foundation.access import Actor
from opencmecf.foundation.reference import CourtKind

HISTORY, DOCUMENTS = "History", "Documents"
_HEAD = "<tr><th>Doc.<br>No.</th><th>Dates</th><th>Description</th></tr>\n"


def history_html(
    case: Case, *, kind: CourtKind, documents_only: bool, with_text: bool, newest_first: bool, actor: Actor
) -> str:
    """Return the table, or "" where nothing is to be shown.

    An entry whose text is hidden from `actor` has no description; one whose document is hidden, no link.
    """
    rows = "".join(
        _rows(stored, kind, with_text=with_text)
        for stored in stored_entries(case, actor, newest_first=newest_first)
        if not documents_only or _has_document(stored)
    )
    if not rows:
        return ""
    title = DOCUMENTS if documents_only else HISTORY
    table = f'<table border="1" cellpadding="2" cellspacing="0" class="history">{_HEAD}{rows}</table>'
    return f"<h2>{title}</h2>\n{table}\n"


def _has_document(stored: StoredEntry) -> bool:
    return stored.entry.link is not None or any(one.document_id for one in stored.entry.attachments)


def _rows(stored: StoredEntry, kind: CourtKind, *, with_text: bool) -> str:
    """Return the row of an entry, and below it the one with its text."""
    entry = stored.entry
    words = plain(entry.text)
    number = escape(entry.number or "")
    shown = link_html(entry.link, number, kind) if entry.link is not None and number else number
    text = ""
    if with_text and words:
        text = f"<tr><td colspan=2><i>Docket Text:</i> {text_html(entry.text, kind)}</td></tr>\n"
    rows = " rowspan=2" if text else ""
    return (
        f"<tr><td{rows}>{shown}</td><td>{'<br>'.join(_dates(stored))}</td>"
        f"<td>{escape(short_description(words), quote=False)}</td></tr>\n{text}"
    )


def _dates(stored: StoredEntry) -> Iterator[str]:
    filed, entered = stored.entry.date_filed, stored.entry.date_entered
    if filed is not None and filed == entered:
        yield f"<i>Filed &amp; Entered:</i> {printed_date(filed)}"
        return
    if filed is not None:
        yield f"<i>Filed:</i> {printed_date(filed)}"
    if entered is not None:
        yield f"<i>Entered:</i> {printed_date(entered)}"
