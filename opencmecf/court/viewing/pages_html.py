"""The classic elements of these pages, which clients read: menu, receipt and the call of goDLS.

The rows of the menu are the only rows with links on their page, the first paragraph says which page it is, and the
last input is the button.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from urllib.parse import quote

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from opencmecf.court.docket.markup import client_call, document_call, document_path
from opencmecf.court.docket.models import DocketEntry, EntryDocument
from opencmecf.court.docket.text import Link
from opencmecf.court.profile.kinds import DocumentMenu
from opencmecf.court.profile.queries import HostedCourt
from opencmecf.court.viewing import rules
from opencmecf.court.viewing.labels import alone, label_of


def link_to(holding: EntryDocument) -> Link:
    """Return the link to the document itself, past the menu."""
    entry = holding.entry
    return Link(
        document_id=alone(holding),
        case_id=entry.case.pacer_case_id,
        de_seq_num=str(entry.de_seq_num),
        posts=True,
    )


def address(holding: EntryDocument, court: HostedCourt) -> str:
    """Return the address of the document itself."""
    return document_path(link_to(holding), court.reference.kind)


def menu_html(holdings: Sequence[EntryDocument], court: HostedCourt, *, free_look: str = "") -> str:
    """Return the table of an entry's documents.

    `free_look` is the query of the links where a notice gives a free look: then each document is opened by itself, and
    nothing can be ticked.
    """
    rows = _ROWS[court.kind.document_menu](holdings, court, free_look)
    return f'<table class="documents">{rows}{_total(holdings)}</table>'


def several_script_html(entry: DocketEntry) -> SafeString:
    """Return where the documents of an entry are asked for together, as data that no browser runs.

    Courts of appeals write it into the first script of the page, and clients read the ids of case and entry there.
    """
    address = several_address(entry)
    return mark_safe(f'<script type="application/json" id="several-documents">["{address}"]</script>')  # noqa: S308


def several_address(entry: DocketEntry) -> str:
    """Return the address at which a court of appeals gives out several documents of an entry."""
    case_id, sequence = quote(entry.case.pacer_case_id), entry.de_seq_num
    place = reverse("transport-room")
    return f"{place}?servlet=ShowDocMulti&pacer=i&caseId={case_id}&outputType=doc&d={sequence}&outputForm=view"


def _rows(holdings: Sequence[EntryDocument], court: HostedCourt, free_look: str) -> str:
    headings = (
        '<tr><td colspan="2"><b>Attachment</b></td><td colspan="2"><b>Description</b></td>'
        "<td><b>Pages</b></td><td><b>Size</b></td></tr>\n"
    )
    main = [one for one in holdings if one.attachment_number == 0]
    first = "".join(
        f'<tr><td colspan="2"><b>Document Number:</b></td><td>{_box(one, court, free_look)}</td>'
        f"<td>{_anchor(one, court, one.entry.number or 'Main Document', free_look)}</td>{_extent(one)}</tr>\n"
        for one in main
    )
    rest = "".join(
        f"<tr><td>{_box(one, court, free_look)}</td>"
        f"<td>{_anchor(one, court, _number(one, court), free_look)}</td>"
        f'<td colspan="2">{escape(one.description) or "Attachment"}</td>{_extent(one)}</tr>\n'
        for one in holdings
        if one.attachment_number
    )
    return first + headings + rest


def _bankruptcy_rows(holdings: Sequence[EntryDocument], court: HostedCourt, free_look: str) -> str:
    headings = "".join(f"<th>{name}</th>" for name in ("", "Part", "", "Description", "Pages", "Size"))
    rows = "".join(
        f"<tr><td>{_box(one, court, free_look)}</td>"
        f"<td>{_anchor(one, court, _number(one, court), free_look)}</td><td></td>"
        f"<td>{escape(one.description) or ('Attachment' if one.attachment_number else 'Main Document')}</td>"
        f"{_extent(one)}</tr>\n"
        for one in holdings
    )
    return f"<tr>{headings}</tr>\n{rows}"


def _appellate_rows(holdings: Sequence[EntryDocument], court: HostedCourt, free_look: str) -> str:
    """Return the rows that courts of appeals have: the number stands in a cell of its own, beside the link."""
    title = f'<tr><th colspan="6"><b>{len(holdings)} Documents are attached to this filing</b></th></tr>\n'
    headings = "".join(f"<th>{name}</th>" for name in ("Description", "Pages", "Size"))
    rows = "".join(
        f"<tr><td>{_appellate_box(one, court, free_look)}</td><td>{_number(one, court)}</td>"
        f"<td>{_anchor(one, court, 'Open', free_look)}</td>"
        f"<td>{escape(one.description) or 'Document'}</td>"
        f"<td>{'' if one.document.pages is None else one.document.pages}</td>"
        f"<td>{rules.size(one.document.bytes or 0) if one.document.has_file else 'Not kept here'}</td></tr>\n"
        for one in holdings
    )
    return f'{title}<tr><th colspan="3">Document</th>{headings}</tr>\n{rows}'


_ROWS = {
    DocumentMenu.ATTACHMENTS: _rows,
    DocumentMenu.PARTS: _bankruptcy_rows,
    DocumentMenu.ATTACHED: _appellate_rows,
}


def _number(holding: EntryDocument, court: HostedCourt) -> str:
    return str(court.kind.document_menu.number(holding.attachment_number))


def _box(holding: EntryDocument, court: HostedCourt, free_look: str) -> str:
    """Return the check box; its name and value tell clients the numbers, the bytes and the pages."""
    document = holding.document
    is_part = holding.attachment_number and court.kind.document_menu is DocumentMenu.PARTS
    name = f"{'attachment' if is_part else 'document'}_{holding.entry.number or ''}_{holding.attachment_number}"
    value = f"{document.number}-{document.bytes or 0}-{document.pages or 0}"
    if free_look:
        return f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
    label = f"Select {label_of(holding, court.kind) or 'document'}"
    disabled = "" if document.has_file else " disabled"
    return (
        f'<input type="checkbox" name="{escape(name)}" value="{escape(value)}" aria-label="{escape(label)}"{disabled}>'
    )


def _appellate_box(holding: EntryDocument, court: HostedCourt, free_look: str) -> str:
    """Return the box of a document; clients read its pages and bytes in the call. A free look has one to read only."""
    document = holding.document
    call = f"sumDocSelected(this,{document.pages or 0},{document.bytes or 0}, {document.number})"
    kind = "hidden" if free_look else "checkbox"
    state = f' aria-label="Select document {_number(holding, court)}"' + ("" if document.has_file else " disabled")
    return (
        f'<input class="selDocCl" type="{kind}" name="md" value="{document.number}" onclick="{call}"'
        f"{'' if free_look else state}>"
    )


def _anchor(holding: EntryDocument, court: HostedCourt, words: str, free_look: str) -> str:
    kind, link = court.reference.kind, link_to(holding)
    path = document_path(link, kind) + (f"?{escape(free_look)}" if free_look else "")
    called = f' aria-label="Open document {_number(holding, court)}"' if words == "Open" else ""
    return f'<a href="{path}" onclick="{client_call(link, kind)}"{called}>{escape(words)}</a>'


def _extent(holding: EntryDocument) -> str:
    document = holding.document
    if not document.has_file and document.pages is None:
        return "<td>Not kept here</td><td></td>"
    pages = "" if document.pages is None else f"{document.pages} page{'' if document.pages == 1 else 's'}"
    return f"<td>{pages}</td><td>{rules.size(document.bytes) if document.bytes is not None else ''}</td>"


def _total(holdings: Sequence[EntryDocument]) -> str:
    pages = sum(holding.document.pages or 0 for holding in holdings)
    length = sum(holding.document.bytes or 0 for holding in holdings)
    return (
        f'<tr class="total"><td colspan="4">All documents</td><td>{pages} page{"" if pages == 1 else "s"}</td>'
        f"<td>{rules.size(length)}</td></tr>"
    )


def call_html(holding: EntryDocument, court: HostedCourt) -> SafeString:
    """Return the attribute of the receipt page's form that names the document to programs: a call of goDLS.

    Browsers are told to run nothing inline, and send the form as it is.
    """
    call = document_call(link_to(holding), court.reference.kind, got_receipt="1")
    return mark_safe(f'onsubmit="{call}"')  # noqa: S308 - made of digits
