"""Saved pages as a tree of elements, mended the way that browsers and PACER clients mend them."""

from __future__ import annotations

import codecs
import re
from copy import deepcopy

import nh3
from lxml import html

from opencmecf.exchange.court_pages.errors import NotADocket

_DECLARED = re.compile(rb"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_DECLARATIONS = re.compile(r"^\s*<\?xml\s+.*?\?>|<!\[CDATA\[|\]\]>|&#0?[1-8]\b")
_FORBIDDEN = re.compile("[^\u0020-\ud7ff\t\n\r\ue000-\ufffd\U00010000-\U0010ffff]+")

_WINDOWS = frozenset({"", "utf-8", "utf8", "us-ascii", "iso-8859-1", "latin-1", "latin1", "windows-1252", "cp1252"})
_STRAY = {0xDC00 + byte: bytes([byte]).decode("cp1252", "replace") for byte in range(0x80, 0x100)}

_TAGS = nh3.ALLOWED_TAGS | {"font", "form", "input"}
_ATTRIBUTES = deepcopy(nh3.ALLOWED_ATTRIBUTES)
_ATTRIBUTES["*"] = {"id", "class"}
for _tag, _names in {
    "a": {"onclick"},
    "font": {"color", "size"},
    "form": {"name"},
    "input": {"name", "value", "type"},
    "span": {"style"},
    "td": {"align", "colspan"},
    "th": {"align", "colspan"},
}.items():
    _ATTRIBUTES.setdefault(_tag, set()).update(_names)


def decode(page: bytes | str) -> str:
    """Return the page as text: as UTF-8 if it is that, otherwise as it declares itself, otherwise as Windows-1252.

    Where bytes of Windows-1252 stand in a page of UTF-8, each of the two is read as what it is.
    """
    if isinstance(page, str):
        return page
    if page.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return page.decode("utf-16", errors="replace")
    try:
        return page.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _decode_as_declared(page) or page.decode("utf-8-sig", errors="surrogateescape").translate(_STRAY)


def _decode_as_declared(page: bytes) -> str:
    """Return the page in the encoding that it names; "" where that is none, or one that is Windows-1252 in truth."""
    declared = _DECLARED.search(page[:2048])
    name = declared[1].decode("ascii").lower() if declared else ""
    try:
        return "" if name in _WINDOWS else page.decode(name, errors="replace")
    except LookupError:
        return ""


def tree_of(page: str) -> html.HtmlElement:
    """Return the page's elements, without scripts, buttons and what a browser extension added.

    nh3 puts the tags in order as HTML 5 says; courts leave many open.
    """
    text = _FORBIDDEN.sub("", _DECLARATIONS.sub("", page))
    cleaned = nh3.clean(
        text,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        clean_content_tags={"script", "style", "button"},
        strip_comments=False,
        link_rel=None,
    )
    if not cleaned.strip():
        raise NotADocket("The page is empty.")
    tree = html.fromstring(cleaned)
    for added in tree.xpath("//*[starts-with(@id, 'recap') or starts-with(@class, 'recap') or @class='btn-group']"):
        added.drop_tree()
    return tree


def words_of(element: html.HtmlElement) -> str:
    """Return what an element says, white space collapsed."""
    return " ".join(element.text_content().split())
