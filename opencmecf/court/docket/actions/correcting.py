"""Writing what an entry says and holds after it was entered.

Whoever calls has the case locked, keeps what the entry said before, and records the act.
"""

from __future__ import annotations

from dataclasses import replace

from opencmecf.court.docket import rows
from opencmecf.court.docket.merging import text_mark
from opencmecf.court.docket.models import DocketEntry, EntryDocument
from opencmecf.court.docket.places import document_link
from opencmecf.court.docket.printed_rows import kept_row_printer
from opencmecf.court.docket.queries import entry_of
from opencmecf.court.docket.sheet import Attachment, Entry
from opencmecf.court.docket.text import Link
from opencmecf.court.documents.models import Document
from opencmecf.court.documents.queries import split_id
from opencmecf.foundation.database.acts import part_of_an_act

_WRITTEN = ("date_filed", "words", "words_runs", "link", "printed", "row_html", "known_as")


@part_of_an_act
def rewrite(*, row: DocketEntry, entry: Entry) -> None:
    """Write date, text, links and printed details of an entry anew, and its row; number, place and time of entry stay.

    Nothing else writes them after an entry was entered. What it said before stays known to imports, as a hash.
    """
    written = rows.entry_row(row.case, row.order, entry, row_html=kept_row_printer(row.case)(entry))
    written.known_as = row.known_as
    if row.number is None and (row.date_filed, row.words) != (written.date_filed, written.words):
        written.known_as = [*(row.known_as or ()), text_mark(row.date_filed, row.words)]
    for name in _WRITTEN:
        setattr(row, name, getattr(written, name))
    row.save(update_fields=_WRITTEN)


@part_of_an_act
def hold_instead(*, holding: EntryDocument, document: Document) -> None:
    """Let an entry hold another document under the same number; number, text and list lead to that one."""
    former, row = holding.document, holding.entry
    holding.document, holding.is_linked = document, True
    holding.save(update_fields=["document", "is_linked"])
    link = document_link(case=row.case, de_seq_num=row.de_seq_num, document=document)
    entry = entry_of(row)
    text = tuple(replace(run, link=link) if _leads_to(former, run.link) else run for run in entry.text)
    listed = tuple(_listed(one, former, document) for one in entry.attachments)
    number = link if holding.attachment_number == 0 else entry.link
    rewrite(row=row, entry=replace(entry, text=text, attachments=listed, link=number))


def _leads_to(document: Document, link: Link | None) -> bool:
    if link is None:
        return False
    if link.document_id:
        return split_id(link.document_id) == (document.prefix, document.number)
    return bool(link.dm_id) and link.dm_id == document.dm_id


def _listed(one: Attachment, former: Document, document: Document) -> Attachment:
    if split_id(one.document_id) != (former.prefix, former.number):
        return one
    size = f"{(document.bytes or 0) / 1024:.1f} KB"
    return replace(
        one, document_id=document.document_id, pages=document.pages, bytes=document.bytes, size=size if one.size else ""
    )
