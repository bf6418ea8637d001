"""Text of page elements with its marks and links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

from lxml import html

from opencmecf.court.docket.text import Link, Run, Text
from opencmecf.exchange.court_pages.links import read_link

_SPACE = re.compile(r"[ \t\n\r\f]+")
_STYLE_COLOUR = re.compile(r"(?<![\w-])color:\s*#?(\w+)", re.IGNORECASE)
_OUR_COLOUR = re.compile(r"\bcourt-(\w+)")
_WORD = re.compile(r"\w+", re.ASCII)
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


_Token: TypeAlias = _Piece | _Break | Any  # or a table


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

    for token in _Walk(court_id).inside(element):
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
    for token in _Walk(court_id, tables=False).inside(element):
        if isinstance(token, _Piece):
            pieces.append(_Piece(_SPACE.sub(" ", token.text), token.marks, token.link, token.home))
        elif isinstance(token, _Break):
            pieces.append(_Piece("\n\n" if isinstance(token, _Paragraph) else "\n", (), None, ()))
    return _runs(pieces, breaks=True)


def breakable(line: Text) -> Text:
    """Return the line with ordinary spaces for the unbreakable ones with which courts align their columns."""
    return tuple(Run(run.text.replace("\u00a0", " "), run.marks, run.link) for run in line)


def stripped(text: Text) -> Text:
    """Return the text without white space, breakable or not, at either end."""
    runs = [run for run in text if run.text.strip() or run.marks]
    if not runs:
        return ()
    runs = list(text)
    while not runs[0].text.strip() and not runs[0].marks:
        runs.pop(0)
    while not runs[-1].text.strip() and not runs[-1].marks:
        runs.pop()
    runs[0] = Run(runs[0].text.lstrip(), runs[0].marks, runs[0].link)
    runs[-1] = Run(runs[-1].text.rstrip(), runs[-1].marks, runs[-1].link)
    return tuple(runs)


class _Around(NamedTuple):
    """The marks, link and elements inside which a text node stands."""

    marks: tuple[str, ...] = ()
    link: Link | None = None
    home: tuple[int, ...] = ()


class _Walk:
    """Goes through an element in the order of reading; tables inside are handed over as they are, or gone through."""

    def __init__(self, court_id: str, *, tables: bool = True) -> None:
        self._court_id = court_id
        self._tables = tables

    def inside(self, element: html.HtmlElement, around: _Around = _Around()) -> Iterator[_Token]:  # noqa: B008 immutable
        if element.text or (not len(element) and around.home):
            yield _Piece(element.text or "", *around)
        for child in element:
            yield from self._child(child, around)
            if child.tail:
                yield _Piece(child.tail, *around)

    def _child(self, child: html.HtmlElement, around: _Around) -> Iterator[_Token]:
        tag = child.tag
        if not isinstance(tag, str) or tag in _SILENT:
            return
        if tag == "br":
            yield _Break()
        elif tag == "table" and self._tables:
            yield child
        elif tag == "p" or tag in _BLOCKS:
            yield _Paragraph() if tag == "p" else _Break()
            yield from self.inside(child, around)
            yield from () if tag == "p" else (_Break(),)
        else:
            yield from self.inside(child, self._within(child, around))

    def _within(self, element: html.HtmlElement, around: _Around) -> _Around:
        """Return what stands around the text of an inline element."""
        marks, link, home = around
        if element.tag == "a":
            return _Around(marks, read_link(element, self._court_id) or link, (*home, id(element)))
        mark = _mark(element)
        return _Around((*marks, mark), link, (*home, id(element))) if mark else around


def _mark(element: html.HtmlElement) -> str:
    """Return the mark that an element sets: a tag, a colour, or none."""
    if element.tag == "font":
        return "".join(_WORD.findall(element.get("color") or "")).lower()
    if element.tag == "span":
        colour = _STYLE_COLOUR.search(element.get("style") or "") or _OUR_COLOUR.search(element.get("class") or "")
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
    return tuple(run for index, run in enumerate(runs) if run.text or run.marks or _parts(runs, index))


def _parts(runs: list[Run], index: int) -> bool:
    """Return whether an empty run is needed to keep its neighbours apart."""
    return 0 < index < len(runs) - 1 and bool(runs[index - 1].marks) and runs[index - 1].marks == runs[index + 1].marks


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
        if text or run.marks or not run.text or (spaced and spaced[-1].marks):
            spaced.append(Run(text, run.marks, run.link))
    return spaced
