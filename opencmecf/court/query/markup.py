"""Docket text as HTML: escaped, with its marks, line breaks and links."""

from __future__ import annotations

import re
from html import escape
from urllib.parse import urlencode

from opencmecf.court.docket.text import Link, Run, Text
from opencmecf.foundation.reference.court_kind import CourtKind

_TAGS = frozenset({"b", "i", "u", "s", "small", "sup", "sub"})
_COLOURS = frozenset({"red", "blue", "green", "purple", "darkred", "darkblue", "maroon", "navy", "orange"})
_SAFE_ADDRESS = re.compile(r"(?:/(?!/)|https?://|mailto:|tel:|[\w.-]+\.(?:pl|jsp)\b|TransportRoom\b)", re.IGNORECASE)
_NUMBERS = re.compile(r"\d+")


def text_html(text: Text, kind: CourtKind, *, breaks: bool = True, links: bool = True) -> str:
    """Return text as HTML. Without `breaks` a line end is white space, as in names and addresses."""
    if len(text) == 1 and not text[0].marks and text[0].link is None:
        words = escape(text[0].text, quote=False)
        return words.replace("\n", "<br>") if breaks and "\n" in words else words
    parts: list[str] = []
    open_marks: tuple[str, ...] = ()
    for run in text:
        parts.append(_step(open_marks, run.marks))
        open_marks = run.marks
        parts.append(_run_html(run, kind, breaks=breaks, links=links))
    parts.append(_step(open_marks, ()))
    return "".join(parts)


def document_path(link: Link, kind: CourtKind) -> str:
    """Return the address of a document: /doc1/, at appellate courts /docs1/; without a document id show_doc.pl."""
    details = {"caseid": link.case_id, "de_seq_num": link.de_seq_num, "dm_id": link.dm_id, "doc_num": link.doc_num}
    query = urlencode({name: value for name, value in details.items() if value})
    if not link.document_id:
        return f"/cgi-bin/show_doc.pl?{query}"
    path = f"/{'docs1' if kind is CourtKind.APPELLATE else 'doc1'}/{link.document_id}"
    return path if link.posts or not query or kind is CourtKind.APPELLATE else f"{path}?{query}"


def document_call(link: Link, kind: CourtKind) -> str:
    """Return the goDLS call with which clients ask for a document: 9 arguments, at bankruptcy courts 10."""
    tail = ",'','',''" if kind is CourtKind.BANKRUPTCY else ",'',''"
    numbers = ",".join(f"'{_number(part)}'" for part in (link.case_id, link.de_seq_num))
    return f"goDLS('{document_path(link, kind)}',{numbers},'','','1',''{tail});return(false);"


def link_html(link: Link, inner: str, kind: CourtKind) -> str:
    """Return an anchor around HTML, or the HTML alone when the address is none that a page may hold."""
    if not link.leads_to_document:
        href = link.href
        return f'<a href="{escape(href)}">{inner}</a>' if _SAFE_ADDRESS.match(href) else inner
    host = f"https://{link.host}" if link.host else ""
    href = escape(host + document_path(link, kind))
    call = f' onclick="{escape(document_call(link, kind), quote=False)}"' if link.posts else ""
    if kind is CourtKind.APPELLATE:
        arguments = ",".join(f"'{_number(part)}'" for part in (link.document_id, link.case_id) if part)
        call = f' onclick="return doDocPostURL({arguments});"'
    return f'<a href="{href}"{call}>{inner}</a>'


def _run_html(run: Run, kind: CourtKind, *, breaks: bool, links: bool) -> str:
    words = escape(run.text, quote=False)
    if breaks and "\n" in words:
        words = words.replace("\n", "<br>")
    return link_html(run.link, words, kind) if links and run.link is not None else words


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
    return f'<span class="court-{mark}">' if mark in _COLOURS else "<span>"


def _number(printed: str) -> str:
    """Return the digits alone: what goes into a script holds nothing else."""
    return printed if _NUMBERS.fullmatch(printed) else "".join(_NUMBERS.findall(printed))
