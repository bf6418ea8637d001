"""The links of court pages: goDLS calls, /doc1/ and show_doc.pl addresses of every generation, and the others."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

from lxml import html

from opencmecf.court.docket.text import Link

_CALL = re.compile(r"goDLS\(([^)]*)\)")
_ARGUMENT = re.compile(r"'([^']*)'")
_DOCUMENT = re.compile(r"/docs?1/(\d+)")
_SHOW_DOC = frozenset({"/cgi-bin/show_doc.pl", "show_doc.pl", "./show_doc.pl"})
_NAMED = re.compile(r"^documentK|K(?=[a-z_]+V)")
_APPELLATE_CALL = re.compile(r"doDocPostURL\('(\d+)'(?:,\s*'(\d*)')?\)")


def read_link(anchor: html.HtmlElement, court_id: str) -> Link | None:
    """Return where an anchor leads; None when it leads nowhere."""
    href = (anchor.get("href") or "").strip()
    onclick = anchor.get("onclick") or ""
    called = _CALL.search(onclick)
    if called:
        return _from_call(_ARGUMENT.findall(called[1]))
    document = _DOCUMENT.search(href)
    details = _named_details(anchor.get("id") or "") | _query_details(href)
    if document:
        posted = _APPELLATE_CALL.search(onclick)
        details |= {"case_id": posted[2]} if posted and posted[2] else {}
        return Link(document_id=document[1], host=_foreign_host(href, court_id), **details)
    if urlsplit(href).path in _SHOW_DOC and details.get("dm_id"):
        return Link(**details)
    if not href or href == "#" or href.lower().startswith("javascript:"):
        return None
    return _other(href, court_id)


def _from_call(arguments: list[str]) -> Link:
    address, case_id, de_seq_num = (*arguments, "", "", "")[:3]
    document = _DOCUMENT.search(address)
    if not document:
        return Link(href=address, case_id=case_id, de_seq_num=de_seq_num, posts=True)
    return Link(document_id=document[1], case_id=case_id, de_seq_num=de_seq_num, posts=True)


def _query_details(href: str) -> dict[str, Any]:
    query = parse_qs(urlsplit(href).query)
    names = {
        "caseid": "case_id",
        "caseId": "case_id",
        "de_seq_num": "de_seq_num",
        "dm_id": "dm_id",
        "doc_num": "doc_num",
    }
    return {ours: query[theirs][0] for theirs, ours in names.items() if theirs in query}


def _named_details(name: str) -> dict[str, Any]:
    """Return what the id of an anchor tells: "documentKcaseidV77Kde_seq_numV2Kdm_idV8300Kdoc_numV1Kpdf_headerV0"."""
    if not name.startswith("documentK"):
        return {}
    pairs = (part.partition("V") for part in _NAMED.split(name) if part)
    return _query_details("?" + "&".join(f"{key}={value}" for key, _, value in pairs))


def _other(href: str, court_id: str) -> Link:
    parts = urlsplit(href)
    if parts.scheme not in {"", "http", "https"} or not parts.netloc:
        return Link(href=href)
    if parts.netloc == _own_host(court_id):
        return Link(href=href.split(parts.netloc, 1)[1] or "/")
    return Link(href=href)


def _foreign_host(href: str, court_id: str) -> str:
    host = urlsplit(href).netloc
    return "" if host == _own_host(court_id) else host


def _own_host(court_id: str) -> str:
    return f"ecf.{court_id}.uscourts.gov"
