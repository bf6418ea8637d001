"""Text of page elements with its marks and links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import html

from opencmecf.court.docket.text import Link, Run, Text
from opencmecf.exchange.court_pages.links import read_link

_SPACE = re.compile(r"[ \t\n\r\f]+")
_STYLE_COLOUR = re.compile(r"color:\s*(#?\w+)", re.IGNORECASE)
_MARKS = {"b": "b", "strong": "b", "i": "i", "em": "i", "u": "u", "s": "s", "strike": "s", "del": "s",
          "small": "small", "sup": "sup", "sub": "sub"}  # fmt: skip
_BLOCKS = frozenset({"div", "li", "tr", "h2", "h3", "h4", "ul", "ol"})
_SILENT = frozenset({"input", "script", "style"})


@dataclass(frozen=True, slots=True)
class _Piece:
    """A text node with the marks and the link around it; `home` tells two equal neighbours apart."""

    text: str
    marks: tuple[str, ...]
    link: Link | None
    home: tuple[int, ...]


class _Break:
    """A line break."""


class _Paragraph(_Break):
    """A break that leaves a blank line."""


_Token = _Piece | _Break | html.HtmlElement


@dataclass(frozen=True, slots=True)
class Cell:
    """The lines of an element in order, and the tables that stand between them."""

    parts: tuple[Text | html.HtmlElement, ...]

    @property
    def lines(self) -> list[Text]:
        """Return the lines that say something."""
        return [part for part in self.parts if isinstance(part, tuple) and part]


def read_cell(element: html.HtmlElement, *, court_id: str, as_typed: bool = False) -> Cell:
    """Return what an element says, line by line.

    `as_typed` keeps white space inside a line as the page has it, because clients do for names and addresses.
    """
    parts: list[Text | html.HtmlElement] = []
    line: list[_Piece] = []

    def end_line() -> None:
        parts.append(_runs(line, as_typed=as_typed))
        line.clear()

    for token in _tokens(element, court_id):
        if isinstance(token, _Piece):
            line.append(token)
        else:
            end_line()
            if not isinstance(token, _Break):
                parts.append(token)
    end_line()
    return Cell(tuple(parts))


def read_text(element: html.HtmlElement, *, court_id: str) -> Text:
    """Return what an element says as one text, line breaks as "\\n"."""
    pieces: list[_Piece] = []
    for token in _tokens(element, court_id, tables=False):
        if isinstance(token, _Piece):
            pieces.append(_Piece(_SPACE.sub(" ", token.text), token.marks, token.link, token.home))
        elif isinstance(token, _Break):
            pieces.append(_Piece("\n\n" if isinstance(token, _Paragraph) else "\n", (), None, ()))
    return _runs(pieces, breaks=True)


def _tokens(element: html.HtmlElement, court_id: str, *, tables: bool = True) -> Iterator[_Token]:
    yield from _inside(element, (), None, (), court_id, tables)


def _inside(
    element: html.HtmlElement,
    marks: tuple[str, ...],
    link: Link | None,
    home: tuple[int, ...],
    court_id: str,
    tables: bool,
) -> Iterator[_Token]:
    if element.text or (not len(element) and home):
        yield _Piece(element.text or "", marks, link, home)
    for child in element:
        yield from _child(child, marks, link, home, court_id, tables)
        if child.tail:
            yield _Piece(child.tail, marks, link, home)


def _child(
    child: html.HtmlElement,
    marks: tuple[str, ...],
    link: Link | None,
    home: tuple[int, ...],
    court_id: str,
    tables: bool,
) -> Iterator[_Token]:
    tag = child.tag
    if not isinstance(tag, str) or tag in _SILENT:
        return
    if tag in {"br", "p"}:
        yield _Paragraph() if tag == "p" else _Break()
        yield from _inside(child, marks, link, home, court_id, tables) if tag == "p" else ()
    elif tag == "table" and tables:
        yield child
    elif tag in _BLOCKS:
        yield _Break()
        yield from _inside(child, marks, link, home, court_id, tables)
        yield _Break()
    elif tag == "a":
        yield from _inside(child, marks, read_link(child, court_id) or link, (*home, id(child)), court_id, tables)
    else:
        mark = _mark(child)
        inner = (*marks, mark) if mark else marks
        yield from _inside(child, inner, link, (*home, id(child)) if mark else home, court_id, tables)


def _mark(element: html.HtmlElement) -> str:
    """Return the mark that an element sets: a tag, a colour, or none."""
    if element.tag == "font":
        return str(element.get("color") or "").strip().lower()
    if element.tag == "span":
        colour = _STYLE_COLOUR.search(element.get("style") or "")
        return colour[1].lower() if colour else ""
    return _MARKS.get(element.tag, "")


def _runs(pieces: list[_Piece], *, as_typed: bool = False, breaks: bool = False) -> Text:
    runs: list[Run] = []
    home: tuple[int, ...] | None = None
    for piece in pieces:
        text = piece.text if as_typed or breaks else _SPACE.sub(" ", piece.text)
        link = piece.link if text.strip() else None
        if runs and runs[-1].marks == piece.marks and runs[-1].link == link:
            if home == piece.home or not piece.marks:
                runs[-1] = Run(runs[-1].text + text, piece.marks, link)
                continue
            runs.append(Run(""))
        runs.append(Run(text, piece.marks, link))
        home = piece.home
    return _trimmed(runs, as_typed=as_typed)


def _trimmed(runs: list[Run], *, as_typed: bool) -> Text:
    """Return the runs without white space at either end, doubled spaces, or plain runs that say nothing."""
    edge = " \t\r\n\f"
    if not any(run.text.strip(edge) or run.marks for run in runs):
        return ()
    if not as_typed:
        runs = _single_spaced(runs)
    _strip_start(runs, edge)
    _strip_end(runs, edge)
    return tuple(runs)


def _strip_start(runs: list[Run], edge: str) -> None:
    while runs and not runs[0].marks and not runs[0].text.strip(edge):
        runs.pop(0)
    if runs:
        runs[0] = Run(runs[0].text.lstrip(edge), runs[0].marks, runs[0].link)


def _strip_end(runs: list[Run], edge: str) -> None:
    while runs and not runs[-1].marks and not runs[-1].text.strip(edge):
        runs.pop()
    if runs:
        runs[-1] = Run(runs[-1].text.rstrip(edge), runs[-1].marks, runs[-1].link)


def _single_spaced(runs: list[Run]) -> list[Run]:
    """Return the runs with no space after a space, also across their borders."""
    spaced: list[Run] = []
    last = ""
    for run in runs:
        text = run.text[1:] if last == " " and run.text.startswith(" ") else run.text
        last = text[-1:] or last
        if text or run.marks or not run.text:
            spaced.append(Run(text, run.marks, run.link))
    return spaced
