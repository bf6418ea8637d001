"""Docket text as HTML: escaped, with its marks, line breaks and links."""

from __future__ import annotations

import re
from html import escape
from urllib.parse import urlencode

from opencmecf.court.docket.text import Link, Run, Text
from opencmecf.foundation.reference.court_kind import CourtKind

WITH_HEADER, WITHOUT_HEADER = "1", "2"  # values of `pdf_header`
_TAGS = frozenset({"b", "i", "u", "s", "small", "sup", "sub"})
_COLOUR = re.compile(r"[a-z0-9]{1,30}")
_SAFE_ADDRESS = re.compile(r"(?:/(?!/)|https?://|mailto:|tel:|[\w.-]+\.(?:pl|jsp)\b|TransportRoom\b)", re.IGNORECASE)
_NUMBERS = re.compile(r"[0-9]+")


def text_html(
    text: Text, kind: CourtKind, *, breaks: bool = True, links: bool = True, without_headers: bool = False
) -> str:
    """Return text as HTML. Without `breaks` a line end is white space, as in names and addresses.

    Links `without_headers` ask for documents as they were filed, without the court's header on every page.
    """
    if len(text) == 1 and not text[0].marks and text[0].link is None:
        words = escape(text[0].text, quote=False)
        return words.replace("\n", "<br>") if breaks and "\n" in words else words
    parts: list[str] = []
    open_marks: tuple[str, ...] = ()
    for run in text:
        parts.append(_step(open_marks, run.marks))
        open_marks = run.marks
        parts.append(_run_html(run, kind, breaks=breaks, links=links, without_headers=without_headers))
    parts.append(_step(open_marks, ()))
    return "".join(parts)


def document_path(link: Link, kind: CourtKind, *, without_header: bool = False) -> str:
    """Return the address of a document: /doc1/, at appellate courts /docs1/; without a document id show_doc.pl."""
    if kind is CourtKind.APPELLATE:
        return f"/docs1/{_number(link.document_id)}"
    if link.posts and link.document_id:
        return f"/doc1/{_number(link.document_id)}" + (f"?pdf_header={WITHOUT_HEADER}" if without_header else "")
    details = {"caseid": link.case_id, "de_seq_num": link.de_seq_num, "dm_id": link.dm_id, "doc_num": link.doc_num}
    details |= {"pdf_header": WITHOUT_HEADER} if without_header else {}
    query = urlencode({name: value for name, value in details.items() if value})
    if not link.document_id:
        return f"/cgi-bin/show_doc.pl?{query}"
    path = f"/doc1/{_number(link.document_id)}"
    return f"{path}?{query}" if query else path


def document_call(link: Link, kind: CourtKind, *, got_receipt: str = "", without_header: bool = False) -> str:
    """Return the goDLS call with which clients ask for a document: 9 arguments, at bankruptcy courts 10."""
    case_id, sequence = _number(link.case_id), _number(link.de_seq_num)
    tail = ",''" if kind is CourtKind.BANKRUPTCY else ""
    head = f"'{document_path(link, kind)}','{case_id}','{sequence}','{got_receipt}'"
    header = WITHOUT_HEADER if without_header else ""
    return f"goDLS({head},'{header}','1','','',''{tail});return(false);"


def link_html(link: Link, inner: str, kind: CourtKind, *, without_header: bool = False) -> str:
    """Return an anchor around HTML, or the HTML alone when the address is none that a page may hold."""
    if not link.leads_to_document:
        href = link.href
        return f'<a href="{escape(href)}">{inner}</a>' if _SAFE_ADDRESS.match(href) else inner
    path = document_path(link, kind, without_header=without_header)
    if "?" in path or link.host:
        path = escape(f"https://{link.host}{path}" if link.host else path)
    calls = kind is CourtKind.APPELLATE or (link.posts and link.document_id)
    call = f' onclick="{client_call(link, kind, without_header=without_header)}"' if calls else ""
    return f'<a href="{path}"{call}>{inner}</a>'


def client_call(link: Link, kind: CourtKind, *, without_header: bool = False) -> str:
    """Return the call in a link to a document, by which clients know it: goDLS, at courts of appeals doDocPostURL."""
    if kind is not CourtKind.APPELLATE:
        return document_call(link, kind, without_header=without_header)
    arguments = ",".join(f"'{_number(part)}'" for part in (link.document_id, link.case_id) if part)
    return f"return doDocPostURL({arguments});"


def _run_html(run: Run, kind: CourtKind, *, breaks: bool, links: bool, without_headers: bool) -> str:
    words = escape(run.text, quote=False)
    if breaks and "\n" in words:
        words = words.replace("\n", "<br>")
    if not links or run.link is None:
        return words
    return link_html(run.link, words, kind, without_header=without_headers)


def _step(old: tuple[str, ...], new: tuple[str, ...]) -> str:
    """Return the tags that end the old marks and begin the new ones; what both share stays open."""
    if old == new:
        return ""
    shared = 0
    while shared < min(len(old), len(new)) and old[shared] == new[shared]:
        shared += 1
    ends = "".join("</span>" if mark not in _TAGS else f"</{mark}>" for mark in reversed(old[shared:]))
    return ends + "".join(_start(mark) for mark in new[shared:])


def _start(mark: str) -> str:
    if mark in _TAGS:
        return f"<{mark}>"
    return f'<span class="court-{mark}">' if _COLOUR.fullmatch(mark) else "<span>"


def _number(printed: str) -> str:
    """Return the digits alone: what goes into a script holds nothing else."""
    return printed if printed.isdecimal() and printed.isascii() else "".join(_NUMBERS.findall(printed))
